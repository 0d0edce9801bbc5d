/** A run whose model is in memory: its trainer, its pace, and the calls between its steps. */
import type { Json, JsonObject } from '#engine/core/json.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { StepReceiver } from '#lab/training/ReadAhead.ts';
import type { Trainer, TrainerState } from '#lab/training/trainer.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import type { RecoveringTrainer } from './RecoveringTrainer.ts';
import { warnOfBackend, type RunLog } from './RunLog.ts';
import {
	isCheckpointDue,
	lastStepAtOnce,
	leastTime,
	requirePossible,
	restAfterStep,
	type Pace,
	type RunWatcher,
} from './runStatus.ts';
import type { RunEnd, RunRecord } from './stores.ts';
import type { Turns } from './turns.ts';

/** Milliseconds between checkpoints of a preparation, which may take many minutes. */
const storedEvery = 60_000;

export class Run {
	readonly #trainer: RecoveringTrainer;
	readonly #log: RunLog;
	readonly #turns: Turns;
	/** null: the run is paused. */
	#pace: Pace | null = null;
	#isLooping = false;
	/** Aborts when the pace changes: ends a rest between steps, and work beside the training. */
	#paceChange = new AbortController();
	/** Interrupts a policy's preparation. The next checkpoint stores its progress. */
	#interrupt = new AbortController();
	#wasInterrupted = false;
	/** Number of waiting switches. No step comes before them. */
	#switching = 0;
	/** Backend of the trainer at the last call. */
	#backend: string;

	constructor(trainer: RecoveringTrainer, log: RunLog, turns: Turns) {
		this.#trainer = trainer;
		this.#log = log;
		this.#turns = turns;
		this.#backend = trainer.backend;
		trainer.onKept = () => {
			if (log.millisecondsUnsaved >= storedEvery) this.#interrupt.abort();
		};
	}

	get record(): RunRecord {
		return this.#log.record;
	}
	get watcher(): RunWatcher {
		return this.#log.watcher;
	}
	get training(): boolean {
		return this.#pace !== null;
	}
	/** Completed steps. */
	get step(): number {
		return this.#trainer.step;
	}

	/** Steps that a GPU takes together need one wait. On the processor each is shown at once. */
	get turnSteps(): number {
		const rests = this.#pace !== null && leastTime(this.#pace) > 0;
		return this.#trainer.backend === 'webgpu' && !rests ? 4 : 1;
	}

	/** Reports the first events and the status; with `save`, stores the run. */
	async open(events: readonly RunEvent[], { save }: { save: boolean }): Promise<void> {
		this.#log.report(events);
		if (save) await this.#save();
		this.#log.reportRest();
	}

	/** Starts to train at this pace, or changes the pace. */
	play(pace: Pace): void {
		const { step } = this.#trainer;
		this.#log.requireRunning();
		requirePossible(pace, step);
		this.#setPace(pace);
		this.#log.watcher.status({ kind: 'running', step, pace });
		if (!this.#isLooping) void this.#loop();
	}

	/** Resolves when the current step is done and stored. */
	pause(): Promise<{ step: number }> {
		this.#setPace(null);
		return this.#turns.mutex(async () => {
			if (this.record.end === 'running') {
				if (!this.#log.isSaved || this.#wasInterrupted) await this.#orFail(() => this.#save());
				if (this.#pace === null) this.#log.reportRest();
			}
			return { step: this.record.step };
		});
	}

	/** Evaluates and ends the run, which cannot continue. Does nothing if it has ended. */
	stop(): Promise<void> {
		this.#setPace(null);
		return this.#turns.mutex(async () => {
			if (this.record.end !== 'running') return;
			await this.#orFail(async () => {
				// Before the evaluation, during which the page can be closed.
				await this.#save('stopped');
				this.#log.report(await this.#ask((trainer) => trainer.evaluate()));
				await this.#save('stopped');
			});
			this.#setPace(null);
			this.#log.reportRest();
		});
	}

	/** Evaluates after the running step. The run can continue. */
	evaluate(): Promise<void> {
		return this.#turns.mutex(async () => {
			this.#log.requireRunning();
			await this.#orFail(async () => {
				this.#log.report(await this.#ask((trainer) => trainer.evaluate()));
				await this.#save();
			});
		});
	}

	/** Takes effect at the next step. Throws InputError and then changes nothing. */
	switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<Experiment> {
		this.#switching++;
		this.#interrupt.abort();
		return this.#turns.mutex(async () => {
			this.#switching--;
			this.#log.requireRunning();
			const { experiment } = this.record;
			const { step } = this.#trainer;
			const before = experiment.policy.filter(({ fromStep }) => fromStep < step);
			const named = artefact === undefined ? {} : { artefact };
			const policy = checkedPolicy(
				[...before, { fromStep: step, id, settings, ...named }],
				experiment.skills,
			);
			const segment = policy.at(-1)!;
			await this.#reportRecovery(this.#trainer.switchPolicy(segment));
			this.#log.record = { ...this.record, experiment: { ...experiment, policy } };
			// Before the first step, the experiment begins with another policy.
			if (step > 0) {
				const { settings: checked } = segment;
				this.#log.report([{ type: 'policySwitched', step, id, settings: checked, ...named }]);
			}
			await this.#orFail(() => this.#save());
			return this.record.experiment;
		});
	}

	generate(...request: Parameters<Trainer['generate']>): ReturnType<Trainer['generate']> {
		return this.#between((trainer) => trainer.generate(...request));
	}

	generateAll(...request: Parameters<Trainer['generateAll']>): ReturnType<Trainer['generateAll']> {
		return this.#between((trainer) => trainer.generateAll(...request));
	}

	/** The weights at this moment. After a failure, use those of the last checkpoint. */
	async weights(): Promise<Pick<TrainerState, 'weights' | 'step'>> {
		return this.#between((trainer) => trainer.state());
	}

	/** The policy that draws next, and the result of its preparation, if any. */
	async prepared(): Promise<{ readonly policy: string; readonly artefact: Json | undefined }> {
		return this.#between(async ({ step, artefact }) => {
			const { policy } = this.record.experiment;
			return { policy: policy.findLast(({ fromStep }) => fromStep <= step)!.id, artefact };
		});
	}

	/** All reported events, stored or not. */
	events(): Promise<readonly RunEvent[]> {
		return this.#turns.mutex(() => this.#log.events());
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
		return this.#turns.mutex(async () => this.#trainer.dispose());
	}

	/** Uses the trainer between two steps. */
	#between<T>(work: (trainer: Trainer) => Promise<T>): Promise<T> {
		return this.#turns.mutex(() => {
			this.#log.requireTrainer();
			return this.#ask(work);
		});
	}

	#ask<T>(work: (trainer: Trainer) => Promise<T>): Promise<T> {
		return this.#reportRecovery(this.#trainer.ask(work));
	}

	/** Awaits the answer of the trainer. First reports a recovery on another kind of device. */
	async #reportRecovery<T>(answer: Promise<T>): Promise<T> {
		const reply = await answer;
		this.#reportBackend();
		return reply;
	}

	#reportBackend(): void {
		const { backend, step } = this.#trainer;
		const isNews = backend !== this.#backend && backend !== this.record.backend;
		this.#backend = backend;
		if (isNews && this.record.end === 'running')
			this.#log.report([warnOfBackend(this.record, { backend, step })]);
	}

	async #loop(): Promise<void> {
		this.#isLooping = true;
		try {
			while (this.#pace) {
				const began = performance.now();
				await this.#turns.mutex(() => this.#step());
				if (this.#pace) await restAfterStep(this.#pace, began, this.#paceChange.signal);
			}
		} finally {
			this.#isLooping = false;
		}
	}

	/** Trains a step, and stores a checkpoint if one is due. Never throws: a failure ends the run. */
	async #step(): Promise<void> {
		if (this.#pace === null || this.#switching > 0) return;
		this.#interrupt = new AbortController();
		const { signal } = this.#interrupt;
		try {
			const { experiment } = this.record;
			const last = Math.min(
				lastStepAtOnce(this.#pace, this.step, experiment.checkpointEvery),
				this.#turns.lastStep(this),
			);
			if (last <= this.step) return;
			const next = this.#trainer.next(last, signal, this.#receiver(this.#pace));
			const events = await this.#reportRecovery(next);
			this.#log.report(events);
			const { step } = this.#trainer;
			const isAtPace = this.#pace?.kind === 'until' && step >= this.#pace.step;
			const isFinished = events.some(({ type }) => type === 'finished');
			if (isFinished) {
				this.#log.record = { ...this.record, experiment: withStop(experiment, step) };
				await this.#save('finished');
			} else if (isAtPace || this.#log.newBest() || isCheckpointDue(experiment, step, events))
				await this.#save();
			if (isAtPace || isFinished) {
				this.#setPace(null);
				this.#log.reportRest();
			}
		} catch (error) {
			if (signal.aborted && error === signal.reason) await this.#afterInterrupt();
			else await this.#fail(error);
		}
	}

	/** Receives steps while later ones are trained, until another call or another pace is due. */
	#receiver(pace: Pace): StepReceiver {
		return {
			goesOn: () => this.#pace === pace && !this.#turns.isAwaited(),
			report: (events) => {
				this.#reportBackend();
				this.#log.report(events);
			},
		};
	}

	/** Lets the call that interrupted the preparation run. Without one, stores the progress. */
	async #afterInterrupt(): Promise<void> {
		this.#wasInterrupted = true;
		this.#log.watcher.progressEnded();
		if (this.#pace === null || this.#switching > 0) return;
		await this.#save().catch((error: unknown) => this.#fail(error));
	}

	async #save(end: RunEnd = 'running'): Promise<void> {
		await this.#log.save(await this.#ask((trainer) => trainer.state()), end);
		this.#wasInterrupted = false;
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
		await this.#log.fail(thrown, this.#trainer.step);
		this.#trainer.dispose();
	}

	#setPace(pace: Pace | null): void {
		this.#pace = pace;
		if (pace === null) this.#interrupt.abort();
		this.#paceChange.abort();
		this.#paceChange = new AbortController();
	}
}

/** Records the last step of a budget of seconds, so that a replay ends there. */
const withStop = (experiment: Experiment, stopped: number): Experiment =>
	experiment.budget?.kind === 'seconds'
		? { ...experiment, budget: { ...experiment.budget, stopped } }
		: experiment;
