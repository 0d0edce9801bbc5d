/** Trains the cells of one study in turn. An interrupted cell resumes from its checkpoint. */
import { isAbort } from '#engine/core/errors.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { RunStore } from '#lab/run/stores.ts';
import { studyRunPrefix } from '#lab/run/studyRuns.ts';
import { causeMessage, endsAll, type ToEndProgress, type TrainToEnd } from '#lab/run/trainToEnd.ts';
import type { WireError } from '#lab/worker/protocol.ts';
import { toWire } from '#lab/worker/wireError.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { StudyStore } from '../store.ts';
import { cellExperiment, type Cell } from './cells.ts';
import { toResult, resultsByCell, type CellOutcome } from './result.ts';
import type { Factors, StudyRecord } from './study.ts';

export const cellRunId = (studyId: string, cell: string) => `${studyRunPrefix}${studyId}:${cell}`;

export const isRunOf = (studyId: string, { id }: { readonly id: string }): boolean =>
	id.startsWith(cellRunId(studyId, ''));

export const cellOfRun = ({ id }: { readonly id: string }): string => id.split(':').at(-1) ?? '';

/** The factors come first, because lists cut names off at their end. */
const cellRunName = (title: string, { policy, ...others }: Factors): string => {
	const values = Object.entries(others).map(([name, value]) => `${name} ${value}`);
	return [[policy, ...values].join(', '), title].join(' · ').slice(0, 120);
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
	readonly runs: Pick<RunStore, 'list' | 'describe'>;
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

export class StudyTraining {
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
		this.#pausing.signal.throwIfAborted();
		this.#report({ kind: 'running', cell: cell.key, progress: null });
		try {
			await this.#trainToResult(cell);
		} catch (error) {
			if (endsAll(error)) throw error;
			await this.#store({ ...this.#stamp(cell), kind: 'failed', message: causeMessage(error) });
		}
	}

	async #trainToResult(cell: Cell): Promise<void> {
		const { train, forget, runs } = this.#parts;
		const { id, keepRuns, study } = this.record;
		const experiment = cellExperiment(cell, resultsByCell(this.#outcomes.values()));
		const runId = cellRunId(id, cell.key);
		const { events, ...computer } = await train(runId, experiment, {
			signal: this.#pausing.signal,
			report: (progress) => this.#report({ kind: 'running', cell: cell.key, progress }),
		}).catch(async (error: unknown) => {
			// A retry starts from the beginning.
			if (!endsAll(error)) await forget(runId);
			throw error;
		});
		const { factors } = cell;
		const result = toResult({ factors, experiment }, events, runMilliseconds(events), computer);
		await this.#store({ ...this.#stamp(cell), kind: 'done', result });
		// Only runs with a name are in the list of runs.
		if (keepRuns) await runs.describe(runId, { name: cellRunName(study.title, factors) });
		else await forget(runId);
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

/** Wall time of the run's parts, without interruptions. */
export function runMilliseconds(events: readonly RunEvent[]): number {
	let sum = 0;
	for (const event of events) {
		if ('milliseconds' in event) sum += event.milliseconds;
		if (event.type === 'step') sum += event.probeMilliseconds ?? 0;
	}
	return sum;
}
