/**
 * Trains the cells of one study after another, one at a time: a result is stored when its run has ended, and the run goes then. It can
 * be paused at any step; a cell that was cut off goes on from its checkpoint, now or after a reload.
 */
import { DeviceError, DeviceLostError, InputError, isAbort } from '#core/errors.ts';
import { LabError, NoAdapterError, StorageError } from '#core/errors.ts';
import type { SkillInfo } from '#data/skill.ts';
import type { RunEvent } from '#training/events.ts';
import { cellRunId, isRunOf } from './cellRun.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { RunStore } from '#lab/run/stores.ts';
import type { CellOutcome, StudyRecord, StudyStore } from './record.ts';
import { cellExperiment, keyOf, planCells, type Cell } from './cells.ts';
import type { CellResult } from './result.ts';
import { resultOf } from './resultOf.ts';
import { searchFor, searchRuns } from './search.ts';
import type { Factors } from './study.ts';
import { createMutex } from '#lab/run/mutex.ts';

/** How far a cell's run is. */
export interface CellProgress {
	readonly step: number;
	readonly steps: number;
	/** A long part in words: the model is read, a policy prepares. */
	readonly doing: string | null;
	/** Wall time of a step, as measured since the run was opened; null before the first. */
	readonly millisecondsPerStep: number | null;
}

export interface TrainedCell {
	readonly events: readonly RunEvent[];
	readonly backend: string;
}

/**
 * Trains a run to its end; one that is stored goes on from its last checkpoint. Rejects with an AbortError when it is cut off, with
 * a checkpoint kept: by `signal`, or because something else wants the device. Throws the run's failure.
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
			/** Its key; while its shares are searched, of the cell that waits for them. */
			readonly cell: string;
			/** null: about to begin. */
			readonly progress: CellProgress | null;
			/** Which run of the search this is, counted from 1. */
			readonly search?: { readonly run: number; readonly of: number };
	  }
	/** bench: something else wanted the device. error: a result could not be stored, for one. Neither: it is done, or was paused. */
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
	/** Deletes a run; one that is not there is gone already. */
	readonly forget: (runId: string) => Promise<void>;
	readonly watcher: StudyWatcher;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** The study that is trained now. */
interface Going {
	record: StudyRecord;
	readonly cells: readonly Cell[];
	/** By cell, and by the runs of a search. */
	readonly outcomes: Map<string, CellOutcome>;
	readonly pausing: AbortController;
	status: StudyStatus;
	ended: Promise<void>;
}

export class StudyQueue {
	readonly #parts: StudyQueueParts;
	/** What is asked for comes one after the other: a pause or a deletion is not overtaken by the start before it. */
	readonly #turns = createMutex();
	#going: Going | null = null;
	/** How each came to rest; after a reload `StudyRecord.going` tells which one was cut off. */
	readonly #rests = new Map<string, StudyStatus>();

	constructor(parts: StudyQueueParts) {
		this.#parts = parts;
	}

	status(studyId: string): StudyStatus {
		if (this.#going?.record.id === studyId) return this.#going.status;
		return this.#rests.get(studyId) ?? { kind: 'idle' };
	}

	/** Starts it, or goes on with it; another one that is going pauses first. Throws InputError. */
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
		const going: Going = {
			...{ record, cells, outcomes, pausing: new AbortController() },
			...{ status: { kind: 'idle' }, ended: Promise.resolve() },
		};
		this.#going = going;
		going.ended = this.#train(going);
	}

	/** Resolves when the step in hand is done and a checkpoint is stored. */
	pause(studyId: string): Promise<void> {
		return this.#turns(async () => {
			if (this.#going?.record.id === studyId) return this.#pauseCurrent();
			// The page was closed on it, and it is not to go on.
			const record = await this.#record(studyId);
			if (record.going) await this.#parts.studies.put({ ...record, going: false });
		});
	}

	/** What has failed (of these cells, or all) is tried again from its start; the study goes on. */
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

	/** From the next cell on. */
	keepRuns(studyId: string, keepRuns: boolean): Promise<StudyRecord> {
		return this.#turns(async () => {
			const record = { ...(await this.#record(studyId)), keepRuns };
			await this.#parts.studies.put(record);
			if (this.#going?.record.id === studyId) this.#going.record = record;
			return record;
		});
	}

	/** With its results, and with the runs of its cells but those that were to be kept. */
	delete(studyId: string): Promise<void> {
		return this.#turns(async () => {
			if (this.#going?.record.id === studyId) await this.#pauseCurrent();
			for (const run of await this.#parts.runs.list())
				if (isRunOf(studyId, run) && run.name === undefined) await this.#parts.forget(run.id);
			await this.#parts.studies.delete(studyId);
			this.#rests.delete(studyId);
		});
	}

	#isGoing(studyId: string): boolean {
		return this.#going?.record.id === studyId && !this.#going.pausing.signal.aborted;
	}

	async #pauseCurrent(): Promise<void> {
		this.#going?.pausing.abort(new DOMException('The study is paused.', 'AbortError'));
		await this.#going?.ended;
	}

	/** Never throws: how it ended is its status. */
	async #train(going: Going): Promise<void> {
		const { id } = going.record;
		const rest = await this.#cellByCell(going).then(
			(): StudyStatus => ({ kind: 'idle' }),
			(error: unknown): StudyStatus => {
				if (going.pausing.signal.aborted) return { kind: 'idle' };
				if (isAbort(error)) return { kind: 'idle', why: 'bench' };
				return { kind: 'idle', error: error as Error };
			},
		);
		// If even that cannot be stored, it merely seems cut off after a reload.
		await this.#restStored(id).catch(() => undefined);
		this.#going = null;
		this.#rests.set(id, rest);
		this.#parts.watcher.status(id, rest);
	}

	/** One that another tab has deleted meanwhile stays deleted. */
	async #restStored(id: string): Promise<void> {
		const record = await this.#parts.studies.get(id);
		if (record) await this.#parts.studies.put({ ...record, going: false });
	}

	async #cellByCell(going: Going): Promise<void> {
		for (let cell = nextOf(going); cell; cell = nextOf(going)) {
			going.pausing.signal.throwIfAborted();
			this.#tell(going, { kind: 'running', cell: cell.key, progress: null });
			try {
				const experiment = await this.#experimentOf(going, cell);
				await this.#result(going, { key: cell.key, factors: cell.factors, experiment });
			} catch (error) {
				if (endsStudy(error)) throw error;
				await this.#keep(going, { ...failureOf(error), cell: cell.key, factors: cell.factors });
			}
		}
	}

	/** With the shares that it waits for: a search for them is made of runs that are stored like cells. */
	async #experimentOf(going: Going, cell: Cell): Promise<Experiment> {
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

	/** Stored already, or trained and stored now. */
	async #result(
		going: Going,
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
					this.#tell(going, { kind: 'running', cell, progress, ...(search && { search }) }),
			})
			.catch(async (error: unknown) => {
				// What failed begins anew when it is tried again.
				if (!endsStudy(error)) await this.#parts.forget(runId);
				throw error;
			});
		const { events, backend } = trained;
		const result = resultOf({ factors, experiment }, events, millisecondsOf(events), backend);
		await this.#keep(going, { kind: 'done', cell: key, factors, result });
		// A name is what brings it into the list of runs.
		if (keepRuns && !search)
			await this.#parts.runs.describe(runId, { name: nameOf(study.title, factors) });
		else await this.#parts.forget(runId);
		return result;
	}

	async #keep(going: Going, came: Came): Promise<void> {
		const outcome: CellOutcome = { ...came, studyId: going.record.id, at: this.#parts.now() };
		await this.#parts.studies.putOutcome(outcome);
		going.outcomes.set(outcome.cell, outcome);
		this.#parts.watcher.outcome(outcome);
	}

	#tell(going: Going, status: StudyStatus): void {
		going.status = status;
		this.#parts.watcher.status(going.record.id, status);
	}

	async #record(studyId: string): Promise<StudyRecord> {
		const record = await this.#parts.studies.get(studyId);
		if (!record)
			throw new InputError('The lab has no such study: it was deleted, or made elsewhere.', {
				studyId,
			});
		return record;
	}
}

type Came = CellOutcome extends infer Outcome
	? Outcome extends CellOutcome
		? Omit<Outcome, 'studyId' | 'at'>
		: never
	: never;

/** The first cell without an outcome whose shares are known or can be searched; one that waits for a failed one waits on. */
const nextOf = ({ cells, outcomes }: Going): Cell | undefined =>
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

/** Every cell that follows would end the same way: the study rests, and nothing is counted as failed. */
const endsStudy = (error: unknown): boolean =>
	isAbort(error) ||
	[StorageError, DeviceError, DeviceLostError, NoAdapterError].some(
		(kind) => error instanceof kind,
	);

/** The cause's own words: what a run says of its checkpoint does not hold for a cell, whose run goes. */
function failureOf(error: unknown): { readonly kind: 'failed'; readonly message: string } {
	const { cause } = error as Error;
	return {
		kind: 'failed',
		message: (cause instanceof LabError ? cause : (error as Error)).message,
	};
}

/** What tells it apart comes first: lists cut names off at their end. */
const nameOf = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return [[policy, ...values].join(', '), title].join(' · ').slice(0, 120);
};

/** Over all interruptions: what the run's parts took. */
function millisecondsOf(events: readonly RunEvent[]): number {
	let sum = 0;
	for (const event of events) {
		if ('milliseconds' in event) sum += event.milliseconds;
		if (event.type === 'step') sum += event.probeMilliseconds ?? 0;
	}
	return sum;
}
