/** One run at a time: makes it, opens it again, and passes on what the page asks of it. */
import { InputError } from '#core/errors.ts';
import { engineVersion } from '#training/engineVersion.ts';
import type { RunEvent } from '#training/events.ts';
import { ActiveRun, type RunWatcher } from './activeRun.ts';
import { cutRows } from './cutRows.ts';
import { checkedPolicy } from './checkedPolicy.ts';
import type { Experiment } from './experiment.ts';
import {
	demandForkable,
	eventsUpTo,
	experimentUpTo,
	forkOf,
	goesOnWith,
	type ForkPolicy,
} from './fork.ts';
import { LastingTrainer, type LastingTrainerParts, type TrainerStart } from './lastingTrainer.ts';
import { otherBackend } from './otherBackend.ts';
import { prepareRun, type PreparedRun, type RunSources } from './prepareRun.ts';
import type { RunRecord, RunStore } from './stores.ts';
import { createTurns } from './turns.ts';

export interface RunControlParts {
	readonly runs: RunStore;
	readonly sources: RunSources;
	/** The device to train on; another one if it was lost. */
	readonly openDevice: LastingTrainerParts['openDevice'];
	readonly createTrainer: LastingTrainerParts['createTrainer'];
	readonly openArtefact: LastingTrainerParts['openArtefact'];
	/** Receives what happens in a run that was opened without its own watcher. */
	readonly watcher: RunWatcher;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}

/** A run that is being opened, and the receiver of what happens in it. */
interface Opening {
	readonly runId: string;
	readonly step: number;
	readonly watcher: RunWatcher;
}

export interface ForkRequest {
	readonly runId: string;
	readonly step: number;
	readonly newRunId: string;
	readonly policy?: ForkPolicy | undefined;
}

export class RunControl {
	readonly #parts: RunControlParts;
	readonly #turns = createTurns();
	#active: ActiveRun | null = null;
	/** Runs that are being opened, or wait for that. */
	#openings = 0;
	#opening = new AbortController();

	constructor(parts: RunControlParts) {
		this.#parts = parts;
	}

	/** Evaluates the base model, stores the run with its checkpoint of step 0, and pauses. */
	async create(
		runId: string,
		experiment: Experiment,
		signal: AbortSignal,
		watcher = this.#parts.watcher,
	): Promise<RunRecord> {
		const opening = { runId, step: 0, watcher };
		const run = await this.#open(opening, signal, async (cancelled) => {
			const prepared = await this.#prepare(opening, experiment, cancelled);
			const trainer = await this.#makeTrainer(opening, prepared, { settings: experiment });
			const measured = await this.#orDispose(trainer, () => trainer.start(cancelled));
			const events = [...cutRows(prepared.skills, experiment.batching.context), ...measured];
			const record: RunRecord = {
				...{
					id: runId,
					experiment,
					startedAt: this.#parts.now(),
					backend: trainer.backend,
				},
				...{ device: trainer.device, engine: engineVersion, end: 'running', step: 0 },
			};
			await this.#orDispose(trainer, async () => {
				cancelled.throwIfAborted();
				await this.#parts.runs.create(record);
			});
			try {
				return await this.#begin(record, trainer, watcher, { events, save: true });
			} catch (error) {
				// Without its first checkpoint it is no run; if even that fails, it opens from its start.
				await this.#parts.runs.delete(runId).catch(() => undefined);
				throw error;
			}
		});
		return run.record;
	}

	/**
	 * Opens a stored run at its last checkpoint, paused (or as it ended). Events after that checkpoint are not kept.
	 * Throws InputError that names what is missing.
	 */
	async resume(
		runId: string,
		signal: AbortSignal,
		watcher = this.#parts.watcher,
	): Promise<ActiveRun> {
		const { runs } = this.#parts;
		const { step } = await this.#stored(runId);
		const opening = { runId, step, watcher };
		return this.#open(opening, signal, async (cancelled) => {
			if (this.#active?.record.id === runId) await this.#closeActive();
			const stored = await this.#stored(runId);
			const { experiment } = stored;
			const prepared = await this.#prepare(opening, experiment, cancelled);
			const restored = await runs.checkpoint(runId);
			if (!restored) demandUntrained(stored);
			const start = { settings: experiment, restored };
			const trainer = await this.#makeTrainer(opening, prepared, start);
			const { record, events } = await this.#orDispose(trainer, async () => {
				const started = restored ? [] : await trainer.start(cancelled);
				cancelled.throwIfAborted();
				const { backend, step } = trainer;
				const warnings =
					backend === stored.backend ? [] : [otherBackend(stored, { backend, step })];
				return { record: await this.#going(stored), events: [...started, ...warnings] };
			});
			return this.#begin(record, trainer, watcher, { events, save: !restored });
		});
	}

	/**
	 * A new run that begins at a checkpoint of another one, bit for bit, and goes on with `policy`. It is open then, paused.
	 * Throws InputError when no checkpoint is kept there, or when the policy cannot work.
	 */
	async fork(
		{ runId, step, newRunId, policy }: ForkRequest,
		signal: AbortSignal,
	): Promise<ActiveRun> {
		const { runs, now } = this.#parts;
		const parent = await this.#stored(runId);
		demandForkable(parent, step);
		const experiment = experimentUpTo(parent.experiment, step);
		const before = experiment.policy.filter(({ fromStep }) => fromStep < step);
		const asked =
			policy && checkedPolicy([...before, { ...policy, fromStep: step }], experiment.skills);
		const checkpoint = await runs.checkpoint(runId, step);
		if (!checkpoint) {
			const kept = (await runs.checkpointSteps(runId)).join(', ');
			const mend = kept === '' ? 'train it again up to there' : `choose one of steps ${kept}`;
			throw new InputError(`No checkpoint of step ${step} is kept of this run: ${mend}.`, {
				runId,
				step,
			});
		}
		const events = eventsUpTo(await runs.events(runId), step, experiment);
		const begins = { id: newRunId, experiment, startedAt: now(), step };
		await runs.create(forkOf(parent, begins), {
			events,
			checkpoint: { ...checkpoint, runId: newRunId },
		});
		try {
			const run = await this.resume(newRunId, signal);
			const segment = asked?.at(-1);
			if (segment && !goesOnWith(experiment, segment))
				await run.switchPolicy(segment.id, segment.settings, segment.artefact);
			return run;
		} catch (error) {
			await this.delete(newRunId);
			throw error;
		}
	}

	/** The run, opened at its last checkpoint if another one is open. */
	async opened(runId: string, signal: AbortSignal): Promise<ActiveRun> {
		return (await this.#current(runId)) ?? this.resume(runId, signal);
	}

	/** The run, to ask its model something: it is opened if that takes nothing from a run that trains. */
	async forAnswer(runId: string, signal: AbortSignal): Promise<ActiveRun> {
		const run = await this.#current(runId);
		if (run) return run;
		if (this.#active?.training)
			throw new InputError('Another run is training: pause it, or wait until it is done.', {
				runId,
			});
		return this.resume(runId, signal);
	}

	/** Resolves when the step in hand is done and stored. A run that is not open is paused already. */
	async pause(runId: string): Promise<{ step: number }> {
		const run = await this.#current(runId);
		return run ? run.pause() : { step: (await this.#stored(runId)).step };
	}

	/** A run is being opened, or trains. */
	get busy(): boolean {
		return this.#openings > 0 || (this.#active?.training ?? false);
	}

	/** Pauses whatever trains, after what is being opened now. */
	async rest(): Promise<void> {
		const active = await this.#turns(async () => this.#active);
		await active?.pause();
	}

	/** The run if it is open: nothing is opened for it. */
	ifOpen(runId: string): Promise<ActiveRun | null> {
		return this.#current(runId);
	}

	/** The run if it is the one that is open, after what is being opened now. */
	async #current(runId: string): Promise<ActiveRun | null> {
		return this.#turns(async () => (this.#active?.record.id === runId ? this.#active : null));
	}

	/** All events of a run, open or stored. */
	async events(runId: string): Promise<readonly RunEvent[]> {
		const active = await this.#current(runId);
		return active ? active.events() : this.#parts.runs.events(runId);
	}

	/** A run's weights: at this moment if it is open and goes on, else at its last checkpoint. */
	async weights(runId: string): Promise<{ record: RunRecord; weights: Float32Array }> {
		const active = await this.#current(runId);
		if (active?.record.end === 'running')
			return { weights: await active.weights(), record: active.record };
		const record = await this.#stored(runId);
		const checkpoint = await this.#parts.runs.checkpoint(runId);
		if (!checkpoint)
			throw new InputError('This run has no checkpoint yet: open it, then try again.', { runId });
		return { record, weights: checkpoint.weights };
	}

	async delete(runId: string): Promise<void> {
		await this.#turns(async () => {
			if (this.#active?.record.id !== runId) return;
			await this.#active.discard();
			this.#active = null;
		});
		await this.#parts.runs.delete(runId);
	}

	/** One after the other; a later one ends the preparation of the one before it. */
	#open(
		{ runId, step, watcher }: Opening,
		signal: AbortSignal,
		make: (cancelled: AbortSignal) => Promise<ActiveRun>,
	): Promise<ActiveRun> {
		this.#opening.abort(new DOMException('Another run was opened.', 'AbortError'));
		this.#opening = new AbortController();
		const cancelled = AbortSignal.any([signal, this.#opening.signal]);
		this.#openings++;
		const opened = this.#turns(async () => {
			cancelled.throwIfAborted();
			watcher.status(runId, { kind: 'preparing', step });
			try {
				this.#active = await make(cancelled);
				return this.#active;
			} catch (error) {
				await this.#tellStored(runId, watcher);
				throw error;
			} finally {
				watcher.progress(runId, null);
			}
		});
		return opened.finally(() => this.#openings--);
	}

	/** A run that could not be opened stands where it stood: nothing prepares it any more. */
	async #tellStored(runId: string, watcher: RunWatcher): Promise<void> {
		const record = await this.#parts.runs.get(runId).catch(() => undefined);
		if (!record || record.end === 'failed') return;
		const { end, step } = record;
		watcher.status(runId, { kind: end === 'running' ? 'paused' : end, step });
	}

	#prepare(
		{ runId, watcher }: Opening,
		experiment: Experiment,
		signal: AbortSignal,
	): Promise<PreparedRun> {
		const report = (label: string, fraction: number | null) =>
			watcher.progress(runId, { label, fraction });
		return prepareRun(experiment, this.#parts.sources, report, signal);
	}

	/** Only now, with all that the new run needs at hand, does the open one go: two do not fit on every device. */
	async #makeTrainer(
		{ runId, watcher }: Opening,
		prepared: PreparedRun,
		start: TrainerStart,
	): Promise<LastingTrainer> {
		await this.#closeActive();
		const { runs, openDevice, createTrainer, openArtefact } = this.#parts;
		const stored = async () => ({
			settings: (await runs.get(runId))?.experiment ?? start.settings,
			restored: await runs.checkpoint(runId),
		});
		const report = (label: string, fraction: number | null) =>
			watcher.progress(runId, { label, fraction });
		const reported = () => watcher.progress(runId, null);
		const parts = { prepared, openDevice, createTrainer, openArtefact, stored, report, reported };
		return LastingTrainer.open(parts, start);
	}

	async #begin(
		record: RunRecord,
		trainer: LastingTrainer,
		watcher: RunWatcher,
		{ events, save }: { events: readonly RunEvent[]; save: boolean },
	): Promise<ActiveRun> {
		const { runs, now } = this.#parts;
		const run = new ActiveRun(record, trainer, { runs, watcher, now });
		try {
			await run.open(events, { save });
			return run;
		} catch (error) {
			await run.discard();
			throw error;
		}
	}

	async #orDispose<T>(trainer: LastingTrainer, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			trainer.dispose();
			throw error;
		}
	}

	async #closeActive(): Promise<void> {
		const closing = this.#active;
		this.#active = null;
		await closing?.close();
	}

	/** A run that failed goes on from its last checkpoint, like one whose tab was closed. */
	async #going(stored: RunRecord): Promise<RunRecord> {
		if (stored.end !== 'failed') return stored;
		const record: RunRecord = { ...stored, end: 'running' };
		const { step } = record;
		const message = `This run had failed, and was opened again at step ${step}.`;
		await this.#parts.runs.update(record, [{ type: 'warning', step, message }]);
		return record;
	}

	async #stored(runId: string): Promise<RunRecord> {
		const record = await this.#parts.runs.get(runId);
		if (!record)
			throw new InputError('The lab has no such run: it was deleted, or made elsewhere.', {
				runId,
			});
		return record;
	}
}

/** Going on from step 0 would live all steps again over those that are stored. */
function demandUntrained({ id, step }: RunRecord): void {
	if (step === 0) return;
	throw new InputError(
		`This run came from a file without its weights: its curves are here, and it cannot go on from step ${step}. To have its model, press Reset and train it again: the same seed gives the same curve.`,
		{ runId: id },
	);
}
