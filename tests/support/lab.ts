/**
 * A whole lab over a MessageChannel, for tests: real client, host and stores, the trainer fixture,
 * a tiny model.
 */
import { onTestFinished } from 'vitest';
import { sha256Hex } from '#engine/core/hash.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { DeviceReport } from '#engine/gpu/report.ts';
import type { RunEvent } from '#lab/training/events.ts';
import { trainerFixture, type TrainerFixture } from './trainer.ts';
import { createClient, type LabClient } from '#lab/worker/client.ts';
import { serveLab } from '#lab/worker/host.ts';
import { inlineJobs, keepingFileNames, withFileNames } from './inlineJobs.ts';
import type { LabParts } from '#lab/worker/openLab.ts';
import { OutsideFault, type Outside } from '#lab/worker/outside/outside.ts';
import type { LabEvent, LabMessage } from '#lab/worker/protocol.ts';
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import type { ShippedModel } from '#lab/worker/modelLibrary.ts';
import { tinyModelFolder } from './tinyModel.ts';
import { testStores, type TestStores } from './testStores.ts';

const report: DeviceReport = {
	backend: 'wasm',
	kind: 'software',
	name: 'test',
	crossOriginIsolated: false,
	limits: {},
	features: [],
};

/** No other origin may be asked. */
const noOutside: Outside = {
	fetch: async () => {
		throw new OutsideFault('notAllowed');
	},
	follow: async () => null,
};

export interface LabFixture {
	readonly client: LabClient;
	readonly stores: TestStores;
	readonly trainer: TrainerFixture;
	readonly events: LabEvent[];
	/** The site's files by path; a test may change, add or delete. */
	readonly site: Map<string, Uint8Array<ArrayBuffer>>;
	readonly fetched: string[];
	readonly devices: { opened: number; disposed: number };
	readonly loseDevice: (reason: string) => void;
	/** The page's end of the channel, to say what no client says. */
	readonly post: (message: unknown) => void;
	readonly onMessage: (listener: (message: LabMessage) => void) => void;
}

/** Closed when the test ends. */
export async function labFixture(
	changed: Partial<LabParts> = {},
	stores?: TestStores,
	features: readonly WorkerFeature[] = [],
): Promise<LabFixture> {
	const labStores = stores ?? (await testStores());
	const { port1, port2 } = new MessageChannel();
	const trainer = trainerFixture();
	const site = shippedSite();
	const fetched: string[] = [];
	const devices = { opened: 0, disposed: 0 };
	let lose: (reason: string) => void = () => undefined;
	const parts: LabParts = {
		openStores: async () => labStores,
		openDevice: async (onLost) => {
			lose = onLost;
			devices.opened++;
			const needs = () => ({ vectors: 0, temporaries: 0, transfer: 0, buffers: 0 });
			return { report, needs, dispose: () => void devices.disposed++ } as unknown as ComputeDevice;
		},
		createTrainer: trainer.createTrainer,
		page: {
			base: new URL('https://lab.example/sub/'),
			async fetch(url, { signal }) {
				fetched.push(url.pathname);
				const bytes = site.get(url.pathname);
				signal?.throwIfAborted();
				return bytes ? new Response(bytes) : new Response(null, { status: 404 });
			},
		},
		startThrowaway: () => inlineJobs(),
		outside: () => noOutside,
		...changed,
	};
	serveLab(withFileNames(port1), parts, features);
	const page = keepingFileNames(port2);
	const client = createClient(page);
	port1.start();
	port2.start();
	onTestFinished(() => port2.close());
	const events: LabEvent[] = [];
	client.subscribe((event) => void events.push(event));
	return {
		client,
		stores: labStores,
		trainer,
		events,
		site,
		fetched,
		devices,
		loseDevice: (reason) => lose(reason),
		post: (message) => page.postMessage(message),
		onMessage: (listener) =>
			port2.addEventListener('message', ({ data }: MessageEvent<LabMessage>) => listener(data)),
	};
}

function shippedSite(): Map<string, Uint8Array<ArrayBuffer>> {
	const folder = tinyModelFolder();
	const files = [...folder].map(([name, bytes]) => ({
		name,
		bytes: bytes.length,
		sha256: sha256Hex(bytes),
	}));
	const weights = files.find(({ name }) => name === 'model.safetensors')!;
	const index: ShippedModel[] = [
		{ id: 'tiny', name: 'Tiny', sha256: weights.sha256, parameters: weights.bytes / 4, files },
	];
	const site = new Map([
		['/sub/models/index.json', new TextEncoder().encode(JSON.stringify(index))],
	]);
	for (const [name, bytes] of folder) site.set(`/sub/models/tiny/${name}`, bytes);
	return site;
}

/** An open lab, and its default experiment cut down to two small skills and 20 steps. */
export async function openLab(...parts: Parameters<typeof labFixture>) {
	const lab = await labFixture(...parts);
	const info = await lab.client['lab.open']();
	const { defaultExperiment } = info;
	const experiment: Experiment = {
		...defaultExperiment,
		skills: defaultExperiment.skills.filter(({ id }) => id === 'capitals' || id === 'reversing'),
		steps: 20,
		evaluation: { ...defaultExperiment.evaluation, every: 5 },
		checkpointEvery: 7,
	};
	return { ...lab, info, experiment };
}

export const runEvents = (events: readonly LabEvent[]): RunEvent[] =>
	events.flatMap((event) => (event.event === 'run.events' ? event.events : []));

export const isStatus =
	(kind: string) =>
	(event: LabEvent): event is LabEvent & { event: 'run.status' } =>
		event.event === 'run.status' && event.status.kind === kind;

/** Waits until the lab has sent an event for which `is` holds, and returns it. */
export async function waitForEvent<T extends LabEvent>(
	{ events, client }: LabFixture,
	is: (event: LabEvent) => event is T,
): Promise<T> {
	const before = events.find(is);
	if (before) return before;
	return new Promise((resolve) => {
		const end = client.subscribe((event) => {
			if (!is(event)) return;
			end();
			resolve(event);
		});
	});
}
