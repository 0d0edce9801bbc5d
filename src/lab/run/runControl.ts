/** Makes, opens, forks and deletes runs. One run is open at a time. */
import { InputError } from '#core/errors.ts';
import { engineVersion } from '#training/engineVersion.ts';
import type { RunEvent } from '#training/events.ts';
import { ActiveRun } from './activeRun.ts';
import type { Experiment } from './experiment.ts';
import { continuesWith, storeFork, type ForkRequest } from './fork.ts';
import {
	RecoveringTrainer,
	type RecoveringTrainerParts,
	type TrainerStart,
} from './recoveringTrainer.ts';
import { prepareRun, type PreparedRun, type RunSources } from './prepareRun.ts';
import type { RunWatcher } from './runStatus.ts';
import { warnOfBackend, warnOfCutRows } from './runWarnings.ts';
import type { RunRecord, RunStore } from './stores.ts';
import { createMutex } from './mutex.ts';

export interface RunControlParts {
	readonly runs: RunStore;
	readonly sources: RunSources;
	/** The device to train on; a new one if it was lost. */
	readonly openDevice: RecoveringTrainerParts['openDevice'];
	readonly createTrainer: RecoveringTrainerParts['createTrainer'];
	readonly openArtefact: RecoveringTrainerParts['openArtefact'];
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

export class RunControl {
	readonly #parts: RunControlParts;
	readonly #mutex = createMutex();
	#active: ActiveRun | null = null;
	/** Number of runs that are being opened or wait for it. */
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
			const measured = await this.#disposeOnError(trainer, () => trainer.start(cancelled));
			const events = [...warnOfCutRows(prepared.skills, experiment.batching.context), ...measured];
			const record: RunRecord = {
				id: runId,
				experiment,
				startedAt: this.#parts.now(),
				backend: trainer.backend,
				device: trainer.device,
				engine: engineVersion,
				end: 'running',
				step: 0,
			};
			await this.#disposeOnError(trainer, async () => {
				cancelled.throwIfAborted();
				await this.#parts.runs.create(record);
			});
			try {
				return await this.#begin(record, trainer, watcher, { events, save: true });
			} catch (error) {
				// A run needs its first checkpoint.
				await this.#parts.runs.delete(runId).catch(() => undefined);
				throw error;
			}
		});
		return run.record;
	}

	/**
	 * Opens a stored run at its last checkpoint, paused or ended. Drops events after that checkpoint.
	 * Throws InputError with the missing part.
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
			if (!restored) requireUntrained(stored);
			const start = { settings: experiment, restored };
			const trainer = await this.#makeTrainer(opening, prepared, start);
			const { record, events } = await this.#disposeOnError(trainer, async () => {
				const started = restored ? [] : await trainer.start(cancelled);
				cancelled.throwIfAborted();
				const { backend, step } = trainer;
				const warnings =
					backend === stored.backend ? [] : [warnOfBackend(stored, { backend, step })];
				return { record: await this.#reopenFailed(stored), events: [...started, ...warnings] };
			});
			return this.#begin(record, trainer, watcher, { events, save: !restored });
		});
	}

	/**
	 * Makes and opens a run that begins at a checkpoint of another one, bit for bit, with `policy`.
	 * Throws InputError if no checkpoint of that step is stored, or if the policy cannot work.
	 */
	async fork(request: ForkRequest, signal: AbortSignal): Promise<ActiveRun> {
		const { runs, now } = this.#parts;
		const { newRunId } = request;
		const parent = await this.#stored(request.runId);
		const segment = await storeFork(request, parent, runs, now());
		try {
			const run = await this.resume(newRunId, signal);
			if (segment && !continuesWith(run.record.experiment, segment))
				await run.switchPolicy(segment.id, segment.settings, segment.artefact);
			return run;
		} catch (error) {
			await this.delete(newRunId);
			throw error;
		}
	}

	/** The run; opens it at its last checkpoint if necessary. */
	async opened(runId: string, signal: AbortSignal): Promise<ActiveRun> {
		return (await this.ifOpen(runId)) ?? this.resume(runId, signal);
	}

	/** The run, for a question to its model. Opens it only if no other run trains. */
	async forAnswer(runId: string, signal: AbortSignal): Promise<ActiveRun> {
		const run = await this.ifOpen(runId);
		if (run) return run;
		if (this.#active?.training)
			throw new InputError('Another run is training: pause it, or wait until it is done.', {
				runId,
			});
		return this.resume(runId, signal);
	}

	/** Resolves when the current step is done and stored; at once if the run is not open. */
	async pause(runId: string): Promise<{ step: number }> {
		const run = await this.ifOpen(runId);
		return run ? run.pause() : { step: (await this.#stored(runId)).step };
	}

	/** Whether a run is being opened, or trains. */
	get busy(): boolean {
		return this.#openings > 0 || (this.#active?.training ?? false);
	}

	/** Pauses the open run, after the current opening. */
	async rest(): Promise<void> {
		const active = await this.#mutex(async () => this.#active);
		await active?.pause();
	}

	/** The run if it is open, after the current opening; else null. */
	async ifOpen(runId: string): Promise<ActiveRun | null> {
		return this.#mutex(async () => (this.#active?.record.id === runId ? this.#active : null));
	}

	/** All events of an open or stored run. */
	async events(runId: string): Promise<readonly RunEvent[]> {
		const active = await this.ifOpen(runId);
		return active ? active.events() : this.#parts.runs.events(runId);
	}

	/** The current weights if the run is open and has not ended, else the last checkpoint's. */
	async weights(runId: string): Promise<{ record: RunRecord; weights: Float32Array }> {
		const active = await this.ifOpen(runId);
		if (active?.record.end === 'running')
			return { weights: await active.weights(), record: active.record };
		const record = await this.#stored(runId);
		const checkpoint = await this.#parts.runs.checkpoint(runId);
		if (!checkpoint)
			throw new InputError('This run has no checkpoint yet: open it, then try again.', { runId });
		return { record, weights: checkpoint.weights };
	}

	async delete(runId: string): Promise<void> {
		await this.#mutex(async () => {
			if (this.#active?.record.id !== runId) return;
			await this.#active.discard();
			this.#active = null;
		});
		await this.#parts.runs.delete(runId);
	}

	/** Opens runs one after the other. A later opening cancels the earlier one. */
	#open(
		{ runId, step, watcher }: Opening,
		signal: AbortSignal,
		make: (cancelled: AbortSignal) => Promise<ActiveRun>,
	): Promise<ActiveRun> {
		this.#opening.abort(new DOMException('Another run was opened.', 'AbortError'));
		this.#opening = new AbortController();
		const cancelled = AbortSignal.any([signal, this.#opening.signal]);
		this.#openings++;
		const opened = this.#mutex(async () => {
			cancelled.throwIfAborted();
			watcher.status(runId, { kind: 'preparing', step });
			try {
				this.#active = await make(cancelled);
				return this.#active;
			} catch (error) {
				await this.#reportStored(runId, watcher);
				throw error;
			} finally {
				watcher.progress(runId, null);
			}
		});
		return opened.finally(() => this.#openings--);
	}

	/** Reports the stored status after a failed opening. */
	async #reportStored(runId: string, watcher: RunWatcher): Promise<void> {
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

	/** Closes the open run first, because some devices have memory for one run only. */
	async #makeTrainer(
		{ runId, watcher }: Opening,
		prepared: PreparedRun,
		start: TrainerStart,
	): Promise<RecoveringTrainer> {
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
		return RecoveringTrainer.open(parts, start);
	}

	async #begin(
		record: RunRecord,
		trainer: RecoveringTrainer,
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

	async #disposeOnError<T>(trainer: RecoveringTrainer, work: () => Promise<T>): Promise<T> {
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

	/** Marks a failed run as running. It resumes from its last checkpoint. */
	async #reopenFailed(stored: RunRecord): Promise<RunRecord> {
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

/** Throws InputError if a run without a checkpoint has steps, which a restart would repeat. */
function requireUntrained({ id, step }: RunRecord): void {
	if (step === 0) return;
	throw new InputError(
		`This run came from a file without its weights: its curves are here, and it cannot go on from step ${step}. To have its model, press Reset and train it again: the same seed gives the same curve.`,
		{ runId: id },
	);
}
