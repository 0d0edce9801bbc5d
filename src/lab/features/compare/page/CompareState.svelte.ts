/** The page's state of studies: the list, the open study with its report, and the draft. */
import { canonicalJson } from '#engine/core/json.ts';
import type { LinkContent } from '#lab/run/link.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import { withoutStop } from '#lab/page/state/experiments.ts';
import type { RunPace } from '#lab/page/state/pace.ts';
import { mixTitles } from '#lab/page/words/mixTitles.ts';
import { createContext } from 'svelte';
import { englishText } from '#engine/core/message.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import type { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { NoticeState } from '#lab/page/state/NoticeState.svelte.ts';
import { fileText } from '#engine/core/file.ts';
import { storedText } from '#languages/language.ts';
import type { StoredStudy, StudySummary } from '../feature.ts';
import type { Cell } from '#lab/study/cells.ts';
import { countCells } from '#lab/study/factors.ts';
import { parseStudyText } from '#lab/study/parse.ts';
import type { CellOutcome } from '#lab/study/result.ts';
import type { Study, StudyRecord } from '#lab/study/study.ts';
import type { StudyStatus } from '../Comparisons.ts';
import { compareWords as text } from '../words.ts';
import { linkOf } from './linkOf.ts';
import { OpenStudy, withStatus } from './OpenStudy.svelte.ts';
import { makeContext, CompareDraft } from './CompareDraft.svelte.ts';
import type { ModelName } from '#lab/study/labelText.ts';
import { studyFile, type FileKind } from './studyFiles.ts';
import { cellPace, trainableCells } from './studyTime.ts';
import { absentModel, errorText, words } from '#lab/page/words/words.ts';

/** The part of LabState that studies need. */
export type CompareLab = Pick<
	LabState,
	| 'client'
	| 'info'
	| 'experiment'
	| 'attempt'
	| 'put'
	| 'refreshRuns'
	| 'policy'
	| 'policyTitles'
	| 'comparedRuns'
> & { readonly notices: Pick<NoticeState, 'say' | 'close' | 'fail'> };

export interface CompareOptions {
	readonly newId: () => string;
	/** Shows the place Compare. */
	readonly show: () => void;
	/** The visitor's pace of training. */
	readonly pace: () => Pace;
	readonly save: (file: NamedFile) => void;
	/** Stores a cell's pace for the next estimate. */
	readonly rememberPace: (experiment: Experiment, pace: RunPace) => void;
}

export const [getComparisons, setComparisons] = createContext<CompareState>();

/** The policies of a new draft. The others are compared with the first one. */
const firstPolicies = ['uniform', 'mos'];

/** What a click adds. */
const moreSeeds = 2;

/** A study file is short text. The page reads it whole. */
const maxFileBytes = 4e6;

export class CompareState {
	readonly #lab: CompareLab;
	readonly #options: CompareOptions;
	/** Newest first. */
	list: readonly StudySummary[] = $state.raw([]);
	#open: OpenStudy | null = $state.raw(null);
	/** The study that was read last: it receives events before it is shown. */
	#preparing: OpenStudy | null = null;
	/** It is shown in place of a study. */
	draft: CompareDraft | null = $state.raw(null);
	/** Drafts that the visitor left for a study or for another draft. */
	leftDrafts: readonly CompareDraft[] = $state.raw([]);
	/** The page waits until the current step is done. */
	pausing = $state(false);
	/** The visitor has chosen no study yet. */
	#isFresh = true;
	#selection = 0;
	/** The newest link that was followed. */
	#followed: LinkContent | null = null;
	/** Ids by study. */
	readonly #pausedNotices = new Map<string, number>();
	/** Studies that are being deleted. One that trains is paused first. */
	readonly #leaving = new Set<string>();

	constructor(lab: CompareLab, options: CompareOptions) {
		this.#lab = lab;
		this.#options = options;
		lab.client.subscribe((event) => this.#receive(event));
	}

	get open() {
		return this.#open;
	}

	/** Call it once when the lab is open. Announces studies that a reload interrupted. */
	async load(): Promise<void> {
		await this.refresh();
		for (const { record, status, done } of this.list) {
			if (!record.going || status.kind !== 'idle') continue;
			this.#sayPaused(record.id, () =>
				text.cutOffNotice({
					title: storedText(record.study.title),
					done,
					all: countCells(record.study),
				}),
			);
		}
	}

	async refresh(): Promise<void> {
		this.list = await this.#lab.client['study.list']();
	}

	/** The visitor opens the place: selects the newest study if none was chosen before. */
	async arrive(): Promise<void> {
		const [newest] = this.list;
		if (newest && this.#isFresh && !this.draft && this.#lab.comparedRuns.length === 0)
			await this.select(newest.record.id);
	}

	async select(studyId: string | null): Promise<void> {
		this.#isFresh = false;
		const selection = ++this.#selection;
		this.showDraft(null);
		if (studyId === (this.#open?.record.id ?? null)) return;
		this.#open = null;
		if (studyId === null) return;
		await this.showStored(this.#lab.client['study.open']({ studyId }), selection);
	}
	/** Opens a study that is not in the list too: a published one. */
	async showStored(stored: Promise<StoredStudy>, selection = ++this.#selection): Promise<void> {
		this.#isFresh = false;
		await this.#attempt(text.cannotRead, async () => {
			const found = await stored;
			if (selection !== this.#selection) return;
			const open = new OpenStudy(found, () => this.#lab.info?.skills ?? []);
			this.#preparing = open;
			await open.prepare();
			if (selection === this.#selection) this.#open = open;
		});
	}

	/** −1: the newer study; 1: the older one. */
	async step(by: number): Promise<void> {
		const here = this.list.findIndex(({ record }) => record.id === this.#open?.record.id);
		const next = this.list[here < 0 ? 0 : here + by];
		if (next) await this.select(next.record.id);
	}

	/** Starts a draft on the workbench's experiment, or like another study. */
	write(like?: StudyRecord): void {
		const { info, experiment } = this.#lab;
		if (!info || !experiment) return;
		if (like) return this.showDraft(CompareDraft.ofStudy(like));
		const draft = new CompareDraft(withoutStop(experiment));
		for (const id of firstPolicies) {
			const title = info.policies.find((policy) => policy.id === id)?.title;
			if (title !== undefined) draft.addPolicy(id, englishText(title));
		}
		this.showDraft(draft);
	}

	/** Shows the comparison of a link: the stored one, or a draft that is ready to start. */
	async follow(content: LinkContent): Promise<void> {
		const { experiment, race } = content;
		if (!race || content === this.#followed) return;
		this.#followed = content;
		const wanted = canonicalJson({ experiment, race });
		await this.refresh();
		const stored = this.list.find(({ record }) => {
			const link = record.order === 'turns' ? linkOf(record.study) : null;
			return link !== null && canonicalJson(link) === wanted;
		});
		if (stored) return this.select(stored.record.id);
		const policies = [experiment.policy, ...race];
		const titles = mixTitles(
			policies.map((policy) => ({ ...experiment, policy })),
			this.#lab,
		);
		this.showDraft(CompareDraft.ofPolicies(experiment, policies, titles));
	}

	/** The draft that was shown before joins those that were left. */
	showDraft(draft: CompareDraft | null): void {
		const others = [...this.leftDrafts, ...(this.draft ? [this.draft] : [])];
		this.leftDrafts = others.filter((other) => other !== draft);
		this.draft = draft;
	}

	/** Stores the draft and trains it. Throws InputError that names the field. */
	async start(): Promise<void> {
		const { draft } = this;
		const { info } = this.#lab;
		if (!draft || !info) return;
		const studyId = await this.#create(draft.study(info), draft);
		if (this.draft === draft) this.draft = null;
		this.leftDrafts = this.leftDrafts.filter((other) => other !== draft);
		await this.select(studyId);
		await this.#play(studyId);
	}

	async take(file: File): Promise<void> {
		await this.#attempt(text.refused, async () => {
			const { info } = this.#lab;
			if (!info) return;
			const content = await fileText(file, maxFileBytes);
			const study = parseStudyText(content, makeContext(info, file.name));
			await this.select(await this.#create(study));
		});
	}

	/** Returns the id of the study. */
	async #create(study: Study, draft?: CompareDraft): Promise<string> {
		const studyId = this.#options.newId();
		const keepRuns = draft?.keepRuns ?? false;
		const order = draft?.order === 'turns' ? { order: draft.order } : {};
		await this.#lab.client['study.create']({ studyId, study, keepRuns, ...order });
		await this.refresh();
		return studyId;
	}

	async play(): Promise<void> {
		if (this.#open) await this.#play(this.#open.record.id);
	}
	async #play(studyId: string): Promise<void> {
		const pace = this.#options.pace();
		await this.#attempt(text.cannotStart, () => this.#lab.client['study.play']({ studyId, pace }));
	}
	/** Changes the pace of the open study if it trains. */
	async keepPace(): Promise<void> {
		if (this.#open?.status.kind === 'running') await this.play();
	}
	/** Trains the open study with two more seeds. */
	async addSeeds(): Promise<void> {
		await this.#onOpen(text.cannotStart, async (open, studyId) => {
			open.record = await this.#lab.client['study.addSeeds']({ studyId, count: moreSeeds });
			await this.refresh();
		});
		await this.play();
	}
	async pause(): Promise<void> {
		this.pausing = true;
		await this.#onOpen('', (_, studyId) => this.#lab.client['study.pause']({ studyId }));
		this.pausing = false;
	}
	/** Starts or pauses the open study if it is not finished. */
	async toggle(): Promise<void> {
		const open = this.#open;
		if (open?.status.kind === 'running') return this.pause();
		if (open && trainableCells(open).length > 0) await this.play();
	}
	/** Trains these failed cells again, or all. */
	async retry(cells?: readonly string[]): Promise<void> {
		await this.#onOpen(text.cannotStart, async (_, studyId) => {
			await this.#lab.client['study.retry']({ studyId, ...(cells && { cells }) });
			await this.#readAgain(studyId);
			await this.refresh();
		});
	}
	async keepRuns(keep: boolean): Promise<void> {
		await this.#onOpen('', async (open, studyId) => {
			const record = await this.#lab.client['study.keepRuns']({ studyId, keep });
			open.record = record;
			this.#change(studyId, (summary) => ({ ...summary, record }));
		});
	}
	async delete(studyId: string): Promise<void> {
		this.#leaving.add(studyId);
		await this.#attempt(text.cannotDelete, async () => {
			await this.#lab.client['study.delete']({ studyId });
			this.#withdraw(studyId);
			if (this.#open?.record.id === studyId) this.#open = null;
			await this.refresh();
		});
		this.#leaving.delete(studyId);
	}

	/** Puts the experiment of a cell on the workbench; returns whether it succeeded. */
	openCell(cell: Cell): Promise<boolean> {
		return this.#onOpen(text.cannotRead, async (open) => this.#lab.put(open.experimentOf(cell)));
	}

	/** Shipped models are named by their ids. */
	modelName: ModelName = (id) =>
		this.#lab.info?.models.find((model) => model.id === id)?.name ?? absentModel(id);

	async save(kind: FileKind): Promise<void> {
		await this.#onOpen(text.cannotSave, async (open) => {
			await open.makeReport();
			this.#options.save(studyFile(kind, open, this.modelName));
		});
	}

	#receive(event: LabEvent): void {
		if (event.event === 'study.status') this.#receiveStatus(event.studyId, event.status);
		else if (event.event === 'study.outcome') this.#receiveOutcome(event.outcome);
	}

	#receiveStatus(studyId: string, status: StudyStatus): void {
		if (!this.#lists(studyId)) void this.#showNew(studyId);
		this.#change(studyId, (summary) => ({ ...withStatus(summary, status), begun: true }));
		const open = this.#openOf(studyId);
		open?.receiveStatus(status);
		if (status.kind !== 'idle') return this.#withdraw(studyId);
		if (this.#leaving.has(studyId)) return;
		void this.#readAgain(studyId);
		void this.#attempt(text.cannotRead, () => this.refresh());
		const listed = this.list.find(({ record }) => record.id === studyId);
		const title = () => storedText(listed?.record.study.title ?? '');
		if (status.why === 'deviceInUse')
			this.#sayPaused(studyId, () => text.deviceInUseNotice({ title: title() }));
		if (status.error)
			this.#lab.notices.say('error', () => text.stopped({ message: errorText(status.error) }));
	}

	/** Another part of the page made this study. */
	async #showNew(studyId: string): Promise<void> {
		await this.refresh();
		if (this.#lists(studyId)) await this.select(studyId);
	}
	#lists(studyId: string): boolean {
		return this.list.some(({ record }) => record.id === studyId);
	}

	#receiveOutcome(outcome: CellOutcome): void {
		const { studyId, cell, kind } = outcome;
		this.#change(studyId, (summary) => ({ ...summary, [kind]: summary[kind] + 1 }));
		const listed = this.list.find(({ record }) => record.id === studyId);
		if (listed?.record.keepRuns) void this.#lab.refreshRuns();
		const open = this.#openOf(studyId);
		if (!open) return;
		open.addOutcome(outcome);
		const experiment = open.cells.find(({ key }) => key === cell)?.experiment;
		if (experiment && outcome.kind === 'done' && outcome.result.steps > 0) {
			const skills = this.#lab.info?.skills ?? [];
			this.#options.rememberPace(experiment, cellPace(experiment, outcome.result, skills));
		}
	}

	#change(studyId: string, change: (summary: StudySummary) => StudySummary): void {
		this.list = this.list.map((summary) =>
			summary.record.id === studyId ? change(summary) : summary,
		);
	}

	/** Reads a study again, since none of its cells is being trained. */
	async #readAgain(studyId: string): Promise<void> {
		await this.#attempt(text.cannotRead, async () => {
			const stored = await this.#lab.client['study.open']({ studyId });
			this.#openOf(studyId)?.receive(stored);
		});
	}
	#openOf(studyId: string): OpenStudy | null {
		const studies = [this.#open, this.#preparing];
		return studies.find((study) => study?.record.id === studyId) ?? null;
	}

	/** The notice stays until the study is resumed or deleted. */
	#sayPaused(studyId: string, message: () => string): void {
		const resume = async () => {
			this.#options.show();
			await this.select(studyId);
			await this.#play(studyId);
		};
		const action = { label: () => words.run.resume, run: () => void resume() };
		this.#pausedNotices.set(studyId, this.#lab.notices.say('info', message, { action }));
	}
	#withdraw(studyId: string): void {
		const notice = this.#pausedNotices.get(studyId);
		if (notice === undefined) return;
		this.#pausedNotices.delete(studyId);
		this.#lab.notices.close(notice);
	}

	/** Runs a task on the open study; returns whether it succeeded. */
	async #onOpen(
		failure: string,
		task: (open: OpenStudy, studyId: string) => Promise<unknown>,
	): Promise<boolean> {
		const open = this.#open;
		return open !== null && this.#attempt(failure, () => task(open, open.record.id));
	}

	#attempt(failure: string, task: () => Promise<unknown> | undefined): Promise<boolean> {
		return this.#lab.attempt(failure, task, text.nothingLost);
	}
}
