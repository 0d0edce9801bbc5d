/** Makes, opens, forks and deletes runs. One is open at a time, or the lanes of a comparison. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { unlessAborted } from '#engine/core/nextTask.ts';
import type { Answering } from '#engine/training/openAnswering.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Run } from './Run.ts';
import { BaseAnswers, type AskedExperiment } from './BaseAnswers.ts';
import { BaseTest, testKey } from './BaseTest.ts';
import type { Experiment } from './experiment.ts';
import { storeFork, type ForkRequest } from './fork.ts';
import { RunForecast, type Forecast } from './RunForecast.ts';
import { createRun, resumeRun, startTrainer, storedRun, type Opening } from './openRun.ts';
import { RunLog } from './RunLog.ts';
import type { RunParts } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';
import type { RunGroup, RunRecord } from './stores.ts';
import { createMutex, createTurns, lastStepOfTurn } from './turns.ts';

interface OpenOptions {
	readonly watcher?: RunWatcher;
	/** Ids of the open runs that stay open. */
	readonly beside?: readonly string[];
	/** The study that makes the run. */
	readonly group?: RunGroup;
}

export class Runs {
	readonly #parts: RunParts;
	readonly watcher: RunParts['watcher'];
	readonly #mutex = createMutex();
	/** In the order in which they were opened. */
	#open: readonly Run[] = [];
	readonly #turns = createTurns((run) => lastStepOfTurn(run, this.#open));
	/** Number of runs that are being opened or wait for it. */
	#openings = 0;
	#opening = new AbortController();
	readonly #baseTest = new BaseTest();
	readonly #answers: BaseAnswers;
	readonly #forecast: RunForecast;

	constructor(parts: RunParts) {
		this.#parts = parts;
		this.#answers = new BaseAnswers(parts);
		this.#forecast = new RunForecast(parts);
		this.watcher = parts.watcher;
	}

	/** Evaluates the base model, stores the run with its checkpoint of step 0, and pauses. */
	async create(
		runId: string,
		experiment: Experiment,
		signal: AbortSignal,
		options: OpenOptions = {},
	): Promise<RunRecord> {
		const open = (opening: Opening) => createRun(opening, experiment, this.#parts);
		const start = { runId, step: 0, test: testKey(experiment) };
		return (await this.#openRun(start, signal, options, open)).record;
	}

	/**
	 * Evaluates the base model for a run that does not exist yet. A run of the same test waits for
	 * the result and begins with it. Any other opening ends the test after its current batch. The
	 * test also ends if an open run begins to train.
	 * Resolves to the events of step 0; null while a run trains or is opened.
	 */
	async test(
		runId: string,
		experiment: Experiment,
		signal: AbortSignal,
	): Promise<readonly RunEvent[] | null> {
		if (this.busy) return null;
		const closeOthers = async () => {
			// If a run begins to train during the test, the test ends and the run continues.
			const isAwaited = this.#openings > 0;
			if (this.busy && !isAwaited) throw new DOMException('A run trains.', 'AbortError');
			await this.#answers.end();
			await this.#close(() => true);
		};
		const watcher = this.watcher(runId);
		const [turns, baseTest] = [this.#turns, this.#baseTest];
		const opening = { runId, watcher, closeOthers, turns, baseTest };
		return baseTest.run(testKey(experiment), signal, async (either) => {
			const started = startTrainer({ ...opening, signal: either }, experiment, this.#parts);
			const { trainer, events } = await started;
			trainer.dispose();
			return events;
		});
	}

	/** Opens a stored run at its last checkpoint. Throws InputError with the missing part. */
	async resume(runId: string, signal: AbortSignal, options: OpenOptions = {}): Promise<Run> {
		const { step } = await storedRun(runId, this.#parts.runs);
		return this.#openRun({ runId, step }, signal, options, async (opening) => {
			await this.#close((id) => id === runId);
			return resumeRun(opening, this.#parts);
		});
	}

	/** Makes and opens a run that begins at a checkpoint of another one. Throws InputError. */
	async fork(request: ForkRequest, signal: AbortSignal): Promise<Run> {
		const { runs, now } = this.#parts;
		const { newRunId } = request;
		const parent = await storedRun(request.runId, runs);
		await storeFork(request, parent, runs, now());
		try {
			return await this.resume(newRunId, signal);
		} catch (error) {
			await this.delete(newRunId);
			throw error;
		}
	}

	/** The run; opens it at its last checkpoint if necessary. */
	async opened(runId: string, signal: AbortSignal, options?: OpenOptions): Promise<Run> {
		return (await this.ifOpen(runId)) ?? this.resume(runId, signal, options);
	}

	/**
	 * Calls `work` with the experiment's base model, without a run. An opening of a run ends it.
	 * Throws InputError while a run trains.
	 */
	async askBase<T>(
		experiment: AskedExperiment,
		signal: AbortSignal,
		work: (model: Answering, signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		const closed = this.#mutex(async () => {
			if (this.#open.some(({ training }) => training)) throw anotherTrains();
			// They are paused and stored, and none of them is on the workbench.
			await this.#close(() => true);
		});
		await unlessAborted(closed, signal);
		return this.#answers.ask(experiment, signal, work);
	}

	/**
	 * Times and memory of a run that does not exist yet. An opening of a run ends the measurement.
	 * Null while a run trains or is opened. Throws InputError.
	 */
	async forecast(experiment: Experiment, signal: AbortSignal): Promise<Forecast | null> {
		return this.busy ? null : this.#forecast.of(experiment, signal);
	}

	/** The run, for a question to its model. Opens it only if no other run trains. */
	async forAnswer(runId: string, signal: AbortSignal): Promise<Run> {
		const run = await unlessAborted(this.ifOpen(runId), signal);
		if (run) return run;
		if (await this.isTraining()) throw anotherTrains(runId);
		return this.resume(runId, signal);
	}

	/** Resolves when the current step is done and stored; at once if the run is not open. */
	async pause(runId: string): Promise<{ step: number }> {
		const run = await this.ifOpen(runId);
		return run ? run.pause() : { step: (await storedRun(runId, this.#parts.runs)).step };
	}

	/** Whether a run is open or being opened. */
	get hasOpen(): boolean {
		return this.#openings > 0 || this.#open.length > 0;
	}
	/** Whether a run is being opened, or trains. */
	get busy(): boolean {
		return this.#openings > 0 || this.#open.some(({ training }) => training);
	}
	/** Whether an open run trains, after the current opening. */
	isTraining(): Promise<boolean> {
		return this.#mutex(async () => this.#open.some(({ training }) => training));
	}

	/** Pauses the open runs, after the current opening. */
	async rest(): Promise<void> {
		const open = await this.#mutex(async () => this.#open);
		await Promise.all(open.map((run) => run.pause()));
	}

	/** The run if it is open, after the current opening; else null. */
	async ifOpen(runId: string): Promise<Run | null> {
		return this.#mutex(async () => this.#open.find(({ record }) => record.id === runId) ?? null);
	}

	/** All events of an open or stored run. */
	async events(runId: string): Promise<readonly RunEvent[]> {
		return (await this.ifOpen(runId))?.events() ?? this.#parts.runs.events(runId);
	}

	/** The run's best checkpoint: weights, and the record at its step. Throws InputError. */
	async bestWeights(runId: string): Promise<{ record: RunRecord; weights: Float32Array }> {
		const { runs } = this.#parts;
		const record = await storedRun(runId, runs);
		const checkpoint = record.best && (await runs.checkpoint(runId, record.best.step));
		if (!checkpoint)
			throw new InputError(
				say(
					'This run has no best checkpoint: it chooses none, or came from a fork or a file without weights. Take the last one.',
				),
				{ runId },
			);
		return { record: { ...record, step: checkpoint.step }, weights: checkpoint.weights };
	}

	/**
	 * The current weights if the run is open and has not ended, else the last checkpoint's; and the
	 * record at their step.
	 */
	async weights(runId: string): Promise<{ record: RunRecord; weights: Float32Array }> {
		const active = await this.ifOpen(runId);
		if (active?.record.end === 'running') {
			const { weights, step } = await active.weights();
			return { weights, record: { ...active.record, step } };
		}
		const record = await storedRun(runId, this.#parts.runs);
		const checkpoint = await this.#parts.runs.checkpoint(runId);
		if (!checkpoint)
			throw new InputError(say('This run has no checkpoint yet: open it, then try again.'), {
				runId,
			});
		return { record, weights: checkpoint.weights };
	}

	/** A run that has not ended reports that it has stopped, for those who wait for its end. */
	async delete(runId: string): Promise<void> {
		const { runs } = this.#parts;
		const open = await this.#mutex(async () => {
			const run = this.#open.find(({ record }) => record.id === runId);
			this.#open = this.#open.filter((other) => other !== run);
			await run?.discard();
			return run;
		});
		const record = open?.record ?? (await runs.get(runId));
		await runs.delete(runId);
		if (record?.end !== 'running') return;
		const watcher = open?.watcher ?? this.watcher(runId);
		watcher.status({ kind: 'stopped', step: record.step });
	}

	/**
	 * Opens runs one after the other. A later opening cancels the earlier one. `test`: the key of the
	 * test with which the run begins.
	 */
	#openRun(
		{
			runId,
			step,
			test,
		}: { readonly runId: string; readonly step: number; readonly test?: string },
		signal: AbortSignal,
		{ watcher = this.watcher(runId), beside = [], group }: OpenOptions,
		open: (opening: Opening) => Promise<Run>,
	): Promise<Run> {
		this.#opening.abort(new DOMException('Another run was opened.', 'AbortError'));
		this.#opening = new AbortController();
		const either = AbortSignal.any([signal, this.#opening.signal]);
		this.#openings++;
		const free = [this.#baseTest.end(test), this.#answers.end(), this.#forecast.end()];
		const opened = this.#mutex(async () => {
			await unlessAborted(Promise.all(free), either);
			watcher.status({ kind: 'preparing', step });
			try {
				const run = await open({
					runId,
					watcher,
					signal: either,
					closeOthers: () => this.#close((id) => !beside.includes(id)),
					turns: this.#turns,
					baseTest: this.#baseTest,
					...(group && { group }),
				});
				this.#open = [...this.#open, run];
				return run;
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

	async #close(isClosed: (runId: string) => boolean): Promise<void> {
		const closing = this.#open.filter(({ record }) => isClosed(record.id));
		this.#open = this.#open.filter((run) => !closing.includes(run));
		for (const run of closing) await run.close();
	}
}

const anotherTrains = (runId?: string): InputError =>
	new InputError(
		say('Another run is training: pause it, or wait until it is done.'),
		runId === undefined ? {} : { runId },
	);
