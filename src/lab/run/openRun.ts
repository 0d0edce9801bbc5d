/** Opens a run with its model, data and trainer, paused at step 0 or at its last checkpoint. */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { requirePatterns } from '#engine/model/adapters.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { ActiveRun } from './ActiveRun.ts';
import type { Experiment } from './experiment.ts';
import { testKey, type KeptTest } from './KeptTest.ts';
import { prepareRun } from './prepareRun.ts';
import { RecoveringTrainer } from './RecoveringTrainer.ts';
import {
	RunLog,
	warnOfBackend,
	warnOfCutRows,
	warnOfOverlap,
	warnOfRejectedRows,
	warnOfReopening,
} from './RunLog.ts';
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
	readonly baseTests: KeptTest;
	/** The list that makes the run. */
	readonly group?: RunGroup;
}

/** A trainer that has tested its base model. Nothing is stored yet. */
export interface TestedBase {
	readonly trainer: RecoveringTrainer;
	/** The events of step 0. */
	readonly events: readonly RunEvent[];
}

/** Opens a trainer and evaluates the base model. */
export async function testBase(
	opening: Opening,
	experiment: Experiment,
	parts: RunParts,
): Promise<TestedBase> {
	const { trainer, prepared } = await makeTrainer(opening, experiment, undefined, parts);
	return disposeOnError(trainer, opening.signal, async () => ({
		trainer,
		events: await firstEvents(trainer, prepared.skills, experiment, opening),
	}));
}

/** The events of step 0: what the rows lack, and the test of the base model. */
async function firstEvents(
	trainer: RecoveringTrainer,
	skills: readonly EncodedSkill[],
	experiment: Experiment,
	{ signal, baseTests }: Pick<Opening, 'signal' | 'baseTests'>,
): Promise<RunEvent[]> {
	const key = testKey(experiment);
	const measured = await trainer.ask(
		(made) => baseTests.with(`${trainer.device} ${key}`, (tested) => made.start(signal, tested)),
		signal,
	);
	return [
		...warnOfCutRows(skills, experiment.batching.context),
		...warnOfRejectedRows(skills),
		...warnOfOverlap(skills),
		...measured,
	];
}

/** Stores a run that begins with the tested base model, with its checkpoint of step 0. */
export async function createRun(
	{ runId: id, watcher, signal, turns, group }: Opening,
	experiment: Experiment,
	{ trainer, events }: TestedBase,
	parts: RunParts,
): Promise<ActiveRun> {
	const { runs } = parts;
	return disposeOnError(trainer, signal, async () => {
		const record: RunRecord = {
			id,
			experiment,
			startedAt: parts.now(),
			backend: trainer.backend,
			device: trainer.device,
			engine: engineVersion,
			end: 'running',
			step: 0,
			...(group && { group }),
		};
		signal.throwIfAborted();
		await runs.create(record);
		try {
			const run = new ActiveRun(trainer, new RunLog(record, parts, watcher), turns);
			const { backend, firstBackend } = trainer;
			const isOther = backend !== firstBackend;
			const change = isOther
				? [warnOfBackend({ backend: firstBackend }, { backend, step: 0 })]
				: [];
			await run.open([...events, ...change], { save: true });
			return run;
		} catch (error) {
			// A run needs its first checkpoint.
			await runs.delete(id).catch(() => undefined);
			throw error;
		}
	});
}

/** Opens a stored run at its last checkpoint and drops later events. Throws InputError. */
export async function resumeRun(opening: Opening, parts: RunParts): Promise<ActiveRun> {
	const { runId, watcher, signal, turns } = opening;
	const { runs } = parts;
	const stored = await storedRun(runId, runs);
	const restored = await runs.checkpoint(runId);
	if (!restored) requireUntrained(stored);
	const { experiment } = stored;
	const { trainer, prepared } = await makeTrainer(opening, experiment, restored, parts);
	return disposeOnError(trainer, signal, async () => {
		const events = restored ? [] : await firstEvents(trainer, prepared.skills, experiment, opening);
		signal.throwIfAborted();
		const { backend, step } = trainer;
		if (backend !== stored.backend) events.push(warnOfBackend(stored, { backend, step }));
		const record = await reopenFailed(stored, runs);
		const run = new ActiveRun(trainer, new RunLog(record, parts, watcher), turns);
		await run.open(events, { save: !restored });
		return run;
	});
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

async function makeTrainer(
	{ runId, watcher, signal, closeOthers }: Opening,
	experiment: Experiment,
	restored: Checkpoint | undefined,
	parts: RunParts,
) {
	const { runs, sources } = parts;
	const prepared = await prepareRun(experiment, sources, watcher, signal);
	// Stored runs of earlier versions can have such patterns.
	if (!restored && experiment.adapter) requirePatterns(prepared.model, experiment.adapter);
	await closeOthers();
	const stored = async () => ({
		settings: (await runs.get(runId))?.experiment ?? experiment,
		restored: await runs.checkpoint(runId),
	});
	const start = { settings: experiment, restored };
	const trainer = await RecoveringTrainer.open({ ...parts, prepared, stored, watcher }, start);
	return { trainer, prepared };
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
