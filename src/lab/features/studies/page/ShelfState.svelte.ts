/** Published studies: the list, opening one, and training one of its cells again to compare. */
import { InternalError } from '#engine/core/errors.ts';
import type { Statement } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import { storedText } from '#languages/language.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { StoredStudy } from '../calls/studyCalls.ts';
import { planCells, type Cell } from '../model/cells.ts';
import { cellIndexIn } from '../model/factors.ts';
import { parseStudy } from '../model/parse.ts';
import { resultsByCell, type CellResult } from '../model/result.ts';
import {
	checkCell,
	readShelf,
	unpackShelf,
	withVersions,
	type CellCheck,
	type ShelfEntry,
} from '../model/shelf.ts';
import type { Study } from '../model/study.ts';
import { studyWords } from '../words.ts';
import { cellName } from './cellGrid.ts';
import type { OpenStudy } from './OpenStudy.svelte.ts';
import { makeContext } from './StudyDraft.svelte.ts';

const prefix = 'published:';
export const isPublished = ({ record }: Pick<OpenStudy, 'record'>): boolean =>
	record.id.startsWith(prefix);

/** A cell that is trained again. `found` and `problem` are null until it is done or failed. */
interface Check {
	readonly studyId: string;
	readonly cell: Cell;
	readonly published: CellResult;
	readonly found: CellCheck | null;
	readonly problem: Statement | null;
	/** Its study did not start, or is paused. */
	readonly rests: boolean;
}

type ShelfLab = Pick<LabState, 'client' | 'info'>;

export class ShelfState {
	readonly #lab: ShelfLab;
	entries: readonly ShelfEntry[] = $state.raw([]);
	checks: readonly Check[] = $state.raw([]);

	constructor(
		lab: ShelfLab,
		private readonly newId: () => string,
	) {
		this.#lab = lab;
		lab.client.subscribe((event) => this.#receive(event));
	}

	async load(): Promise<void> {
		const entries = await readFile('index.json');
		this.entries = JSON.parse(new TextDecoder().decode(entries)) as readonly ShelfEntry[];
	}

	/** The entry of a published study that is open. */
	entryOf(studyId: string): ShelfEntry | undefined {
		return this.entries.find(({ name }) => studyId === `${prefix}${name}`);
	}

	/** The published study with its cells, as if they were trained here. Nothing of it is stored. */
	async open({ name }: ShelfEntry): Promise<StoredStudy> {
		const { info } = this.#lab;
		if (!info) throw new InternalError('The lab is not open.');
		const shelf = await readShelf(await readFile(`${name}.json.gz`));
		const parsed = parseStudy(shelf.file, makeContext(info, `${name}.json`));
		const study = withVersions(parsed, shelf, info.skills);
		const cells = planCells(study, info.skills);
		const findIndex = cellIndexIn(study);
		const id = `${prefix}${name}`;
		return {
			record: { id, study, madeAt: 0, keepRuns: false, going: false },
			status: { kind: 'idle' },
			outcomes: unpackShelf(shelf).flatMap((result) => {
				const cell = cells[findIndex(result)]?.key;
				const { factors } = result;
				return cell ? [{ studyId: id, cell, factors, at: 0, kind: 'done' as const, result }] : [];
			}),
		};
	}

	checkOf(cell: Cell): Check | undefined {
		return this.checks.find((check) => check.cell.key === cell.key);
	}

	/** Trains the cell again in a study of its own. A mean mix needs its source too. */
	async again({ study, outcomes }: OpenStudy, cell: Cell): Promise<void> {
		const begun = this.checkOf(cell);
		if (begun?.rests && begun.problem === null) return this.#play(begun.studyId);
		const published = resultsByCell(outcomes).get(cell.key);
		if (!published) return;
		const studyId = this.newId();
		await this.#lab.client['study.create']({
			studyId,
			study: studyOfCell(study, cell),
			keepRuns: false,
		});
		const check = { studyId, cell, published, found: null, problem: null, rests: false };
		this.checks = [...this.checks.filter((other) => other !== begun), check];
		await this.#play(studyId);
	}
	async #play(studyId: string): Promise<void> {
		this.#setRests(studyId, false);
		try {
			await this.#lab.client['study.play']({ studyId });
		} catch (error) {
			this.#setRests(studyId, true);
			throw error;
		}
	}
	#setRests(studyId: string, rests: boolean): void {
		if (this.checks.some((check) => check.studyId === studyId && check.rests !== rests))
			this.#change(studyId, (check) => ({ ...check, rests }));
	}
	#change(studyId: string, change: (check: Check) => Check): void {
		this.checks = this.checks.map((check) => (check.studyId === studyId ? change(check) : check));
	}
	/** Its study was deleted. What was found stays. */
	forget(studyId: string): void {
		this.checks = this.checks.filter((check) => check.studyId !== studyId || check.found);
	}

	#receive(event: LabEvent): void {
		if (event.event === 'study.status') this.#setRests(event.studyId, event.status.kind === 'idle');
		if (event.event !== 'study.outcome') return;
		const { outcome } = event;
		this.#change(outcome.studyId, (check) => {
			if (outcome.kind === 'failed') return { ...check, problem: outcome.message };
			// The study has the source of a mean mix too, which is another policy.
			return check.cell.factors.policy === outcome.factors.policy
				? { ...check, found: checkCell(check.published, outcome.result) }
				: check;
		});
	}
}

/** A study's title has at most 200 letters, with its `…`. */
const longestTitle = 199;

/** The cell alone, with the policy that its mean mix comes from. */
function studyOfCell({ analysis: _, ...study }: Study, { factors }: Cell): Study {
	const policy = study.policies.find(({ label }) => label === factors.policy);
	const { model, epochs, learningRate } = study.axes;
	const { domainShare } = factors;
	return {
		...study,
		title: truncate(
			studyWords.shelf.again({ study: storedText(study.title), cell: cellName(factors) }),
			longestTitle,
		),
		policies: study.policies.filter(
			({ label }) => policy && (label === policy.label || label === policy.meanOf),
		),
		seeds: [Number(factors.seed)],
		axes: {
			...(model && { model: model.filter(({ id }) => id === factors.model) }),
			...(epochs && { epochs: [Number(factors.epochs)] }),
			...(learningRate && { learningRate: [Number(factors.learningRate)] }),
			...(domainShare !== undefined && { domainShare: [Number(domainShare)] }),
		},
		against: [],
	};
}

/** A file of the shelf, which comes with the page. */
async function readFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
	const reply = await fetch(`./studies/${name}`);
	if (!reply.ok) throw new InternalError(`studies/${name}: ${reply.status}`);
	return new Uint8Array(await reply.arrayBuffer());
}
