/** A run of the tiny model without a database, whose device a test can destroy. */
import type { Run } from '#lab/run/Run.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { Checkpoint, RunRecord } from '#lab/run/stores.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { createEncoder } from '#lab/run/prepareRun.ts';
import { Runs } from '#lab/run/Runs.ts';
import { createTrainer } from '#lab/training/createTrainer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { openDeviceKeeper } from '#lab/run/trainingDevice.ts';
import { testStores } from './testStores.ts';
import { withoutClock } from './withoutClock.ts';
import { tinyModel, tinySettings, tinySkills } from '../unit/engine/tinyRun.ts';

const runId = 'r';
const steps = 8;

/** Has a switch to a policy that prepares and learns, and an evaluation between checkpoints. */
const experiment: Experiment = {
	version: 1,
	model: { id: 'tiny', sha256: '0'.repeat(64) },
	skills: tinySkills.map(({ info, use }) => ({
		id: info.id,
		name: info.name,
		version: 0,
		sha256: info.fingerprint,
		use,
	})),
	...tinySettings(
		[
			{ fromStep: 0, id: 'timetable', settings: {} },
			{ fromStep: 4, id: 'skill-it', settings: { graphSteps: 2, rows: 1, every: 2 } },
		],
		{ steps, evaluation: { every: 5, examples: 2, finalExamples: 2, samples: 1 } },
	),
	checkpointEvery: 3,
};

export interface LossyRun {
	readonly record: RunRecord | undefined;
	readonly checkpoint: Checkpoint | undefined;
	/** Reported and stored events; clock times are 0. */
	readonly told: readonly RunEvent[];
	readonly stored: readonly RunEvent[];
	/** Number of opened devices. */
	readonly opened: number;
}

export interface LossyRunOptions {
	readonly open: (onLost: (reason: string) => void) => Promise<ComputeDevice>;
	/** Called after each reported step (0: base evaluation), before the next step. */
	readonly afterStep?: (step: number, device: ComputeDevice, lose: () => void) => unknown;
	readonly changes?: Partial<Experiment>;
	readonly make?: typeof createTrainer;
	/** Trains the run, at last to its end. `paused` resolves when it pauses next. */
	readonly drive?: (run: Run, paused: () => Promise<unknown>) => unknown;
	/** Instead of its error, a failed run is returned as it is stored. */
	readonly mayFail?: boolean;
}

/** Trains to the end. Throws the error of a failed run. */
export async function lossyRun({
	open,
	afterStep,
	changes = {},
	make = createTrainer,
	drive = (run) => run.play({ kind: 'full' }),
	mayFail = false,
}: LossyRunOptions): Promise<LossyRun> {
	const { runs } = await testStores();
	const told: RunEvent[] = [];
	let device: ComputeDevice | undefined;
	let lose = () => {};
	let opened = 0;
	const keeper = await openDeviceKeeper(
		async (onLost) => {
			opened++;
			lose = () => onLost('taken away by the test');
			return (device = await open(onLost));
		},
		() => undefined,
	);
	let end: (failure: Error | null) => void;
	const ended = new Promise<Error | null>((resolve) => (end = resolve));
	const onPause: (() => void)[] = [];
	const control = new Runs({
		runs,
		sources: {
			openModel: async () => tinyModel,
			openAdapter: async () => ({ bytes: new Uint8Array() }),
			openSkill: async ({ id }) => {
				const { info, rows } = tinySkills.find((skill) => skill.info.id === id)!;
				return { info, read: (part) => once(rows[part]) };
			},
			encodeSkills: createEncoder(),
		},
		openDevice: (lost) => keeper.current(lost),
		createTrainer: make,
		openArtefact: () => Promise.reject(new Error('This run has no artefact.')),
		now: () => 0,
		watcher: () => ({
			progress: () => undefined,
			progressEnded: () => undefined,
			events(events) {
				told.push(...events);
				const last = events.at(-1);
				if (device && last && last.type !== 'checkpoint') afterStep?.(last.step, device, lose);
			},
			status(status) {
				if (status.kind === 'paused') for (const resolve of onPause.splice(0)) resolve();
				if (status.kind === 'failed') end(status.error);
				if (status.kind === 'finished') end(null);
			},
		}),
	});
	const never = new AbortController().signal;
	await control.create(runId, { ...experiment, ...changes }, never);
	const paused = () => new Promise<void>((resolve) => onPause.push(resolve));
	const driven = drive(await control.opened(runId, never), paused);
	const failure = await ended;
	await driven;
	if (failure && !mayFail) throw failure;
	const left = {
		record: await runs.get(runId),
		checkpoint: await runs.checkpoint(runId),
		told: withoutClock(told),
		stored: withoutClock(await runs.events(runId)),
		opened,
	};
	await control.delete(runId);
	device?.dispose();
	return left;
}

export const lossyRunSteps = steps;

async function* once<T>(rows: T): AsyncGenerator<T> {
	yield rows;
}
