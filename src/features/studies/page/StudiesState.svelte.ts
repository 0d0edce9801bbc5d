/** What the page knows of the studies: their list, the one that is open with its report, and the one that is being written. */
import { isAbort } from '#core/errors.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { CellOutcome } from '../model/record.ts';
import type { GroupBy, StudyReport } from '../study.ts';
import type { Notice } from '#page/state/NoticeState.svelte.ts';
import { studyWords } from '../words.en.ts';
import type { OpenStudy, StudySummary } from '../calls/studyCalls.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabEvent, LabInfo } from '#lab/worker/protocol.ts';
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
	/** Brings the studies into sight. */
	readonly show: () => void;
	/** Gives the visitor a file. */
	readonly save: (name: string, blob: Blob) => void;
	/** A cell's pace is remembered, for the next estimate. */
	readonly rememberPace: (experiment: Experiment, millisecondsPerStep: number) => void;
}

export type StudyFileKind = 'html' | 'markdown' | 'csv' | 'json' | 'study';

const text = studyWords;
/** Between two reports while cells come, so many times as long as one takes. */
const rests = 4;

export class StudiesState {
	readonly #lab: StudiesLab;
	readonly #options: StudiesOptions;
	#list: readonly StudySummary[] = $state.raw([]);
	#open: OpenStudy | null = $state.raw(null);
	#report: StudyReport | null = $state.raw(null);
	#draft: StudyDraft | null = $state.raw(null);
	#groupBy: GroupBy | undefined = $state.raw(undefined);
	/** The page has asked to pause and waits for the step in hand. */
	#pausing = $state(false);
	/** Nothing was chosen yet: whoever comes to the studies finds the newest. */
	#fresh = true;
	/** Counts what was opened: what comes late belongs to another study. */
	#turn = 0;
	#reading = false;
	#stale = false;
	/** By study: what the page says of it while it rests. */
	readonly #said = new Map<string, string>();
	/** A reading is planned; milliseconds that the last one took. */
	#soon = false;
	#took = 0;

	constructor(lab: StudiesLab, options: StudiesOptions) {
		this.#lab = lab;
		this.#options = options;
		lab.client.subscribe((event) => this.#receive(event));
	}

	/** Newest first. */
	get list() {
		return this.#list;
	}
	/** The study in sight. */
	get open() {
		return this.#open;
	}
	/** Of the cells that are done; null until it is read. */
	get report() {
		return this.#report;
	}
	get draft() {
		return this.#draft;
	}
	/** undefined: by everything but the seed. */
	get groupBy() {
		return this.#groupBy;
	}
	get pausing() {
		return this.#pausing;
	}

	/** Once, when the lab is open. What a reload has cut off is said. */
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

	/** The visitor is at the studies: the newest comes into sight, if no other was chosen before. */
	async arrive(): Promise<void> {
		const [newest] = this.#list;
		if (newest && this.#fresh && !this.#draft) await this.select(newest.record.id);
	}

	/** Into sight, with its report; null: none. */
	async select(studyId: string | null): Promise<void> {
		this.#fresh = false;
		const turn = ++this.#turn;
		this.#draft = null;
		if (studyId === this.#open?.record.id) return;
		this.#open = null;
		this.#report = null;
		this.#groupBy = undefined;
		if (studyId === null) return;
		try {
			const open = await this.#lab.client['study.open']({ studyId });
			if (turn !== this.#turn) return;
			this.#open = open;
			await this.#readReport();
		} catch (error) {
			this.#lab.notices.fail(text.cannotRead, error, text.nothingLost);
		}
	}

	/** On the experiment on the bench, or on another one. */
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

	/** The draft, stored. Throws InputError that names the field. */
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
	/** Starts the study in sight, or pauses it; nothing where it is done. */
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
	/** Of the cells that failed, these or all. */
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

	/** Puts what a cell trains on the bench; whether it could. */
	async openCell(cell: string): Promise<boolean> {
		const studyId = this.#open?.record.id;
		if (studyId === undefined) return false;
		return this.#attempt(text.cannotRead, async () => {
			this.#lab.put(await this.#lab.client['study.cell']({ studyId, cell }));
		});
	}

	async group(groupBy: GroupBy | undefined): Promise<void> {
		this.#groupBy = groupBy;
		await this.#attempt(text.cannotRead, () => this.#readReport());
	}

	async save(kind: StudyFileKind): Promise<void> {
		const [open, report] = [this.#open, this.#report];
		if (!open) return;
		const studyId = open.record.id;
		const grouped = this.#groupBy ? { groupBy: this.#groupBy } : {};
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

	/** Until it goes on, or is deleted. */
	#sayPaused(studyId: string, message: string): void {
		this.#said.set(studyId, message);
		const action = { label: text.goOn, run: () => void this.#goOn(studyId) };
		this.#lab.notices.say({ level: 'info', message, action });
	}
	#withdraw(studyId: string): void {
		const said = this.#said.get(studyId);
		if (said === undefined) return;
		this.#said.delete(studyId);
		this.#lab.notices.withdraw(said);
	}

	/** Where its cells stand now that none is trained. */
	async #readAgain(studyId: string): Promise<void> {
		if (this.#open?.record.id !== studyId) return;
		await this.#attempt(text.cannotRead, async () => {
			const open = await this.#lab.client['study.open']({ studyId });
			if (this.#open?.record.id !== studyId) return;
			this.#open = open;
			await this.#readReport();
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
		this.#readReportSoon();
	}

	/** A report that takes long to make is made less often: whoever makes it does not train meanwhile. */
	#readReportSoon(): void {
		if (this.#soon) return;
		this.#soon = true;
		setTimeout(() => {
			this.#soon = false;
			void this.#attempt(text.cannotRead, () => this.#readReport());
		}, rests * this.#took);
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

	/** One at a time: of what comes while it is read, the last is read after it. */
	async #readReport(): Promise<void> {
		this.#stale = true;
		if (this.#reading) return;
		this.#reading = true;
		try {
			while (this.#stale && this.#open) {
				this.#stale = false;
				const studyId = this.#open.record.id;
				const groupBy = this.#groupBy;
				const began = performance.now();
				const report = await this.#lab.client['study.report']({
					studyId,
					...(groupBy && { groupBy }),
				});
				this.#took = performance.now() - began;
				if (this.#open?.record.id === studyId) this.#report = report;
				else this.#stale = true;
			}
		} finally {
			this.#reading = false;
		}
	}

	async #goOn(studyId: string): Promise<void> {
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
