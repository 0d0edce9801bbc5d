/**
 * A start goes one way: the experiment is prepared (prepareRun.ts), a trainer opens on a device
 * (RecoveringTrainer.ts) and tests the base model, the record is stored (RunLog.ts), and the run is
 * open (Run.ts), paused at step 0 or at its last checkpoint.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { requireTargets } from '#engine/model/adapters.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { Run } from './Run.ts';
import type { Experiment } from './experiment.ts';
import { testKey, type BaseTest } from './BaseTest.ts';
import { prepareRun } from './prepareRun.ts';
import { RecoveringTrainer } from './RecoveringTrainer.ts';
import { rowWarnings } from './rowWarnings.ts';
import { RunLog, warnOfBackend, warnOfReopening } from './RunLog.ts';
import type { RunParts } from './runParts.ts';
import type { RunWatcher } from './runStatus.ts';
import type { Checkpoint, RunGroup, RunRecord, RunStore } from './stores.ts';
import type { Turns } from './turns.ts';

/** A run that is being opened. */
export interface Opening {
	readonly runId: string;
	readonly watcher: RunWatcher;
	/** Aborts when the visitor cancels the opening or opens another run. */
	readonly signal: AbortSignal;
	/** Closes the open runs, because some devices have memory for one run only. */
	readonly closeOthers: () => Promise<void>;
	readonly turns: Turns;
	readonly baseTest: BaseTest;
	/** The list that makes the run. */
	readonly group?: RunGroup;
}

interface StartedTrainer {
	readonly trainer: RecoveringTrainer;
	/** The events of step 0: what the rows lack, and the test; none of a restored run. */
	readonly events: readonly RunEvent[];
}

/** Prepares the experiment and opens its trainer, which tests the base model before step 1. */
export async function startTrainer(
	{ runId, watcher, signal, closeOthers, baseTest }: Opening,
	experiment: Experiment,
	parts: RunParts,
	restored?: Checkpoint,
): Promise<StartedTrainer> {
	const { runs, sources } = parts;
	const prepared = await prepareRun(experiment, sources, watcher, signal);
	if (!restored && experiment.adapter) requireTargets(prepared.model, experiment.adapter);
	await closeOthers();
	const stored = async () => ({
		settings: (await runs.get(runId))?.experiment ?? experiment,
		restored: await runs.checkpoint(runId),
	});
	const start = { settings: experiment, restored };
	const trainer = await RecoveringTrainer.open({ ...parts, prepared, stored, watcher }, start);
	if (restored) return { trainer, events: [] };
	return disposeOnError(trainer, signal, async () => {
		const key = `${trainer.device} ${testKey(experiment)}`;
		const measured = await trainer.ask(
			(made) => baseTest.keep(key, (tested) => made.start(signal, tested)),
			signal,
		);
		const lacks = rowWarnings(prepared.skills, experiment.batching.context);
		return { trainer, events: [...lacks, ...measured] };
	});
}

/** Stores a run with its checkpoint of step 0. */
export async function createRun(
	opening: Opening,
	experiment: Experiment,
	parts: RunParts,
): Promise<Run> {
	const { runId: id, signal, group } = opening;
	const { runs } = parts;
	const { trainer, events } = await startTrainer(opening, experiment, parts);
	return disposeOnError(trainer, signal, async () => {
		const { backend, device } = trainer;
		const record: RunRecord = {
			id,
			experiment,
			startedAt: parts.now(),
			backend,
			device,
			engine: engineVersion,
			end: 'running',
			step: 0,
			...(group && { group }),
		};
		signal.throwIfAborted();
		await runs.create(record);
		try {
			return await openLogged(record, trainer, events, opening, parts);
		} catch (error) {
			// A run needs its first checkpoint.
			await runs.delete(id).catch(() => undefined);
			throw error;
		}
	});
}

/** Opens a stored run at its last checkpoint and drops later events. Throws InputError. */
export async function resumeRun(opening: Opening, parts: RunParts): Promise<Run> {
	const { runId, signal } = opening;
	const { runs } = parts;
	const stored = await storedRun(runId, runs);
	const restored = await runs.checkpoint(runId);
	if (!restored) requireUntrained(stored);
	const { trainer, events } = await startTrainer(opening, stored.experiment, parts, restored);
	return disposeOnError(trainer, signal, async () => {
		signal.throwIfAborted();
		const { backend, step } = trainer;
		const change = stored.backend === backend ? [] : [warnOfBackend(stored, { backend, step })];
		const record = await reopenFailed(stored, runs);
		return openLogged(record, trainer, [...events, ...change], opening, parts, restored);
	});
}

/** The run with its log. Stores its first checkpoint, if it has none. */
async function openLogged(
	record: RunRecord,
	trainer: RecoveringTrainer,
	events: readonly RunEvent[],
	{ watcher, turns }: Opening,
	parts: RunParts,
	restored?: Checkpoint,
): Promise<Run> {
	const run = new Run(trainer, new RunLog(record, parts, watcher), turns);
	await run.open(events, { save: !restored });
	return run;
}

/** The record of a stored run. Throws InputError if there is none. */
export async function storedRun(runId: string, runs: RunStore): Promise<RunRecord> {
	const record = await runs.get(runId);
	if (!record)
		throw new InputError(
			say('The lab has no such run: it was deleted, or made elsewhere. Choose another.'),
			{ runId },
		);
	return record;
}

/** Disposes of the trainer if `work` fails. After a cancellation, throws the signal's reason. */
async function disposeOnError<T>(
	trainer: RecoveringTrainer,
	signal: AbortSignal,
	work: () => Promise<T>,
): Promise<T> {
	try {
		return await work();
	} catch (error) {
		trainer.dispose();
		signal.throwIfAborted();
		throw error;
	}
}

/** Throws InputError if a run without a checkpoint has steps, which a restart would repeat. */
function requireUntrained({ id, step }: RunRecord): void {
	if (step === 0) return;
	throw new InputError(
		say(
			'This run came from a file without its weights: its curves are here, and it cannot go on from step {step}. To have its model, press Reset and train it again: the same seed gives the same curve.',
			{ step },
		),
		{ runId: id },
	);
}

/** Marks a failed run as running. It resumes from its last checkpoint. */
async function reopenFailed(stored: RunRecord, runs: RunStore): Promise<RunRecord> {
	if (stored.end !== 'failed') return stored;
	const record: RunRecord = { ...stored, end: 'running' };
	await runs.update(record, [warnOfReopening(record.step)]);
	return record;
}
