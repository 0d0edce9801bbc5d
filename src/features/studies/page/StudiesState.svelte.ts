/** The page's state of studies: the list, the open study with its report, and the draft. */
import { isAbort } from '#core/errors.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellOutcome } from '../model/result.ts';
import type { GroupBy } from '../model/groups.ts';
import type { Notice } from '#page/state/NoticeState.svelte.ts';
import { studyWords } from '../words.en.ts';
import type { OpenStudy, StudySummary } from '../calls/studyCalls.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabEvent, LabInfo } from '#lab/worker/protocol.ts';
import { ReportState } from './ReportState.svelte.ts';
import { StudyDraft } from './StudyDraft.svelte.ts';
import type { Starter } from './starters.ts';

/** The part of LabState that studies need. */
export interface StudiesLab {
	readonly client: LabClient;
	readonly info: LabInfo | null;
	readonly experiment: Experiment | null;
	readonly notices: {
		say(notice: Omit<Notice, 'id'>): void;
		withdraw(said: string): void;
		fail(what: string, error: unknown, mend?: string): void;
	};
	put(experiment: Experiment): void;
	refreshRuns(): Promise<void>;
}

export interface StudiesOptions {
	readonly newId: () => string;
	/** Shows the place Studies. */
	readonly show: () => void;
	/** Saves a file. */
	readonly save: (name: string, blob: Blob) => void;
	/** Stores a cell's pace for the next estimate. */
	readonly rememberPace: (experiment: Experiment, millisecondsPerStep: number) => void;
}

export type StudyFileKind = 'html' | 'markdown' | 'csv' | 'json' | 'study';

const text = studyWords;

export class StudiesState {
	readonly #lab: StudiesLab;
	readonly #options: StudiesOptions;
	readonly #reportState: ReportState;
	#list: readonly StudySummary[] = $state.raw([]);
	#open: OpenStudy | null = $state.raw(null);
	#draft: StudyDraft | null = $state.raw(null);
	/** The page waits until the current step is done. */
	#pausing = $state(false);
	/** The visitor has chosen no study yet. */
	#isFresh = true;
	/** Counts selections, to recognise late replies. */
	#selection = 0;
	/** The notice about each paused study. */
	readonly #pausedNotices = new Map<string, string>();

	constructor(lab: StudiesLab, options: StudiesOptions) {
		this.#lab = lab;
		this.#options = options;
		this.#reportState = new ReportState(lab.client);
		lab.client.subscribe((event) => this.#receive(event));
	}

	/** Newest first. */
	get list() {
		return this.#list;
	}
	/** The open study. */
	get open() {
		return this.#open;
	}
	/** The report of the finished cells; null until it is read. */
	get report() {
		return this.#reportState.report;
	}
	get draft() {
		return this.#draft;
	}
	/** undefined: all factors but the seed. */
	get groupBy() {
		return this.#reportState.groupBy;
	}
	get pausing() {
		return this.#pausing;
	}

	/** Call it once when the lab is open. Announces studies that a reload interrupted. */
	async load(): Promise<void> {
		await this.refresh();
		for (const { record, status, done, cells } of this.#list) {
			if (!record.going || status.kind !== 'idle') continue;
			this.#sayPaused(record.id, text.cutOffNotice(record.study.title, done, cells));
		}
	}

	async refresh(): Promise<void> {
		this.#list = await this.#lab.client['study.list']();
	}

	/** The visitor opens the place Studies: selects the newest study if none was chosen before. */
	async arrive(): Promise<void> {
		const [newest] = this.#list;
		if (newest && this.#isFresh && !this.#draft) await this.select(newest.record.id);
	}

	/** Opens a study and reads its report; null: closes it. */
	async select(studyId: string | null): Promise<void> {
		this.#isFresh = false;
		const selection = ++this.#selection;
		this.#draft = null;
		if (studyId === this.#open?.record.id) return;
		this.#open = null;
		this.#reportState.reset(null);
		if (studyId === null) return;
		try {
			const open = await this.#lab.client['study.open']({ studyId });
			if (selection !== this.#selection) return;
			this.#open = open;
			this.#reportState.reset(studyId);
			await this.#reportState.read();
		} catch (error) {
			this.#lab.notices.fail(text.cannotRead, error, text.nothingLost);
		}
	}

	/** Starts a draft on the workbench's experiment, on an example, or like another study. */
	write(from: { starter: Starter } | { like: OpenStudy } | 'bench'): void {
		const { info, experiment } = this.#lab;
		if (!info || !experiment) return;
		if (from === 'bench') {
			this.#draft = new StudyDraft(experiment);
			for (const id of ['proportional', 'uniform']) {
				const title = info.policies.find((policy) => policy.id === id)?.title;
				if (title !== undefined) this.#draft.addPolicy(id, id);
			}
		} else if ('starter' in from)
			this.#draft = StudyDraft.ofStarter(from.starter, info.defaultExperiment);
		else this.#draft = StudyDraft.ofStudy(from.like.record.study);
	}
	stopWriting(): void {
		this.#draft = null;
	}

	/** Stores the draft. Throws InputError that names the field. */
	async make(): Promise<void> {
		const draft = this.#draft;
		if (!draft) return;
		const studyId = this.#options.newId();
		const { file: study, base, keepRuns } = draft;
		await this.#lab.client['study.create']({ studyId, study, base, keepRuns });
		await this.refresh();
		await this.select(studyId);
	}

	async take(file: File): Promise<void> {
		const studyId = this.#options.newId();
		await this.#attempt(text.refused, async () => {
			await this.#lab.client['study.import']({ studyId, file });
			await this.refresh();
			await this.select(studyId);
		});
	}

	async play(): Promise<void> {
		const studyId = this.#open?.record.id;
		if (studyId !== undefined)
			await this.#attempt(text.cannotStart, () => this.#lab.client['study.play']({ studyId }));
	}
	async pause(): Promise<void> {
		const studyId = this.#open?.record.id;
		if (studyId === undefined) return;
		this.#pausing = true;
		await this.#attempt('', () => this.#lab.client['study.pause']({ studyId }));
		this.#pausing = false;
	}
	/** Starts or pauses the open study if it is not finished. */
	async toggle(): Promise<void> {
		if (this.#open?.status.kind === 'running') return this.pause();
		const done = new Set(this.#open?.outcomes.map(({ cell }) => cell));
		if (this.#open?.cells.some(({ key }) => !done.has(key))) await this.play();
	}
	/** −1: the newer study; 1: the older one. */
	async step(by: number): Promise<void> {
		const here = this.#list.findIndex(({ record }) => record.id === this.#open?.record.id);
		const next = this.#list[here < 0 ? 0 : here + by];
		if (next) await this.select(next.record.id);
	}
	/** Trains these failed cells again, or all. */
	async retry(cells?: readonly string[]): Promise<void> {
		const studyId = this.#open?.record.id;
		if (studyId === undefined) return;
		await this.#attempt(text.cannotStart, async () => {
			await this.#lab.client['study.retry']({ studyId, ...(cells && { cells }) });
			await this.#readAgain(studyId);
			await this.refresh();
		});
	}
	async keepRuns(keep: boolean): Promise<void> {
		const open = this.#open;
		if (!open) return;
		await this.#attempt('', async () => {
			const record = await this.#lab.client['study.keepRuns']({ studyId: open.record.id, keep });
			if (this.#open?.record.id === record.id) this.#open = { ...this.#open, record };
		});
	}
	async delete(studyId: string): Promise<void> {
		await this.#attempt(text.cannotDelete, async () => {
			await this.#lab.client['study.delete']({ studyId });
			this.#withdraw(studyId);
			if (this.#open?.record.id === studyId) await this.select(null);
			await this.refresh();
		});
	}

	/** Puts the experiment of a cell on the workbench; returns whether it succeeded. */
	async openCell(cell: string): Promise<boolean> {
		const studyId = this.#open?.record.id;
		if (studyId === undefined) return false;
		return this.#attempt(text.cannotRead, async () => {
			this.#lab.put(await this.#lab.client['study.cell']({ studyId, cell }));
		});
	}

	async group(groupBy: GroupBy | undefined): Promise<void> {
		await this.#attempt(text.cannotRead, () => this.#reportState.group(groupBy));
	}

	async save(kind: StudyFileKind): Promise<void> {
		const { report, groupBy } = this.#reportState;
		const open = this.#open;
		if (!open) return;
		const studyId = open.record.id;
		const grouped = groupBy ? { groupBy } : {};
		await this.#attempt(text.cannotSave, async () => {
			const { client } = this.#lab;
			if (kind === 'html') {
				if (!report) return;
				const { reportHtml } = await import('./report/reportHtml.ts');
				const { name } = await client['study.file']({ studyId, as: 'markdown' });
				const html = new Blob([await reportHtml(report)], { type: 'text/html' });
				this.#options.save(name.replace(/\.md$/, '.html'), html);
				return;
			}
			const { name, blob } =
				kind === 'study'
					? await client['study.export']({ studyId })
					: await client['study.file']({ studyId, as: kind, ...grouped });
			this.#options.save(name, blob);
		});
	}

	#receive(event: LabEvent): void {
		if (event.event === 'study.status') this.#receiveStatus(event);
		else if (event.event === 'study.outcome') this.#receiveOutcome(event.outcome);
	}

	#receiveStatus({ studyId, status }: LabEvent & { event: 'study.status' }): void {
		const going = status.kind === 'running';
		this.#list = this.#list.map((summary) =>
			summary.record.id === studyId
				? { ...summary, status, begun: true, record: { ...summary.record, going } }
				: summary,
		);
		if (this.#open?.record.id === studyId)
			this.#open = { ...this.#open, status, record: { ...this.#open.record, going } };
		if (status.kind !== 'idle') return this.#withdraw(studyId);
		void this.#readAgain(studyId);
		void this.#attempt(text.cannotRead, () => this.refresh());
		const title = this.#list.find(({ record }) => record.id === studyId)?.record.study.title ?? '';
		if (status.why === 'bench') this.#sayPaused(studyId, text.benchNotice(title));
		if (status.error)
			this.#lab.notices.say({ level: 'error', message: text.stopped(status.error.message) });
	}

	/** The notice stays until the study is resumed or deleted. */
	#sayPaused(studyId: string, message: string): void {
		this.#pausedNotices.set(studyId, message);
		const action = { label: text.goOn, run: () => void this.#resume(studyId) };
		this.#lab.notices.say({ level: 'info', message, action });
	}
	#withdraw(studyId: string): void {
		const notice = this.#pausedNotices.get(studyId);
		if (notice === undefined) return;
		this.#pausedNotices.delete(studyId);
		this.#lab.notices.withdraw(notice);
	}

	/** Reads the open study again, since none of its cells is being trained. */
	async #readAgain(studyId: string): Promise<void> {
		if (this.#open?.record.id !== studyId) return;
		await this.#attempt(text.cannotRead, async () => {
			const open = await this.#lab.client['study.open']({ studyId });
			if (this.#open?.record.id !== studyId) return;
			this.#open = open;
			await this.#reportState.read();
		});
	}

	#receiveOutcome(outcome: CellOutcome): void {
		const { studyId, cell, kind } = outcome;
		if (!Object.hasOwn(outcome.factors, 'search'))
			this.#list = this.#list.map((summary) =>
				summary.record.id === studyId ? { ...summary, [kind]: summary[kind] + 1 } : summary,
			);
		const open = this.#open;
		if (open?.record.id !== studyId) return;
		const others = open.outcomes.filter((other) => other.cell !== cell);
		this.#open = { ...open, outcomes: [...others, outcome] };
		this.#notePace(open, outcome);
		if (open.record.keepRuns) void this.#lab.refreshRuns();
		this.#reportState.plan(
			() => void this.#attempt(text.cannotRead, () => this.#reportState.read()),
		);
	}

	#notePace({ record, cells }: OpenStudy, outcome: CellOutcome): void {
		if (outcome.kind !== 'done' || outcome.result.steps === 0) return;
		const id = cells.find(({ key }) => key === outcome.cell)?.model;
		if (id === undefined) return;
		const { experiment } = record.study;
		const { trainingMilliseconds, steps } = outcome.result;
		const model = { ...experiment.model, id };
		this.#options.rememberPace({ ...experiment, model }, trainingMilliseconds / steps);
	}

	async #resume(studyId: string): Promise<void> {
		this.#options.show();
		await this.select(studyId);
		await this.play();
	}

	async #attempt(what: string, task: () => Promise<unknown>): Promise<boolean> {
		try {
			await task();
			return true;
		} catch (error) {
			if (!isAbort(error)) this.#lab.notices.fail(what, error, text.nothingLost);
			return false;
		}
	}
}
