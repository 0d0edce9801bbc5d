/**
 * The queue of studies: starts, pauses, retries and deletes them. One study trains at a time, its
 * cells in turn. An interrupted cell resumes from its checkpoint.
 */
import { InputError, isAbort } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { truncate } from '#engine/core/text.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { RunRecord, RunStore } from '#lab/run/stores.ts';
import { causeMessage, endsAll, type ToEndProgress, type TrainToEnd } from '#lab/run/trainToEnd.ts';
import { createMutex } from '#lab/run/turns.ts';
import type { WireError } from '#lab/worker/protocol.ts';
import { toWire } from '#lab/worker/wireError.ts';
import type { StudyStore } from '../store.ts';
import { cellExperiment, planCells, type Cell } from './cells.ts';
import { resultsByCell, runMilliseconds, toResult, type CellOutcome } from './result.ts';
import type { Factors, StudyRecord } from './study.ts';

export const cellRunId = (studyId: string, cell: string) => `study:${studyId}:${cell}`;

const kind = 'study';

/** The stored runs of cells. A run that the study has kept is none of them any more. */
export const runsOfStudy = (studyId: string, runs: readonly RunRecord[]): RunRecord[] =>
	runs.filter(({ group }) => group?.kind === kind && group.id === studyId);

/** A run's name has at most 120 letters, with its `…`. */
const longestName = 119;

/** The factors come first, because lists cut names off at their end. */
const cellRunName = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return truncate([[policy, ...values].join(', '), title].join(' · '), longestName);
};

export type StudyStatus =
	| {
			readonly kind: 'running';
			readonly cell: string;
			/** null: the run has not started. */
			readonly progress: ToEndProgress | null;
	  }
	/** deviceInUse: another run uses the device. Neither: the study is finished or paused. */
	| { readonly kind: 'idle'; readonly why?: 'deviceInUse'; readonly error?: WireError };

export interface TrainingParts {
	readonly studies: StudyStore;
	readonly runs: Pick<RunStore, 'list' | 'leaveGroup'>;
	readonly listSkills: () => Promise<readonly SkillInfo[]>;
	readonly train: TrainToEnd;
	/** Deletes a run; ignores an unknown id. */
	readonly forget: (runId: string) => Promise<void>;
	readonly watcher: {
		status(studyId: string, status: StudyStatus): void;
		outcome(outcome: CellOutcome): void;
	};
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

export class StudyQueue {
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #inTurn = createMutex();
	#training: StudyTraining | null = null;
	#ended: Promise<void> = Promise.resolve();
	/** The last status of each study that has stopped since the page was loaded. */
	readonly #idle = new Map<string, StudyStatus>();

	constructor(private readonly parts: TrainingParts) {}

	status(studyId: string): StudyStatus {
		return this.#trainingOf(studyId)?.status ?? this.#idle.get(studyId) ?? { kind: 'idle' };
	}

	/** Starts or resumes a study; pauses another one first. Throws InputError. */
	play(studyId: string): Promise<void> {
		return this.#inTurn(() => this.#play(studyId));
	}

	async #play(studyId: string): Promise<void> {
		if (this.#trainingOf(studyId)?.isPausing === false) return;
		const { studies, listSkills } = this.parts;
		const stored = await readStudy(studies, studyId);
		const cells = planCells(stored.study, await listSkills());
		await this.#pauseCurrent();
		const record: StudyRecord = { ...stored, going: true };
		await studies.put(record);
		const outcomes = await studies.outcomes(studyId);
		this.#training = new StudyTraining(this.parts, record, cells, outcomes);
		this.#ended = this.#trainToEnd(this.#training);
	}

	/** Resolves when the current step is done and a checkpoint is stored. */
	pause(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#trainingOf(studyId)) return this.#pauseCurrent();
			// A reload interrupted it, and the visitor does not resume it.
			const { studies } = this.parts;
			const record = await readStudy(studies, studyId);
			if (record.going) await studies.put({ ...record, going: false });
		});
	}

	/** Trains failed cells again from their start: these, or all. */
	retry(studyId: string, cells?: readonly string[]): Promise<void> {
		return this.#inTurn(async () => {
			const failed = (await this.parts.studies.outcomes(studyId))
				.filter(({ kind, cell }) => kind === 'failed' && (cells?.includes(cell) ?? true))
				.map(({ cell }) => cell);
			await this.parts.studies.deleteOutcomes(studyId, failed);
			this.#trainingOf(studyId)?.forget(failed);
			await this.#play(studyId);
		});
	}

	/** Applies from the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#inTurn(async () => {
			const { studies } = this.parts;
			const record = { ...(await readStudy(studies, studyId)), keepRuns };
			await studies.put(record);
			const training = this.#trainingOf(studyId);
			if (training) training.record = record;
			return record;
		});
	}

	/** Deletes a study with its results and runs, except the kept runs. */
	delete(studyId: string): Promise<void> {
		return this.#inTurn(async () => {
			if (this.#trainingOf(studyId)) await this.#pauseCurrent();
			for (const { id } of runsOfStudy(studyId, await this.parts.runs.list()))
				await this.parts.forget(id);
			await this.parts.studies.delete(studyId);
			this.#idle.delete(studyId);
		});
	}

	#trainingOf(studyId: string): StudyTraining | null {
		return this.#training?.record.id === studyId ? this.#training : null;
	}

	async #pauseCurrent(): Promise<void> {
		this.#training?.pause();
		await this.#ended;
	}

	async #trainToEnd(training: StudyTraining): Promise<void> {
		const { id } = training.record;
		const status = await training.run();
		// If this cannot be stored, the study only seems interrupted after a reload.
		await this.#storeIdle(id).catch(() => undefined);
		this.#training = null;
		this.#idle.set(id, status);
		this.parts.watcher.status(id, status);
	}

	/** A study that another tab deleted stays deleted. */
	async #storeIdle(id: string): Promise<void> {
		const record = await this.parts.studies.get(id);
		if (record) await this.parts.studies.put({ ...record, going: false });
	}
}

export async function readStudy(studies: StudyStore, studyId: string): Promise<StudyRecord> {
	const record = await studies.get(studyId);
	if (record) return record;
	throw new InputError(sentence('studies.errors.labHasNoSuchStudy'), { studyId });
}

/** Trains the cells of one study in turn. */
class StudyTraining {
	readonly #parts: TrainingParts;
	readonly #cells: readonly Cell[];
	readonly #pausing = new AbortController();
	/** By key of the cell. */
	readonly #outcomes: Map<string, CellOutcome>;
	status: StudyStatus = { kind: 'idle' };
	record: StudyRecord;

	constructor(
		parts: TrainingParts,
		record: StudyRecord,
		cells: readonly Cell[],
		outcomes: readonly CellOutcome[],
	) {
		this.#parts = parts;
		this.record = record;
		this.#cells = cells;
		this.#outcomes = new Map(outcomes.map((outcome) => [outcome.cell, outcome]));
	}

	get isPausing(): boolean {
		return this.#pausing.signal.aborted;
	}

	/** `run` resolves when the current step is done and a checkpoint is stored. */
	pause(): void {
		this.#pausing.abort(new DOMException('The study is paused.', 'AbortError'));
	}

	/** These cells are trained again. */
	forget(cells: readonly string[]): void {
		for (const cell of cells) this.#outcomes.delete(cell);
	}

	/** Never throws: the status contains the error. */
	async run(): Promise<StudyStatus> {
		try {
			for (let cell = this.#next(); cell; cell = this.#next()) await this.#trainCell(cell);
			return { kind: 'idle' };
		} catch (error) {
			if (this.isPausing) return { kind: 'idle' };
			if (isAbort(error)) return { kind: 'idle', why: 'deviceInUse' };
			return { kind: 'idle', error: toWire(error) };
		}
	}

	/** The first cell without an outcome that does not wait for another cell. */
	#next(): Cell | undefined {
		return this.#cells.find(
			({ key, meanOf }) =>
				!this.#outcomes.has(key) &&
				(meanOf === undefined || this.#outcomes.get(meanOf)?.kind === 'done'),
		);
	}

	async #trainCell(cell: Cell): Promise<void> {
		const { train, forget, runs } = this.#parts;
		const { id, keepRuns, study } = this.record;
		const { signal } = this.#pausing;
		signal.throwIfAborted();
		const report = (progress: ToEndProgress | null) =>
			this.#report({ kind: 'running', cell: cell.key, progress });
		report(null);
		const runId = cellRunId(id, cell.key);
		try {
			const { factors } = cell;
			const experiment = cellExperiment(cell, resultsByCell(this.#outcomes.values()));
			const group = { kind, id, key: cell.key, temporary: true } as const;
			const { events, ...computer } = await train({ runId, experiment, group }, { signal, report });
			const result = toResult({ factors, experiment }, events, runMilliseconds(events), computer);
			await this.#store({ ...this.#stamp(cell), kind: 'done', result });
			if (keepRuns) await runs.leaveGroup(runId, cellRunName(study.title, factors));
			else await forget(runId);
		} catch (error) {
			if (endsAll(error)) throw error;
			// A retry starts from the beginning.
			await forget(runId);
			await this.#store({ ...this.#stamp(cell), kind: 'failed', message: causeMessage(error) });
		}
	}

	#stamp({ key, factors }: Cell) {
		return { studyId: this.record.id, cell: key, factors, at: this.#parts.now() };
	}

	async #store(outcome: CellOutcome): Promise<void> {
		await this.#parts.studies.putOutcome(outcome);
		this.#outcomes.set(outcome.cell, outcome);
		this.#parts.watcher.outcome(outcome);
	}

	#report(status: StudyStatus): void {
		this.status = status;
		this.#parts.watcher.status(this.record.id, status);
	}
}
