/**
 * Trains studies: each is a list of runs whose results are stored. One study trains at a time: its
 * runs one after another, or those of one seed in turns. An interrupted run resumes from its
 * checkpoint, and a failed one does not stop the others.
 */
import { InputError, isAbort } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { truncate } from '#engine/core/text.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import { maxLanes } from '#lab/run/link.ts';
import type { Pace } from '#lab/run/runStatus.ts';
import type { RunRecord, RunStore } from '#lab/run/stores.ts';
import {
	causeMessage,
	endsAll,
	type OpenToEnd,
	type RunToEnd,
	type ToEndProgress,
	type TrainedRun,
} from '#lab/run/trainToEnd.ts';
import { createMutex } from '#lab/run/turns.ts';
import type { WireError } from '#lab/worker/protocol.ts';
import { toWire } from '#lab/worker/wireError.ts';
import { cellExperiment, planCells, type Cell } from '#lab/study/cells.ts';
import { demandFewCells } from '#lab/study/factors.ts';
import { resultsByCell, runMilliseconds, toResult, type CellOutcome } from '#lab/study/result.ts';
import type { Factors, Study, StudyRecord } from '#lab/study/study.ts';
import type { StudyStore } from './store.ts';

export type StudyStatus =
	/** By the keys of the cells that train; null: the run has not started. */
	| { readonly kind: 'running'; readonly progress: Readonly<Record<string, ToEndProgress | null>> }
	/** deviceInUse: another run uses the device. Neither: it is paused, or nothing is left. */
	| { readonly kind: 'idle'; readonly why?: 'deviceInUse'; readonly error?: WireError };

export const cellRunId = (studyId: string, cell: string) => `study:${studyId}:${cell}`;

const kind = 'study';

/** The stored runs of cells, also those that the visitor keeps. */
export const runsOfStudy = (studyId: string, runs: readonly RunRecord[]): RunRecord[] =>
	runs.filter(({ group }) => group?.kind === kind && group.id === studyId);

/** A run's name has at most 120 letters, with its `…`. */
const longestName = 119;

/** The factors come first, because lists cut names off at their end. */
const cellRunName = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return truncate([[policy, ...values].join(', '), title].join(' · '), longestName);
};

export interface TrainingParts {
	readonly studies: StudyStore;
	readonly runs: Pick<RunStore, 'list' | 'keep'>;
	readonly listSkills: () => Promise<readonly SkillInfo[]>;
	readonly open: OpenToEnd;
	/** Deletes a run; ignores an unknown id. */
	readonly forget: (runId: string) => Promise<void>;
	readonly watcher: {
		status(studyId: string, status: StudyStatus): void;
		outcome(outcome: CellOutcome): void;
	};
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

export class Comparisons {
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #inTurn = createMutex();
	/** The studies that were played since the page was loaded. */
	readonly #trainings = new Map<string, StudyTraining>();

	constructor(private readonly parts: TrainingParts) {}

	status(studyId: string): StudyStatus {
		return this.#trainings.get(studyId)?.status ?? { kind: 'idle' };
	}

	/** Starts or resumes a study; pauses another one first. Throws InputError. */
	play(studyId: string, pace?: Pace): Promise<void> {
		return this.#inTurn(() => this.#play(studyId, pace));
	}

	async #play(studyId: string, pace?: Pace): Promise<void> {
		const playing = this.#trainings.get(studyId);
		if (playing?.isPlaying) return playing.keepPace(pace);
		const { studies, listSkills } = this.parts;
		const stored = await readStudy(studies, studyId);
		const cells = planCells(stored.study, await listSkills());
		for (const training of this.#trainings.values()) await training.pause();
		const record: StudyRecord = { ...stored, going: true };
		await studies.put(record);
		const outcomes = await studies.outcomes(studyId);
		const training = new StudyTraining(this.parts, record, cells, outcomes);
		this.#trainings.set(studyId, training);
		training.play(pace);
	}

	/** Resolves when the current steps are done and their checkpoints stored. Throws InputError. */
	pause(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			const training = this.#trainings.get(studyId);
			if (training?.isPlaying) return training.pause();
			// A reload interrupted it, and the visitor does not resume it.
			await readStudy(this.parts.studies, studyId);
			await storeRest(studyId, this.parts.studies);
		});
	}

	/** Trains failed cells again from their start: these, or all. */
	retry(studyId: string, cells?: readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			const failed = (await this.parts.studies.outcomes(studyId))
				.filter(({ kind, cell }) => kind === 'failed' && (cells?.includes(cell) ?? true))
				.map(({ cell }) => cell);
			await this.parts.studies.deleteOutcomes(studyId, failed);
			this.#trainings.get(studyId)?.forget(failed);
			await this.#play(studyId);
		});
	}

	/** Applies from the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#change(studyId, (record) => ({ ...record, keepRuns }));
	}

	/** Adds the seeds that follow the largest one. The results so far stay. Throws InputError. */
	addSeeds(studyId: string, count: number): Promise<StudyRecord> {
		return this.#change(studyId, ({ study, ...record }) => {
			const last = highest(study.seeds);
			const added = Array.from({ length: count }, (_, i) => last + 1 + i);
			const longer: Study = { ...study, seeds: [...study.seeds, ...added] };
			demandFewCells(longer);
			return { ...record, study: longer };
		});
	}

	#change(studyId: string, change: (record: StudyRecord) => StudyRecord): Promise<StudyRecord> {
		return this.#inTurn(async () => {
			const { studies, listSkills } = this.parts;
			const record = change(await readStudy(studies, studyId));
			const cells = planCells(record.study, await listSkills());
			await studies.put(record);
			this.#trainings.get(studyId)?.change(record, cells);
			return record;
		});
	}

	/** Deletes a study with its results and runs, except the kept runs. */
	delete(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			await this.#trainings.get(studyId)?.pause();
			for (const { id, group } of runsOfStudy(studyId, await this.parts.runs.list()))
				if (group?.temporary) await this.parts.forget(id);
			await this.parts.studies.delete(studyId);
			this.#trainings.delete(studyId);
		});
	}
}

export async function readStudy(studies: StudyStore, studyId: string): Promise<StudyRecord> {
	const record = await studies.get(studyId);
	if (record) return record;
	throw new InputError(
		say('The lab has no such study: it was deleted, or made elsewhere. Choose another.'),
		{ studyId },
	);
}

/** A study that another tab deleted stays deleted. */
async function storeRest(studyId: string, studies: StudyStore): Promise<void> {
	const record = await studies.get(studyId);
	if (record?.going) await studies.put({ ...record, going: false });
}

/** Trains the cells of a study. */
class StudyTraining {
	readonly #parts: TrainingParts;
	/** By key of the cell. */
	readonly #outcomes: Map<string, CellOutcome>;
	#record: StudyRecord;
	#cells: readonly Cell[];
	#pausing: AbortController | null = null;
	#ended: Promise<void> = Promise.resolve();
	#pace: Pace = { kind: 'full' };
	/** Change the pace of the runs that train now. */
	#pacers: readonly ((pace: Pace) => void)[] = [];
	status: StudyStatus = { kind: 'idle' };

	constructor(
		parts: TrainingParts,
		record: StudyRecord,
		cells: readonly Cell[],
		outcomes: readonly CellOutcome[],
	) {
		this.#parts = parts;
		this.#record = record;
		this.#cells = cells;
		this.#outcomes = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
	}

	get isPlaying(): boolean {
		return this.#pausing !== null;
	}

	play(pace: Pace = this.#pace): void {
		this.#pace = pace;
		const { signal } = (this.#pausing = new AbortController());
		this.#ended = this.#trainAll(signal).then(async (status) => {
			// If this cannot be stored, the study only seems interrupted after a reload.
			await storeRest(this.#record.id, this.#parts.studies).catch(() => undefined);
			this.#pausing = null;
			this.#report(status);
		});
	}
	keepPace(pace: Pace = this.#pace): void {
		this.#pace = pace;
		for (const change of this.#pacers) change(pace);
	}
	/** Resolves when the current steps are done and their checkpoints stored. */
	async pause(): Promise<void> {
		this.#pausing?.abort(new DOMException('The study is paused.', 'AbortError'));
		await this.#ended;
	}
	/** These cells are trained again. */
	forget(cells: readonly string[]): void {
		for (const cell of cells) this.#outcomes.delete(cell);
	}
	change(record: StudyRecord, cells: readonly Cell[]): void {
		this.#record = record;
		this.#cells = cells;
	}

	/** Never throws: the status contains the error. */
	async #trainAll(signal: AbortSignal): Promise<StudyStatus> {
		try {
			for (;;) {
				signal.throwIfAborted();
				const cells = this.#next();
				if (cells.length === 0) return { kind: 'idle' };
				await this.#train(cells, signal);
			}
		} catch (error) {
			if (signal.aborted) return { kind: 'idle' };
			if (isAbort(error)) return { kind: 'idle', why: 'deviceInUse' };
			return { kind: 'idle', error: toWire(error) };
		} finally {
			this.#pacers = [];
		}
	}

	/** The next cell, or the next ones of its seed, which take turns. Empty: none is left. */
	#next(): readonly Cell[] {
		const ready = this.#cells.filter((cell) => this.#isReady(cell));
		if (this.#record.order !== 'turns') return ready.slice(0, 1);
		const [first] = ready;
		return ready.filter(({ factors }) => factors.seed === first.factors.seed).slice(0, maxLanes);
	}

	/** Whether the cell has no outcome, and does not wait for another cell. */
	#isReady({ key, replays }: Cell): boolean {
		const waits = replays !== undefined && this.#outcomes.get(replays.cell)?.kind !== 'done';
		return !this.#outcomes.has(key) && !waits;
	}

	/** All cells are open before the first of them trains, so that they take turns from then on. */
	async #train(cells: readonly Cell[], pausing: AbortSignal): Promise<void> {
		const { id } = this.#record;
		let progress = Object.fromEntries(
			cells.map(({ key }): [string, ToEndProgress | null] => [key, null]),
		);
		const report = (key: string) => (now: ToEndProgress) => {
			progress = { ...progress, [key]: now };
			this.#report({ kind: 'running', progress });
		};
		this.#report({ kind: 'running', progress });
		/** An error that ends the study pauses the other cells. */
		const ending = new AbortController();
		const signal = AbortSignal.any([pausing, ending.signal]);
		const beside = cells.map(({ key }) => cellRunId(id, key));
		const opened: { readonly cell: Cell; readonly run: RunToEnd }[] = [];
		for (const cell of cells)
			await this.#orFail(cell, async () => {
				const options = { signal, report: report(cell.key), beside };
				opened.push({ cell, run: await this.#parts.open(this.#runOf(cell), options) });
			});
		this.#pacers = opened.map(
			({ run }) =>
				(pace) =>
					run.keepPace(pace),
		);
		await Promise.all(
			opened.map(({ cell, run }) =>
				this.#orFail(cell, async () => this.#keep(cell, await run.train(this.#pace))).catch(
					(error: unknown) => ending.abort(error),
				),
			),
		);
		ending.signal.throwIfAborted();
	}

	/** Stores the failure of a cell. Throws an error that ends the study. */
	async #orFail(cell: Cell, work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			if (endsAll(error)) throw error;
			// A retry starts from the beginning.
			await this.#parts.forget(cellRunId(this.#record.id, cell.key));
			await this.#store({ ...this.#stamp(cell), kind: 'failed', message: causeMessage(error) });
		}
	}

	#runOf(cell: Cell) {
		const { id } = this.#record;
		return {
			runId: cellRunId(id, cell.key),
			experiment: cellExperiment(cell, resultsByCell(this.#outcomes.values())),
			isShown: this.#record.order === 'turns',
			group: { kind, id, key: cell.key, temporary: true },
		} as const;
	}

	async #keep(cell: Cell, { events, ...computer }: TrainedRun): Promise<void> {
		const { forget, runs } = this.#parts;
		const { factors } = cell;
		const { runId, experiment } = this.#runOf(cell);
		const result = toResult({ ...cell, experiment }, events, runMilliseconds(events), computer);
		await this.#store({ ...this.#stamp(cell), kind: 'done', result });
		const { keepRuns, study } = this.#record;
		if (keepRuns) await runs.keep(runId, cellRunName(study.title, factors));
		else await forget(runId);
	}

	#stamp({ key, factors }: Cell) {
		return { studyId: this.#record.id, cell: key, factors, at: this.#parts.now() };
	}

	async #store(outcome: CellOutcome): Promise<void> {
		await this.#parts.studies.putOutcome(outcome);
		this.#outcomes.set(outcome.cell, outcome);
		this.#parts.watcher.outcome(outcome);
	}

	#report(status: StudyStatus): void {
		this.status = status;
		this.#parts.watcher.status(this.#record.id, status);
	}
}
