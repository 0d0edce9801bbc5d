/** The run whose model is in memory: it owns the trainer, paces it, and stores what comes of it. */
import { InputError } from '#core/errors.ts';
import type { Json, JsonObject } from '#core/json.ts';
import type { RunEvent } from '#training/events.ts';
import type { Trainer } from '#training/trainer.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import type { LastingTrainer } from './lastingTrainer.ts';
import { demandPossible } from './demandPossible.ts';
import { otherBackend } from './otherBackend.ts';
import { restAfterStep } from './rest.ts';
import { runFailure } from './runFailure.ts';
import type { Pace, RunStatusWith } from './runStatus.ts';
import type { RunEnd, RunRecord, RunStore } from './stores.ts';
import { createTurns } from './turns.ts';

/** Who is told what happens in a run. */
export interface RunWatcher {
	events(runId: string, events: readonly RunEvent[]): void;
	status(runId: string, status: RunStatusWith<Error>): void;
	/** Long parts in words; null: that is over. */
	progress(runId: string, part: { label: string; fraction: number | null } | null): void;
}

/** What a preparation has done so far is stored so often, in milliseconds: it may take many minutes. */
const storedEvery = 60_000;

export class ActiveRun {
	readonly #trainer: LastingTrainer;
	readonly #runs: RunStore;
	readonly #watcher: RunWatcher;
	readonly #now: () => number;
	/** Each use of the trainer is a turn, so that none overlap, and a call that comes during a step is next. */
	readonly #turns = createTurns();
	#record: RunRecord;
	/** Told, and not stored yet: they go with the next checkpoint. */
	#unsaved: RunEvent[] = [];
	/** null: not to train. */
	#pace: Pace | null = null;
	#looping = false;
	#woken = new AbortController();
	/** Ends a policy's preparation; what it had done by then is stored with the next checkpoint. */
	#cut = new AbortController();
	#wasCut = false;
	/** When the run was last stored, or opened. */
	#storedAt: number;
	/** Switches that wait for their turn: no step comes before them. */
	#switching = 0;
	/** What the trainer was on when it was last looked at. */
	#backend: string;

	constructor(
		record: RunRecord,
		trainer: LastingTrainer,
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
			if (now() - this.#storedAt >= storedEvery) this.#cut.abort();
		};
	}

	get record(): RunRecord {
		return this.#record;
	}
	get training(): boolean {
		return this.#pace !== null;
	}

	/** Tells (and with `save` stores) how the run opens, and where it stands. */
	async open(events: readonly RunEvent[], { save }: { save: boolean }): Promise<void> {
		this.#tell(events);
		if (save) await this.#save();
		this.#stand();
	}

	/** Trains from now on, at this pace. */
	play(pace: Pace): void {
		this.#demandGoing();
		demandPossible(pace, this.#trainer.step);
		this.#setPace(pace);
		this.#watcher.status(this.#record.id, { kind: 'running', step: this.#trainer.step, pace });
		if (!this.#looping) void this.#loop();
	}

	/** Resolves when the step in hand is done and stored. */
	pause(): Promise<{ step: number }> {
		this.#setPace(null);
		return this.#turns(async () => {
			if (this.#record.end === 'running') {
				if (this.#unsaved.length > 0 || this.#wasCut) await this.#orFail(() => this.#save());
				if (this.#pace === null) this.#stand();
			}
			return { step: this.#record.step };
		});
	}

	/** Ends the run for good, after an evaluation; one that has ended already stays as it is. */
	stop(): Promise<void> {
		this.#setPace(null);
		return this.#turns(async () => {
			if (this.#record.end !== 'running') return;
			await this.#orFail(async () => {
				this.#tell(await this.#ask(this.#trainer.evaluate()));
				await this.#save('stopped');
			});
			this.#setPace(null);
			this.#stand();
		});
	}

	/** From the next step on. Throws InputError, and changes nothing then. */
	switchPolicy(id: string, settings: JsonObject, artefact?: string): Promise<Experiment> {
		this.#switching++;
		this.#cut.abort();
		return this.#turns(async () => {
			this.#switching--;
			this.#demandGoing();
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
			// Before the first step it is no switch: the experiment just begins with another policy.
			if (step > 0)
				this.#tell([{ type: 'policySwitched', step, id, settings: segment.settings, ...named }]);
			await this.#orFail(() => this.#save());
			return this.#record.experiment;
		});
	}

	generate(...asked: Parameters<Trainer['generate']>): ReturnType<Trainer['generate']> {
		return this.#turns(async () => {
			this.#demandTrainer();
			return this.#ask(this.#trainer.generate(...asked));
		});
	}

	/** The weights at this moment; after a failure those of the last checkpoint are in the store. */
	weights(): Promise<Float32Array> {
		return this.#turns(async () => {
			this.#demandTrainer();
			return (await this.#ask(this.#trainer.state())).weights;
		});
	}

	/** The policy that draws next, and what its preparation has made; undefined where there was none yet. */
	prepared(): Promise<{ readonly policy: string; readonly artefact: Json | undefined }> {
		return this.#turns(async () => {
			this.#demandTrainer();
			const artefact = await this.#ask(this.#trainer.artefact());
			const { step } = this.#trainer;
			const { policy } = this.#record.experiment;
			return { policy: policy.findLast(({ fromStep }) => fromStep <= step)!.id, artefact };
		});
	}

	/** All that was told so far, stored or not. */
	events(): Promise<readonly RunEvent[]> {
		return this.#turns(async () => [
			...(await this.#runs.events(this.#record.id)),
			...this.#unsaved,
		]);
	}

	/** Stores what is not stored yet, and lets the trainer go. A failure of that is told, not thrown. */
	async close(): Promise<void> {
		// `pause` tells a failure by the run's status; whoever closes has something else to do.
		await this.pause().catch(() => undefined);
		await this.discard();
	}

	/** Lets the trainer go without storing anything. */
	discard(): Promise<void> {
		this.#setPace(null);
		return this.#turns(async () => this.#trainer.dispose());
	}

	/** An answer of the trainer. On the way to it the run may have come to another kind of device: that is told first. */
	async #ask<T>(answer: Promise<T>): Promise<T> {
		const given = await answer;
		const { backend, step } = this.#trainer;
		const isNews = backend !== this.#backend && backend !== this.#record.backend;
		this.#backend = backend;
		if (isNews && this.#record.end === 'running')
			this.#tell([otherBackend(this.#record, { backend, step })]);
		return given;
	}

	async #loop(): Promise<void> {
		this.#looping = true;
		try {
			while (this.#pace) {
				const began = performance.now();
				await this.#turns(() => this.#step());
				if (this.#pace) await restAfterStep(this.#pace, began, this.#woken.signal);
			}
		} finally {
			this.#looping = false;
		}
	}

	/** One step and what it makes due. Never throws: a failure is the run's, not the loop's. */
	async #step(): Promise<void> {
		if (this.#pace === null || this.#switching > 0) return;
		this.#cut = new AbortController();
		const { signal } = this.#cut;
		try {
			const events = await this.#ask(this.#trainer.next(this.#stepsUntil(), signal));
			this.#tell(events);
			const { step } = this.#trainer;
			const { experiment } = this.#record;
			const reached = this.#pace?.kind === 'until' && step >= this.#pace.step;
			if (has(events, 'finished')) {
				this.#record = { ...this.#record, experiment: withStop(experiment, step) };
				await this.#save('finished');
			} else if (
				reached ||
				step % experiment.checkpointEvery === 0 ||
				// Before a planned switch, so that the run can be forked there.
				experiment.policy.some(({ fromStep }) => fromStep === step) ||
				events.some((event) => event.type === 'prepared' && event.artefact !== null)
			)
				await this.#save();
			if (reached || this.#record.end === 'finished') {
				this.#setPace(null);
				this.#stand();
			}
		} catch (error) {
			if (signal.aborted && error === signal.reason) await this.#afterCut();
			else await this.#fail(error);
		}
	}

	/** Whoever cut the preparation short is next in turn; if nobody did, it is stored, and goes on. */
	async #afterCut(): Promise<void> {
		this.#wasCut = true;
		this.#watcher.progress(this.#record.id, null);
		if (this.#pace === null || this.#switching > 0) return;
		await this.#save().catch((error: unknown) => this.#fail(error));
	}

	/** Where the next steps end at the latest: the next checkpoint, and where the pace has them end. */
	#stepsUntil(): number {
		const { step } = this.#trainer;
		const { checkpointEvery } = this.#record.experiment;
		const checkpoint = (Math.floor(step / checkpointEvery) + 1) * checkpointEvery;
		if (this.#pace?.kind === 'slow') return step + 1;
		return this.#pace?.kind === 'until' ? Math.min(checkpoint, this.#pace.step) : checkpoint;
	}

	async #save(end: RunEnd = 'running'): Promise<void> {
		const state = await this.#ask(this.#trainer.state());
		const mark: RunEvent = { type: 'checkpoint', step: state.step };
		const record = { ...this.#record, step: state.step, end };
		const { id: runId } = record;
		await this.#runs.save(record, [...this.#unsaved, mark], { runId, ...state });
		this.#record = record;
		this.#unsaved = [];
		this.#wasCut = false;
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
		this.#tell([event]);
		this.#record = { ...this.#record, end: 'failed' };
		// The store may be what failed. Then it holds the last checkpoint, and the run opens there.
		await this.#runs.update(this.#record, this.#unsaved).then(
			() => (this.#unsaved = []),
			() => undefined,
		);
		this.#watcher.status(this.#record.id, { kind: 'failed', step: event.step, error });
		this.#trainer.dispose();
	}

	#tell(events: readonly RunEvent[]): void {
		this.#unsaved.push(...events);
		if (events.length > 0) this.#watcher.events(this.#record.id, events);
		this.#watcher.progress(this.#record.id, null);
	}

	/** Tells where a run stands that does not train. */
	#stand(): void {
		const { end, id, step } = this.#record;
		if (end === 'failed') return;
		this.#watcher.status(id, { kind: end === 'running' ? 'paused' : end, step });
	}

	#setPace(pace: Pace | null): void {
		this.#pace = pace;
		if (pace === null) this.#cut.abort();
		this.#woken.abort();
		this.#woken = new AbortController();
	}

	#demandGoing(): void {
		const { end, step } = this.#record;
		this.#demandTrainer();
		if (end !== 'running')
			throw new InputError(`This run has ended at step ${step}: start a new one to train on.`);
	}

	#demandTrainer(): void {
		if (this.#record.end === 'failed')
			throw new InputError(
				`This run has failed: open it again to go on from step ${this.#record.step}.`,
			);
	}
}

/** What a clock has decided is noted: a replay of the experiment ends there. */
const withStop = (experiment: Experiment, stopped: number): Experiment =>
	experiment.budget?.kind === 'seconds'
		? { ...experiment, budget: { ...experiment.budget, stopped } }
		: experiment;

const has = (events: readonly RunEvent[], type: RunEvent['type']): boolean =>
	events.some((event) => event.type === type);
