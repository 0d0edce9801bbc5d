/** A run control over its own stores and the trainer fixture, with a log of all that it tells. */
import { DeviceLostError, InputError } from '#engine/core/errors.ts';
import { asMessage, statementText } from '#engine/core/message.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { promptAnswer } from '#engine/data/example.ts';
import type { SkillInfo } from '#engine/data/skill.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { putSkill, testStores } from './testStores.ts';
import { withoutClock } from './withoutClock.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { createEncoder } from '#lab/run/prepareRun.ts';
import { Runs } from '#lab/run/Runs.ts';
import type { RunParts, RunSources } from '#lab/run/runParts.ts';
import type { RunStatusWith } from '#lab/run/runStatus.ts';
import type { LabStores } from '#lab/run/stores.ts';
import type { TrainingDevice } from '#lab/run/trainingDevice.ts';
import { trainerFixture, type TrainerFixture } from './trainer.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';

export const fileSkill: SkillInfo = {
	id: 'file:0123456789ab',
	name: 'math.jsonl',
	role: 'domain',
	source: 'file',
	about: '',
	counts: { train: 1, validation: 1, heldOut: 1 },
	measure: { kind: 'exact' },
	heldOutIs: 'unseen',
	fingerprint: '0123456789ab'.padEnd(64, '0'),
	bytes: 10,
};

export const experiment: Experiment = {
	version: 1,
	model: { id: 'base', sha256: 'a'.repeat(64) },
	skills: [
		{
			id: fileSkill.id,
			name: fileSkill.name,
			version: 0,
			sha256: fileSkill.fingerprint,
			use: 'train',
		},
	],
	policy: [{ fromStep: 0, id: 'uniform', settings: {} }],
	steps: 20,
	seed: 1,
	batching: { size: 4, context: 64, layout: 'padded' },
	optimizer: { ...defaultOptimizer, learningRate: 3e-3, weightDecay: 0 },
	schedule: { kind: 'constant', warmup: 0, floor: 1 },
	evaluation: { every: 5, examples: 1, finalExamples: 1, samples: 0 },
	checkpointEvery: 7,
};

const letters = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));

/** One token per UTF-16 unit. */
export const letterTokenizer: Tokenizer = {
	encode: letters,
	marked: {
		added: new Map(),
		isIn: () => false,
		begins: () => false,
		encode: (text) => ({ ids: letters(text), pieces: [...text] }),
		normalized: (text) => text,
		bytesOf: (piece) => new TextEncoder().encode(piece),
	},
	decode: (ids) => String.fromCharCode(...ids),
	names: new Map(),
	begin: null,
	end: 0,
	system: 1,
	user: 2,
	assistant: 3,
	vocabulary: 2 ** 16,
};

/** Devices as a worker keeps them: a new one in place of one that was lost. */
export interface DevicesFixture {
	/** The one in use is lost, and says so. */
	lose: (reason?: string) => void;
	opened: number;
	/** Backend of the next devices. */
	backend: 'webgpu' | 'wasm';
	/** Error that opening a device throws from now on. */
	refuse: Error | null;
	readonly open: RunParts['openDevice'];
}

function devicesFixture(): DevicesFixture {
	let gone = new AbortController();
	let current: TrainingDevice | undefined;
	const devices: DevicesFixture = {
		opened: 0,
		backend: 'webgpu',
		refuse: null,
		lose: (reason = 'driver reset') => gone.abort(lostDevice(reason)),
		async open(lost, prefer) {
			if (current && !current.lost.aborted && current !== lost) return current;
			await nextTask();
			if (devices.refuse) throw devices.refuse;
			gone = new AbortController();
			const report = {
				backend: prefer ?? devices.backend,
				kind: 'hardware',
				name: 'test',
				features: [],
			};
			const compute = { report } as unknown as ComputeDevice;
			current = { compute, lost: gone.signal };
			devices.opened++;
			return current;
		},
	};
	return devices;
}

const lostDevice = (reason = 'driver reset'): DeviceLostError =>
	new DeviceLostError(asMessage(`The GPU was lost (${reason}).`), { reason });

/** Ways in which a device is lost under a request. */
export const waysToLose = [
	'no answer',
	'named error',
	'unnamed error',
	'late news',
	'no news',
] as const;

/** Loses the device during a request, which then throws or never gets an answer. */
export function loseDevice(
	{ devices }: Pick<ControlFixture, 'devices'>,
	way: (typeof waysToLose)[number],
): unknown {
	const unnamed = new Error('mapAsync: the buffer was destroyed.');
	if (way === 'late news') setTimeout(() => devices.lose(), 5);
	else if (way !== 'no news') devices.lose();
	if (way === 'no answer') return new Promise(() => undefined);
	throw way === 'unnamed error' || way === 'late news' ? unnamed : lostDevice();
}

export interface RunReports {
	readonly events: RunEvent[];
	readonly statuses: RunStatusWith<Error>[];
}

export interface ControlFixture {
	readonly control: Runs;
	readonly stores: LabStores;
	readonly trainer: TrainerFixture;
	readonly events: RunEvent[];
	readonly statuses: RunStatusWith<Error>[];
	readonly progress: string[];
	readonly devices: DevicesFixture;
	readonly sources: RunSources;
	/** Stands still unless a test moves it. */
	readonly clock: { milliseconds: number };
	/** What this tab was told of one run. */
	readonly told: (runId: string) => RunReports;
	/** Resolves with the next status of that kind. */
	readonly until: (kind: RunStatusWith<Error>['kind']) => Promise<RunStatusWith<Error>>;
}

/** `stores` of another fixture: the lab after a reload. */
export async function controlFixture(
	stores?: LabStores,
	changed: Partial<RunSources> = {},
): Promise<ControlFixture> {
	const labStores = stores ?? (await testStores());
	if (!stores) await putSkill(labStores, fileSkill, [promptAnswer('1+1', '2')]);
	const trainer = trainerFixture();
	const devices = devicesFixture();
	const clock = { milliseconds: 1 };
	const progress: string[] = [];
	const events: RunEvent[] = [];
	const statuses: RunStatusWith<Error>[] = [];
	const waiting: { kind: string; resolve: (status: RunStatusWith<Error>) => void }[] = [];
	const reports = new Map<string, RunReports>();
	const told = (runId: string): RunReports => {
		const ofRun = reports.get(runId) ?? { events: [], statuses: [] };
		reports.set(runId, ofRun);
		return ofRun;
	};
	const sources: RunSources = {
		openAdapter: async () => ({ bytes: new Uint8Array() }),
		openModel: async () => ({ config: { context: 64 }, tokenizer: letterTokenizer }) as LoadedModel,
		openSkill: (ref) => labStores.skills.source(ref.id),
		encodeSkills: createEncoder(),
		...changed,
	};
	const control = new Runs({
		runs: labStores.runs,
		sources,
		openDevice: devices.open,
		createTrainer: trainer.createTrainer,
		openArtefact: (sha256) => Promise.reject(new Error(`There is no ${sha256}.`)),
		now: () => clock.milliseconds,
		watcher: (runId) => ({
			events(added) {
				events.push(...added);
				told(runId).events.push(...added);
			},
			progress: (label) => void progress.push(statementText(label)),
			progressEnded: () => void progress.push(''),
			status(status) {
				statuses.push(status);
				told(runId).statuses.push(status);
				for (const wait of waiting.filter(({ kind }) => kind === status.kind)) wait.resolve(status);
			},
		}),
	});
	return {
		control,
		stores: labStores,
		trainer,
		events,
		statuses,
		progress,
		devices,
		sources,
		clock,
		told,
		until: (kind) => new Promise((resolve) => waiting.push({ kind, resolve })),
	};
}

/** A control whose run `r` is open. */
export async function withOpenRun(opened = experiment) {
	const lab = await controlFixture();
	await lab.control.create('r', opened, never);
	return { ...lab, run: await lab.control.opened('r', never) };
}

/** Trains up to the step; without a step, to the end. */
export async function train(
	{ run, until }: Pick<Awaited<ReturnType<typeof withOpenRun>>, 'run' | 'until'>,
	step?: number,
): Promise<void> {
	run.play(step === undefined ? { kind: 'full' } : { kind: 'until', step });
	await until(step === undefined ? 'finished' : 'paused');
}

/** A control whose run `r` was trained up to the step; without a step, to its end. */
export async function trainedRun(opened = experiment, step?: number) {
	const lab = await withOpenRun(opened);
	await train(lab, step);
	return lab;
}

/** Events that are equal for equal seeds: without clock times and checkpoints. */
export const curve = (events: readonly RunEvent[]): RunEvent[] =>
	withoutClock(events).filter(({ type }) => type !== 'checkpoint');

export const never = new AbortController().signal;
export const noModel = (): never => {
	throw new InputError(asMessage(`The lab has no model “base” (SHA-256 ${'a'.repeat(64)}).`));
};
