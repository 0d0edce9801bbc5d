/** The page's state of studies: the list, the open study with its report, and the draft. */
import { createContext } from 'svelte';
import type { Experiment } from '#lab/run/experiment.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { LabState } from '#page/state/LabState.svelte.ts';
import type { NoticeState } from '#page/state/NoticeState.svelte.ts';
import type { OpenStudy, StudyStatus, StudySummary } from '../calls/studyCalls.ts';
import type { GroupBy } from '../model/groups.ts';
import type { CellOutcome } from '../model/result.ts';
import { studyWords as text } from '../words.en.ts';
import { ReportState } from './ReportState.svelte.ts';
import type { Starter } from './starters.ts';
import { StudyDraft } from './StudyDraft.svelte.ts';
import {
	listWithOutcome,
	listWithStatus,
	measuredPace,
	openWithOutcome,
	withStatus,
} from './studyUpdates.ts';

/** The part of LabState that studies need. */
export type StudiesLab = Pick<
	LabState,
	'client' | 'info' | 'experiment' | 'put' | 'refreshRuns'
> & { readonly notices: Pick<NoticeState, 'say' | 'withdraw' | 'fail'> };

interface StudiesOptions {
	readonly newId: () => string;
	/** Shows the place Studies. */
	readonly show: () => void;
	/** Saves a file. */
	readonly save: (name: string, blob: Blob) => void;
	/** Stores a cell's pace for the next estimate. */
	readonly rememberPace: (experiment: Experiment, millisecondsPerStep: number) => void;
}

export const [getStudies, setStudies] = createContext<StudiesState>();

export class StudiesState {
	readonly #lab: StudiesLab;
	readonly #options: StudiesOptions;
	/** The report of the open study. */
	readonly report: ReportState;
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
		this.report = new ReportState(lab.client);
		lab.client.subscribe((event) => this.#receive(event));
	}

	/** Newest first. */
	get list() {
		return this.#list;
	}
	get open() {
		return this.#open;
	}
	get draft() {
		return this.#draft;
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
		if (studyId === (this.#open?.record.id ?? null)) return;
		this.#open = null;
		this.report.reset(null);
		if (studyId === null) return;
		await this.#attempt(text.cannotRead, async () => {
			const open = await this.#lab.client['study.open']({ studyId });
			if (selection !== this.#selection) return;
			this.#open = open;
			this.report.reset(studyId);
			await this.report.read();
		});
	}

	/** −1: the newer study; 1: the older one. */
	async step(by: number): Promise<void> {
		const here = this.#list.findIndex(({ record }) => record.id === this.#open?.record.id);
		const next = this.#list[here < 0 ? 0 : here + by];
		if (next) await this.select(next.record.id);
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
		if (!this.#draft) return;
		const studyId = this.#options.newId();
		const { file: study, base, keepRuns } = this.#draft;
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
		await this.#onOpen(text.cannotStart, (studyId) => this.#lab.client['study.play']({ studyId }));
	}
	async pause(): Promise<void> {
		this.#pausing = true;
		await this.#onOpen('', (studyId) => this.#lab.client['study.pause']({ studyId }));
		this.#pausing = false;
	}
	/** Starts or pauses the open study if it is not finished. */
	async toggle(): Promise<void> {
		if (this.#open?.status.kind === 'running') return this.pause();
		const done = new Set(this.#open?.outcomes.map(({ cell }) => cell));
		if (this.#open?.cells.some(({ key }) => !done.has(key))) await this.play();
	}
	/** Trains these failed cells again, or all. */
	async retry(cells?: readonly string[]): Promise<void> {
		await this.#onOpen(text.cannotStart, async (studyId) => {
			await this.#lab.client['study.retry']({ studyId, ...(cells && { cells }) });
			await this.#readAgain(studyId);
			await this.refresh();
		});
	}
	async keepRuns(keep: boolean): Promise<void> {
		await this.#onOpen('', async (studyId) => {
			const record = await this.#lab.client['study.keepRuns']({ studyId, keep });
			if (this.#open?.record.id === studyId) this.#open = { ...this.#open, record };
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
	openCell(cell: string): Promise<boolean> {
		return this.#onOpen(text.cannotRead, async (studyId) => {
			this.#lab.put(await this.#lab.client['study.cell']({ studyId, cell }));
		});
	}

	async group(groupBy: GroupBy | undefined): Promise<void> {
		await this.#attempt(text.cannotRead, () => this.report.group(groupBy));
	}

	async save(kind: 'html' | 'markdown' | 'csv' | 'json' | 'study'): Promise<void> {
		const { client } = this.#lab;
		const { value: report, groupBy } = this.report;
		const grouped = groupBy ? { groupBy } : {};
		const fileOf = async (studyId: string) => {
			if (kind !== 'html') return client['study.file']({ studyId, as: kind, ...grouped });
			if (!report) return null;
			const { reportHtml } = await import('./report/reportHtml.ts');
			const { name } = await client['study.file']({ studyId, as: 'markdown' });
			const blob = new Blob([await reportHtml(report)], { type: 'text/html' });
			return { name: name.replace(/\.md$/, '.html'), blob };
		};
		await this.#onOpen(text.cannotSave, async (studyId) => {
			const file = await fileOf(studyId);
			if (file) this.#options.save(file.name, file.blob);
		});
	}

	#receive(event: LabEvent): void {
		if (event.event === 'study.status') this.#receiveStatus(event.studyId, event.status);
		else if (event.event === 'study.outcome') this.#receiveOutcome(event.outcome);
	}

	#receiveStatus(studyId: string, status: StudyStatus): void {
		this.#list = listWithStatus(this.#list, studyId, status);
		if (this.#open?.record.id === studyId) this.#open = withStatus(this.#open, status);
		if (status.kind !== 'idle') return this.#withdraw(studyId);
		void this.#readAgain(studyId);
		void this.#attempt(text.cannotRead, () => this.refresh());
		const title = this.#list.find(({ record }) => record.id === studyId)?.record.study.title ?? '';
		if (status.why === 'bench') this.#sayPaused(studyId, text.benchNotice(title));
		if (status.error)
			this.#lab.notices.say({ level: 'error', message: text.stopped(status.error.message) });
	}

	#receiveOutcome(outcome: CellOutcome): void {
		this.#list = listWithOutcome(this.#list, outcome);
		const open = this.#open;
		if (open?.record.id !== outcome.studyId) return;
		this.#open = openWithOutcome(open, outcome);
		const pace = measuredPace(open, outcome);
		if (pace) this.#options.rememberPace(pace.experiment, pace.millisecondsPerStep);
		if (open.record.keepRuns) void this.#lab.refreshRuns();
		this.report.plan(() => void this.#attempt(text.cannotRead, () => this.report.read()));
	}

	/** Reads the open study again, since none of its cells is being trained. */
	async #readAgain(studyId: string): Promise<void> {
		if (this.#open?.record.id !== studyId) return;
		await this.#attempt(text.cannotRead, async () => {
			const open = await this.#lab.client['study.open']({ studyId });
			if (this.#open?.record.id !== studyId) return;
			this.#open = open;
			await this.report.read();
		});
	}

	/** The notice stays until the study is resumed or deleted. */
	#sayPaused(studyId: string, message: string): void {
		this.#pausedNotices.set(studyId, message);
		const resume = async () => {
			this.#options.show();
			await this.select(studyId);
			await this.play();
		};
		const action = { label: text.goOn, run: () => void resume() };
		this.#lab.notices.say({ level: 'info', message, action });
	}
	#withdraw(studyId: string): void {
		const notice = this.#pausedNotices.get(studyId);
		if (notice === undefined) return;
		this.#pausedNotices.delete(studyId);
		this.#lab.notices.withdraw(notice);
	}

	/** Runs a task on the open study; returns whether it succeeded. */
	async #onOpen(failure: string, task: (studyId: string) => Promise<unknown>): Promise<boolean> {
		const studyId = this.#open?.record.id;
		return studyId !== undefined && this.#attempt(failure, () => task(studyId));
	}

	async #attempt(failure: string, task: () => Promise<unknown>): Promise<boolean> {
		try {
			await task();
			return true;
		} catch (error) {
			this.#lab.notices.fail(failure, error, text.nothingLost);
			return false;
		}
	}
}
