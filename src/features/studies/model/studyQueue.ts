/**
 * The queue of studies. It trains one cell at a time, stores its result and deletes its run. It can
 * pause at any step; an interrupted cell resumes from its checkpoint, even after a reload.
 */
import { InputError, isAbort } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { RunEvent } from '#training/events.ts';
import {
	cellRunId,
	cellRunName,
	endsStudy,
	failureMessage,
	isRunOf,
	runMilliseconds,
} from './cellRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunStore } from '#lab/run/stores.ts';
import { type CellOutcome, type CellResult, resultOf } from './result.ts';
import type { Factors, StudyRecord } from './study.ts';
import type { StudyStore } from '../store.ts';
import { cellExperiment, keyOf, planCells, type Cell } from './cells.ts';
import { searchFor, searchRuns } from './search.ts';
import { createMutex } from '#lab/run/mutex.ts';

/** Progress of a cell's run. */
export interface CellProgress {
	readonly step: number;
	readonly steps: number;
	/** A long activity in words, for example reading the model. */
	readonly doing: string | null;
	/** Mean wall time of a step since the run was opened; null before the first step. */
	readonly millisecondsPerStep: number | null;
}

export interface TrainedCell {
	readonly events: readonly RunEvent[];
	readonly backend: string;
}

/**
 * Trains a run to its end, and resumes a stored run from its checkpoint. Rejects with an AbortError
 * if `signal` or another user of the device interrupts it; a checkpoint stays. Throws the run's
 * failure.
 */
export type TrainCell = (
	runId: string,
	experiment: Experiment,
	options: { readonly signal: AbortSignal; readonly heard: (progress: CellProgress) => void },
) => Promise<TrainedCell>;

/** `Failure` is an Error in the worker, and a WireError on its way to the page. */
export type StudyStatusWith<Failure> =
	| {
			readonly kind: 'running';
			/** Key of the cell; during a search, of the cell that waits for it. */
			readonly cell: string;
			/** null: the run has not started. */
			readonly progress: CellProgress | null;
			/** The number of the search's run, from 1. */
			readonly search?: { readonly run: number; readonly of: number };
	  }
	/**
	 * bench: something else uses the device. error: for example a result could not be stored.
	 * Neither: the study is finished or paused.
	 */
	| { readonly kind: 'idle'; readonly why?: 'bench'; readonly error?: Failure };
export type StudyStatus = StudyStatusWith<Error>;

export interface StudyWatcher {
	status(studyId: string, status: StudyStatus): void;
	outcome(outcome: CellOutcome): void;
}

export interface StudyQueueParts {
	readonly studies: StudyStore;
	readonly runs: Pick<RunStore, 'list' | 'describe'>;
	readonly listSkills: () => Promise<readonly SkillInfo[]>;
	readonly train: TrainCell;
	/** Deletes a run; ignores an unknown id. */
	readonly forget: (runId: string) => Promise<void>;
	readonly watcher: StudyWatcher;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** The study that is being trained. */
interface ActiveStudy {
	record: StudyRecord;
	readonly cells: readonly Cell[];
	/** By key of a cell or of a search's run. */
	readonly outcomes: Map<string, CellOutcome>;
	readonly pausing: AbortController;
	status: StudyStatus;
	ended: Promise<void>;
}

export class StudyQueue {
	readonly #parts: StudyQueueParts;
	/** Runs requests in order: a pause never overtakes an earlier start. */
	readonly #turns = createMutex();
	#going: ActiveStudy | null = null;
	/** The last status of each idle study. `StudyRecord.going` marks one that a reload interrupted. */
	readonly #idle = new Map<string, StudyStatus>();

	constructor(parts: StudyQueueParts) {
		this.#parts = parts;
	}

	status(studyId: string): StudyStatus {
		if (this.#going?.record.id === studyId) return this.#going.status;
		return this.#idle.get(studyId) ?? { kind: 'idle' };
	}

	/** Starts or resumes a study; pauses another one first. Throws InputError. */
	play(studyId: string): Promise<void> {
		return this.#turns(() => this.#play(studyId));
	}

	async #play(studyId: string): Promise<void> {
		if (this.#isGoing(studyId)) return;
		const { studies, listSkills } = this.#parts;
		const stored = await this.#record(studyId);
		const cells = planCells(stored.study, await listSkills());
		await this.#pauseCurrent();
		const record: StudyRecord = { ...stored, going: true };
		await studies.put(record);
		const outcomes = new Map(
			(await studies.outcomes(studyId)).map((outcome) => [outcome.cell, outcome]),
		);
		const going: ActiveStudy = {
			record,
			cells,
			outcomes,
			pausing: new AbortController(),
			status: { kind: 'idle' },
			ended: Promise.resolve(),
		};
		this.#going = going;
		going.ended = this.#train(going);
	}

	/** Resolves when the current step is done and a checkpoint is stored. */
	pause(studyId: string): Promise<void> {
		return this.#turns(async () => {
			if (this.#going?.record.id === studyId) return this.#pauseCurrent();
			// A reload interrupted it, and the visitor does not resume it.
			const record = await this.#record(studyId);
			if (record.going) await this.#parts.studies.put({ ...record, going: false });
		});
	}

	/** Trains failed cells again from their start: these, or all. */
	retry(studyId: string, cells?: readonly string[]): Promise<void> {
		return this.#turns(async () => {
			const failed = (await this.#parts.studies.outcomes(studyId))
				.filter(({ kind, cell }) => kind === 'failed' && (cells?.includes(cell) ?? true))
				.map(({ cell }) => cell);
			await this.#parts.studies.deleteOutcomes(studyId, failed);
			if (this.#going?.record.id === studyId)
				failed.forEach((cell) => this.#going?.outcomes.delete(cell));
			await this.#play(studyId);
		});
	}

	/** Applies from the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#turns(async () => {
			const record = { ...(await this.#record(studyId)), keepRuns };
			await this.#parts.studies.put(record);
			if (this.#going?.record.id === studyId) this.#going.record = record;
			return record;
		});
	}

	/** Deletes a study with its results and runs, except the kept runs. */
	delete(studyId: string): Promise<void> {
		return this.#turns(async () => {
			if (this.#going?.record.id === studyId) await this.#pauseCurrent();
			for (const run of await this.#parts.runs.list())
				if (isRunOf(studyId, run) && run.name === undefined) await this.#parts.forget(run.id);
			await this.#parts.studies.delete(studyId);
			this.#idle.delete(studyId);
		});
	}

	#isGoing(studyId: string): boolean {
		return this.#going?.record.id === studyId && !this.#going.pausing.signal.aborted;
	}

	async #pauseCurrent(): Promise<void> {
		this.#going?.pausing.abort(new DOMException('The study is paused.', 'AbortError'));
		await this.#going?.ended;
	}

	/** Never throws: the status contains the error. */
	async #train(going: ActiveStudy): Promise<void> {
		const { id } = going.record;
		const status = await this.#cellByCell(going).then(
			(): StudyStatus => ({ kind: 'idle' }),
			(error: unknown): StudyStatus => {
				if (going.pausing.signal.aborted) return { kind: 'idle' };
				if (isAbort(error)) return { kind: 'idle', why: 'bench' };
				return { kind: 'idle', error: error as Error };
			},
		);
		// If this cannot be stored, the study only seems interrupted after a reload.
		await this.#storeIdle(id).catch(() => undefined);
		this.#going = null;
		this.#idle.set(id, status);
		this.#parts.watcher.status(id, status);
	}

	/** A study that another tab deleted stays deleted. */
	async #storeIdle(id: string): Promise<void> {
		const record = await this.#parts.studies.get(id);
		if (record) await this.#parts.studies.put({ ...record, going: false });
	}

	async #cellByCell(going: ActiveStudy): Promise<void> {
		for (let cell = nextOf(going); cell; cell = nextOf(going)) {
			going.pausing.signal.throwIfAborted();
			this.#report(going, { kind: 'running', cell: cell.key, progress: null });
			try {
				const experiment = await this.#experimentOf(going, cell);
				await this.#result(going, { key: cell.key, factors: cell.factors, experiment });
			} catch (error) {
				if (endsStudy(error)) throw error;
				await this.#keep(going, {
					kind: 'failed',
					message: failureMessage(error),
					cell: cell.key,
					factors: cell.factors,
				});
			}
		}
	}

	/** Finds missing shares first. The runs of a search are stored like cells. */
	async #experimentOf(going: ActiveStudy, cell: Cell): Promise<Experiment> {
		const { study } = going.record;
		const results = resultsOf(going.outcomes.values());
		if (cell.search === undefined || !study.search) return cellExperiment(cell, results);
		const of = searchRuns(study.search);
		let run = 0;
		const found = await searchFor(cell, study.search, async (experiment) => {
			const search = { run: ++run, of };
			const factors = { ...cell.factors, seed: experiment.seed, search: run };
			return this.#result(going, { key: keyOf(experiment), factors, experiment }, cell.key, search);
		});
		return cellExperiment(cell, results, found.ratios);
	}

	/** Returns a stored result, or trains the cell and stores its result. */
	async #result(
		going: ActiveStudy,
		{ key, factors, experiment }: { key: string; factors: Factors; experiment: Experiment },
		cell = key,
		search?: { readonly run: number; readonly of: number },
	): Promise<CellResult> {
		const before = going.outcomes.get(key);
		if (before?.kind === 'done') return before.result;
		const { id, keepRuns, study } = going.record;
		const runId = cellRunId(id, key);
		const trained = await this.#parts
			.train(runId, experiment, {
				signal: going.pausing.signal,
				heard: (progress) =>
					this.#report(going, { kind: 'running', cell, progress, ...(search && { search }) }),
			})
			.catch(async (error: unknown) => {
				// A retry starts from the beginning.
				if (!endsStudy(error)) await this.#parts.forget(runId);
				throw error;
			});
		const { events, backend } = trained;
		const result = resultOf({ factors, experiment }, events, runMilliseconds(events), backend);
		await this.#keep(going, { kind: 'done', cell: key, factors, result });
		// Only runs with a name are in the list of runs.
		if (keepRuns && !search)
			await this.#parts.runs.describe(runId, { name: cellRunName(study.title, factors) });
		else await this.#parts.forget(runId);
		return result;
	}

	async #keep(going: ActiveStudy, unstamped: UnstampedOutcome): Promise<void> {
		const outcome: CellOutcome = { ...unstamped, studyId: going.record.id, at: this.#parts.now() };
		await this.#parts.studies.putOutcome(outcome);
		going.outcomes.set(outcome.cell, outcome);
		this.#parts.watcher.outcome(outcome);
	}

	#report(going: ActiveStudy, status: StudyStatus): void {
		going.status = status;
		this.#parts.watcher.status(going.record.id, status);
	}

	async #record(studyId: string): Promise<StudyRecord> {
		const record = await this.#parts.studies.get(studyId);
		if (!record)
			throw new InputError(
				'The lab has no such study. It may be deleted, or be in another browser.',
				{
					studyId,
				},
			);
		return record;
	}
}

type UnstampedOutcome = CellOutcome extends infer Outcome
	? Outcome extends CellOutcome
		? Omit<Outcome, 'studyId' | 'at'>
		: never
	: never;

/** The first cell without an outcome that does not wait for another cell. */
const nextOf = ({ cells, outcomes }: ActiveStudy): Cell | undefined =>
	cells.find(
		({ key, meanOf }) =>
			!outcomes.has(key) && (meanOf === undefined || outcomes.get(meanOf)?.kind === 'done'),
	);

export const resultsOf = (outcomes: Iterable<CellOutcome>): Map<string, CellResult> =>
	new Map(
		[...outcomes].flatMap((outcome) =>
			outcome.kind === 'done' ? [[outcome.cell, outcome.result] as const] : [],
		),
	);
