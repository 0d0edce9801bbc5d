/** Makes, opens, forks and deletes runs. One run is open at a time. */
import { InputError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import type { RunEvent } from '#training/events.ts';
import type { ActiveRun } from './activeRun.ts';
import type { Experiment } from './experiment.ts';
import { continuesWith, storeFork, type ForkRequest } from './fork.ts';
import { createMutex } from './mutex.ts';
import { createRun, resumeRun, storedRun, type Opening } from './openRun.ts';
import { RunLog } from './runLog.ts';
import type { RunParts } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';
import type { RunRecord } from './stores.ts';

export class RunControl {
	readonly #parts: RunParts;
	readonly watcher: RunParts['watcher'];
	readonly #mutex = createMutex();
	#active: ActiveRun | null = null;
	/** Number of runs that are being opened or wait for it. */
	#openings = 0;
	#opening = new AbortController();

	constructor(parts: RunParts) {
		this.#parts = parts;
		this.watcher = parts.watcher;
	}

	/** Evaluates the base model, stores the run with its checkpoint of step 0, and pauses. */
	async create(
		runId: string,
		experiment: Experiment,
		signal: AbortSignal,
		watcher = this.watcher(runId),
	): Promise<RunRecord> {
		const run = await this.#open({ runId, watcher, signal }, 0, (opening) =>
			createRun(opening, experiment, this.#parts),
		);
		return run.record;
	}

	/** Opens a stored run at its last checkpoint. Throws InputError with the missing part. */
	async resume(
		runId: string,
		signal: AbortSignal,
		watcher = this.watcher(runId),
	): Promise<ActiveRun> {
		const { step } = await storedRun(runId, this.#parts.runs);
		return this.#open({ runId, watcher, signal }, step, async (opening) => {
			if (this.#active?.record.id === runId) await this.#closeActive();
			return resumeRun(opening, this.#parts);
		});
	}

	/** Makes and opens a run that begins at a checkpoint of another one. Throws InputError. */
	async fork(request: ForkRequest, signal: AbortSignal): Promise<ActiveRun> {
		const { runs, now } = this.#parts;
		const { newRunId } = request;
		const parent = await storedRun(request.runId, runs);
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
			throw new InputError(sentence`Another run is training: pause it, or wait until it is done.`, {
				runId,
			});
		return this.resume(runId, signal);
	}

	/** Resolves when the current step is done and stored; at once if the run is not open. */
	async pause(runId: string): Promise<{ step: number }> {
		const run = await this.ifOpen(runId);
		return run ? run.pause() : { step: (await storedRun(runId, this.#parts.runs)).step };
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
		const record = await storedRun(runId, this.#parts.runs);
		const checkpoint = await this.#parts.runs.checkpoint(runId);
		if (!checkpoint)
			throw new InputError(sentence`This run has no checkpoint yet: open it, then try again.`, {
				runId,
			});
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
		{ runId, watcher, signal }: Omit<Opening, 'closeActive'>,
		step: number,
		open: (opening: Opening) => Promise<ActiveRun>,
	): Promise<ActiveRun> {
		this.#opening.abort(new DOMException('Another run was opened.', 'AbortError'));
		this.#opening = new AbortController();
		const either = AbortSignal.any([signal, this.#opening.signal]);
		this.#openings++;
		const opened = this.#mutex(async () => {
			either.throwIfAborted();
			watcher.status({ kind: 'preparing', step });
			try {
				const closeActive = () => this.#closeActive();
				this.#active = await open({ runId, watcher, signal: either, closeActive });
				return this.#active;
			} catch (error) {
				await this.#reportStored(runId, watcher);
				throw error;
			} finally {
				watcher.progressEnded();
			}
		});
		return opened.finally(() => this.#openings--);
	}

	/** Reports the stored status after a failed opening. */
	async #reportStored(runId: string, watcher: RunWatcher): Promise<void> {
		const record = await this.#parts.runs.get(runId).catch(() => undefined);
		if (record) new RunLog(record, this.#parts, watcher).reportRest();
	}

	async #closeActive(): Promise<void> {
		const closing = this.#active;
		this.#active = null;
		await closing?.close();
	}
}
