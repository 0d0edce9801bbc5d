/** The run whose model is in memory. It owns the trainer, paces it, and stores its events. */
import { InputError } from '#core/errors.ts';
import type { Json, JsonObject } from '#core/json.ts';
import type { RunEvent } from '#training/events.ts';
import type { Trainer } from '#training/trainer.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import type { RecoveringTrainer } from './recoveringTrainer.ts';
import { isCheckpointDue, lastStepAtOnce, requirePossible, restAfterStep } from './pace.ts';
import { runFailure } from './runFailure.ts';
import type { Pace, RunWatcher } from './runStatus.ts';
import { warnOfBackend } from './runWarnings.ts';
import type { RunEnd, RunRecord, RunStore } from './stores.ts';
import { createMutex } from './mutex.ts';

/** Milliseconds between checkpoints of a preparation, which may take many minutes. */
const storedEvery = 60_000;

export class ActiveRun {
	readonly #trainer: RecoveringTrainer;
	readonly #runs: RunStore;
	readonly #watcher: RunWatcher;
	readonly #now: () => number;
	/** Uses of the trainer do not overlap. A call that arrives during a step comes next. */
	readonly #mutex = createMutex();
	#record: RunRecord;
	/** Reported but not stored yet. The next checkpoint stores them. */
	#unsaved: RunEvent[] = [];
	/** null: the run is paused. */
	#pace: Pace | null = null;
	#looping = false;
	#woken = new AbortController();
	/** Interrupts a policy's preparation. The next checkpoint stores its progress. */
	#interrupt = new AbortController();
	#wasInterrupted = false;
	/** Time at which the run was last stored, or opened. */
	#storedAt: number;
	/** Number of waiting switches. No step comes before them. */
	#switching = 0;
	/** Backend of the trainer at the last call. */
	#backend: string;

	constructor(
		record: RunRecord,
		trainer: RecoveringTrainer,
		{ runs, watcher, now }: { runs: RunStore; watcher: RunWatcher; now: () => number },
	) {
		this.#record = record;
		this.#trainer = trainer;
		this.#runs = runs;
		this.#watcher = watcher;
		this.#backend = trainer.backend;
		this.#now = now;
		this.#storedAt = now();
		trainer.onKept = () => {
			if (now() - this.#storedAt >= storedEvery) this.#interrupt.abort();
		};
	}

	get record(): RunRecord {
		return this.#record;
	}
	get training(): boolean {
		return this.#pace !== null;
	}

	/** Reports the first events and the status; with `save`, stores the run. */
	async open(events: readonly RunEvent[], { save }: { save: boolean }): Promise<void> {
		this.#report(events);
		if (save) await this.#save();
		this.#reportStatus();
	}

	/** Starts to train at this pace, or changes the pace. */
	play(pace: Pace): void {
		this.#requireRunning();
		requirePossible(pace, this.#trainer.step);
		this.#setPace(pace);
		this.#watcher.status(this.#record.id, { kind: 'running', step: this.#trainer.step, pace });
		if (!this.#looping) void this.#loop();
	}

	/** Resolves when the current step is done and stored. */
	pause(): Promise<{ step: number }> {
		this.#setPace(null);
		return this.#mutex(async () => {
			if (this.#record.end === 'running') {
				if (this.#unsaved.length > 0 || this.#wasInterrupted)
					await this.#orFail(() => this.#save());
				if (this.#pace === null) this.#reportStatus();
			}
			return { step: this.#record.step };
		});
	}

	/** Ends the run for good, after an evaluation. Does nothing if it has ended. */
	stop(): Promise<void> {
		this.#setPace(null);
		return this.#mutex(async () => {
			if (this.#record.end !== 'running') return;
			await this.#orFail(async () => {
				this.#report(await this.#ask(this.#trainer.evaluate()));
				await this.#save('stopped');
			});
			this.#setPace(null);
			this.#reportStatus();
		});
	}

	/** Takes effect at the next step. Throws InputError and then changes nothing. */
	switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<Experiment> {
		this.#switching++;
		this.#interrupt.abort();
		return this.#mutex(async () => {
			this.#switching--;
			this.#requireRunning();
			const { experiment } = this.#record;
			const { step } = this.#trainer;
			const before = experiment.policy.filter(({ fromStep }) => fromStep < step);
			const named = artefact === undefined ? {} : { artefact };
			const policy = checkedPolicy(
				[...before, { fromStep: step, id, settings, ...named }],
				experiment.skills,
			);
			const segment = policy.at(-1)!;
			await this.#ask(this.#trainer.switchPolicy(segment));
			this.#record = { ...this.#record, experiment: { ...experiment, policy } };
			// Before the first step, the experiment simply begins with another policy.
			if (step > 0)
				this.#report([{ type: 'policySwitched', step, id, settings: segment.settings, ...named }]);
			await this.#orFail(() => this.#save());
			return this.#record.experiment;
		});
	}

	generate(...asked: Parameters<Trainer['generate']>): ReturnType<Trainer['generate']> {
		return this.#mutex(async () => {
			this.#requireTrainer();
			return this.#ask(this.#trainer.generate(...asked));
		});
	}

	/** The weights at this moment. After a failure, use those of the last checkpoint. */
	weights(): Promise<Float32Array> {
		return this.#mutex(async () => {
			this.#requireTrainer();
			return (await this.#ask(this.#trainer.state())).weights;
		});
	}

	/** The policy that draws next, and the result of its preparation, if any. */
	prepared(): Promise<{ readonly policy: string; readonly artefact: Json | undefined }> {
		return this.#mutex(async () => {
			this.#requireTrainer();
			const artefact = await this.#ask(this.#trainer.artefact());
			const { step } = this.#trainer;
			const { policy } = this.#record.experiment;
			return { policy: policy.findLast(({ fromStep }) => fromStep <= step)!.id, artefact };
		});
	}

	/** All reported events, stored or not. */
	events(): Promise<readonly RunEvent[]> {
		return this.#mutex(async () => [
			...(await this.#runs.events(this.#record.id)),
			...this.#unsaved,
		]);
	}

	/** Stores the rest and disposes of the trainer. Reports a failure, but does not throw it. */
	async close(): Promise<void> {
		// `pause` reports a failure in the run's status.
		await this.pause().catch(() => undefined);
		await this.discard();
	}

	/** Disposes of the trainer without storing anything. */
	discard(): Promise<void> {
		this.#setPace(null);
		return this.#mutex(async () => this.#trainer.dispose());
	}

	/** Awaits the trainer's answer. First reports a recovery on another kind of device. */
	async #ask<T>(answer: Promise<T>): Promise<T> {
		const given = await answer;
		const { backend, step } = this.#trainer;
		const isNews = backend !== this.#backend && backend !== this.#record.backend;
		this.#backend = backend;
		if (isNews && this.#record.end === 'running')
			this.#report([warnOfBackend(this.#record, { backend, step })]);
		return given;
	}

	async #loop(): Promise<void> {
		this.#looping = true;
		try {
			while (this.#pace) {
				const began = performance.now();
				await this.#mutex(() => this.#step());
				if (this.#pace) await restAfterStep(this.#pace, began, this.#woken.signal);
			}
		} finally {
			this.#looping = false;
		}
	}

	/** One step and the checkpoint that it makes due. Never throws: a failure ends the run. */
	async #step(): Promise<void> {
		if (this.#pace === null || this.#switching > 0) return;
		this.#interrupt = new AbortController();
		const { signal } = this.#interrupt;
		try {
			const { experiment } = this.#record;
			const last = lastStepAtOnce(this.#pace, this.#trainer.step, experiment.checkpointEvery);
			const events = await this.#ask(this.#trainer.next(last, signal));
			this.#report(events);
			const { step } = this.#trainer;
			const reached = this.#pace?.kind === 'until' && step >= this.#pace.step;
			if (has(events, 'finished')) {
				this.#record = { ...this.#record, experiment: withStop(experiment, step) };
				await this.#save('finished');
			} else if (reached || isCheckpointDue(experiment, step, events)) await this.#save();
			if (reached || this.#record.end === 'finished') {
				this.#setPace(null);
				this.#reportStatus();
			}
		} catch (error) {
			if (signal.aborted && error === signal.reason) await this.#afterInterrupt();
			else await this.#fail(error);
		}
	}

	/** The call that interrupted the preparation comes next. Without one, the progress is stored. */
	async #afterInterrupt(): Promise<void> {
		this.#wasInterrupted = true;
		this.#watcher.progress(this.#record.id, null);
		if (this.#pace === null || this.#switching > 0) return;
		await this.#save().catch((error: unknown) => this.#fail(error));
	}

	async #save(end: RunEnd = 'running'): Promise<void> {
		const state = await this.#ask(this.#trainer.state());
		const mark: RunEvent = { type: 'checkpoint', step: state.step };
		const record = { ...this.#record, step: state.step, end };
		const { id: runId } = record;
		await this.#runs.save(record, [...this.#unsaved, mark], { runId, ...state });
		this.#record = record;
		this.#unsaved = [];
		this.#wasInterrupted = false;
		this.#storedAt = this.#now();
		this.#watcher.events(runId, [mark]);
	}

	async #orFail(work: () => Promise<void>): Promise<void> {
		try {
			await work();
		} catch (error) {
			await this.#fail(error);
			throw error;
		}
	}

	async #fail(thrown: unknown): Promise<void> {
		this.#setPace(null);
		const { error, event } = runFailure(thrown, {
			done: this.#trainer.step,
			kept: this.#record.step,
			learningRate: this.#record.experiment.optimizer.learningRate,
		});
		this.#report([event]);
		this.#record = { ...this.#record, end: 'failed' };
		// If the store itself failed, the run opens at its last checkpoint.
		await this.#runs.update(this.#record, this.#unsaved).then(
			() => (this.#unsaved = []),
			() => undefined,
		);
		this.#watcher.status(this.#record.id, { kind: 'failed', step: event.step, error });
		this.#trainer.dispose();
	}

	#report(events: readonly RunEvent[]): void {
		this.#unsaved.push(...events);
		if (events.length > 0) this.#watcher.events(this.#record.id, events);
		this.#watcher.progress(this.#record.id, null);
	}

	/** Reports the status of a run that does not train. */
	#reportStatus(): void {
		const { end, id, step } = this.#record;
		if (end === 'failed') return;
		this.#watcher.status(id, { kind: end === 'running' ? 'paused' : end, step });
	}

	#setPace(pace: Pace | null): void {
		this.#pace = pace;
		if (pace === null) this.#interrupt.abort();
		this.#woken.abort();
		this.#woken = new AbortController();
	}

	#requireRunning(): void {
		const { end, step } = this.#record;
		this.#requireTrainer();
		if (end !== 'running')
			throw new InputError(`This run has ended at step ${step}: start a new one to train on.`);
	}

	#requireTrainer(): void {
		if (this.#record.end === 'failed')
			throw new InputError(
				`This run has failed: open it again to go on from step ${this.#record.step}.`,
			);
	}
}

/** Records the last step of a budget of seconds, so that a replay ends there. */
const withStop = (experiment: Experiment, stopped: number): Experiment =>
	experiment.budget?.kind === 'seconds'
		? { ...experiment, budget: { ...experiment.budget, stopped } }
		: experiment;

const has = (events: readonly RunEvent[], type: RunEvent['type']): boolean =>
	events.some((event) => event.type === type);
