/** A run's record and events: reported at once, and stored together with the next checkpoint. */
import {
	InputError,
	InternalError,
	LabError,
	toMessage,
	NonFiniteError,
	StorageError,
} from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { TrainerState } from '#lab/training/trainer.ts';
import { bestCheckpoint, type BestCheckpoint } from './bestCheckpoint.ts';
import { suggestedLearningRate } from './learningRate.ts';
import type { RunMessage } from './messages.ts';
import type { RunParts } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';
import type { RunEnd, RunRecord } from './stores.ts';

/** The database was deleted (lab/storage/connection.ts). */
const isDeletion = (error: unknown): boolean =>
	error instanceof StorageError && error.data['ended'] === 'deleted';

export class RunLog {
	readonly #parts: RunParts;
	readonly watcher: RunWatcher;
	record: RunRecord;
	/** Reported but not stored yet. */
	#unsaved: RunEvent[] = [];
	/** Time at which the run was last stored, or opened. */
	#storedAt: number;

	constructor(record: RunRecord, parts: RunParts, watcher: RunWatcher) {
		this.record = record;
		this.#parts = parts;
		this.watcher = watcher;
		this.#storedAt = parts.now();
	}

	get isSaved(): boolean {
		return this.#unsaved.length === 0;
	}
	get millisecondsUnsaved(): number {
		return this.#parts.now() - this.#storedAt;
	}

	/** The best checkpoint, if an event since the last one says that it is new. */
	newBest(): BestCheckpoint | undefined {
		const { experiment, best } = this.record;
		const newest = bestCheckpoint(experiment, this.#unsaved, best);
		return newest === best ? undefined : newest;
	}

	/** All reported events, stored or not. */
	async events(): Promise<readonly RunEvent[]> {
		return [...(await this.#parts.runs.events(this.record.id)), ...this.#unsaved];
	}

	report(events: readonly RunEvent[]): void {
		for (const event of events) this.#unsaved.push(event);
		if (events.length > 0) this.watcher.events(events);
		this.watcher.progressEnded();
	}

	/** Reports the status of a run that does not train. A failure was reported when it happened. */
	reportRest(): void {
		const { end, step } = this.record;
		if (end === 'failed') return;
		this.watcher.status({ kind: end === 'running' ? 'paused' : end, step });
	}

	/** Stores a checkpoint with the record and all events up to it. */
	async save(state: TrainerState, end: RunEnd): Promise<void> {
		const mark: RunEvent = { type: 'checkpoint', step: state.step };
		const best = this.newBest() ?? this.record.best;
		const record = { ...this.record, step: state.step, end, ...(best && { best }) };
		const { id: runId } = record;
		await this.#parts.runs.save(record, [...this.#unsaved, mark], { runId, ...state });
		this.record = record;
		this.#unsaved = [];
		this.#storedAt = this.#parts.now();
		this.watcher.events([mark]);
	}

	/** Ends the run as failed after `done` steps. Stores the events if the store still works. */
	async fail(thrown: unknown, done: number): Promise<void> {
		const { id, step } = this.record;
		// Without an answer of the store, the last checkpoint is the best guess.
		const isStored = await this.#parts.runs.get(id).then(Boolean, (error) => !isDeletion(error));
		const { error, event } = runFailure(thrown, {
			done,
			checkpoint: isStored ? step : null,
			learningRate: this.record.experiment.optimizer.learningRate,
		});
		this.report([event]);
		this.record = { ...this.record, end: 'failed' };
		// If the store itself failed, the run opens at its last checkpoint.
		await this.#parts.runs.update(this.record, this.#unsaved).then(
			() => (this.#unsaved = []),
			() => undefined,
		);
		this.watcher.status({ kind: 'failed', step: event.step, error });
	}

	/** Throws InputError if the run has ended. */
	requireRunning(): void {
		this.requireTrainer();
		const { end, step } = this.record;
		if (end !== 'running')
			throw new InputError(
				say('This run has ended at step {step}: start a new one to train on.', { step }),
			);
	}

	/** Throws InputError if the run has failed, so that its trainer is gone. */
	requireTrainer(): void {
		const { end, step } = this.record;
		if (end === 'failed')
			throw new InputError(
				say('This run has failed: open it again to go on from step {step}.', { step }),
			);
	}
}

/**
 * The step of a failure, its reason, what is stored, and a learning rate to try after a divergence.
 * `done`: completed steps. `checkpoint`: step of the last one; null: the stored run was deleted.
 * `learningRate`: peak of the schedule.
 */
export function runFailure(
	thrown: unknown,
	{
		done,
		checkpoint,
		learningRate,
	}: { done: number; checkpoint: number | null; learningRate: number },
): { readonly error: LabError; readonly event: Extract<RunEvent, { type: 'failed' }> } {
	const cause =
		thrown instanceof LabError
			? thrown
			: new InternalError(toMessage(thrown), {}, { cause: thrown });
	if (cause instanceof NonFiniteError) {
		// A failed training step is not a completed one. Its error has its number.
		const step = typeof cause.data['step'] === 'number' ? cause.data['step'] : done;
		const suggested = suggestedLearningRate(learningRate);
		const message: RunMessage = {
			id: 'run.diverged',
			values: { cause: cause.statement, step, kept: checkpoint, learningRate, suggested },
		};
		return {
			error: new NonFiniteError(
				message,
				{ ...cause.data, step, suggestedLearningRate: suggested },
				{ cause },
			),
			event: { type: 'failed', step, message, suggestedLearningRate: suggested },
		};
	}
	const values = { cause: cause.statement, step: done, kept: checkpoint };
	const message: RunMessage = { id: 'run.broke', values };
	return { error: cause, event: { type: 'failed', step: done, message } };
}

/** The run continues on another kind of device. */
export const warnOfBackend = (
	{ backend }: Pick<RunRecord, 'backend'>,
	now: { readonly backend: string; readonly step: number },
): RunEvent =>
	warning(now.step, { id: 'backend.changed', values: { before: backend, now: now.backend } });

export const warnOfReopening = (step: number): RunEvent =>
	warning(step, { id: 'run.reopened', values: { step } });

export const warning = (step: number, message: RunMessage): RunEvent => ({
	type: 'warning',
	step,
	message,
});
