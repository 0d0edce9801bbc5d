/** The lab in a page, with a log in Node of what the page was told about its run. */
import type { Page, Worker } from 'playwright';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import type { RunRecord } from '../../src/lab/run/stores.ts';
import type { RunEvent } from '../../src/lab/training/events.ts';
import type { RunStatus } from '../../src/lab/worker/protocol.ts';
import type { LabEvent } from '../../src/lab/worker/protocol.ts';
import type { CellOutcome } from '../../src/lab/study/result.ts';

/** Everything that reached Node before the page went away. */
export interface Told {
	readonly events: RunEvent[];
	readonly statuses: RunStatus[];
	/** By run: the last step that was said to be stored. */
	readonly marks: Map<string, number>;
	/** Results of a study's cells. */
	readonly outcomes: CellOutcome[];
	/** Steps of a study's cells that were trained since the lab was opened. */
	readonly cellSteps: number[];
	/** Errors of the page, and notices that the lab shows. */
	readonly errors: string[];
}

/** Opens the address and waits until the lab is ready. */
export async function openLab(page: Page, url: string): Promise<Told> {
	const told: Told = {
		events: [],
		statuses: [],
		marks: new Map(),
		outcomes: [],
		cellSteps: [],
		errors: [],
	};
	page.on('pageerror', (error) => told.errors.push(error.message));
	await page.exposeFunction('soakTold', (event: LabEvent) => {
		if (event.event === 'run.status') told.statuses.push(event.status);
		if (event.event === 'study.outcome') told.outcomes.push(event.outcome);
		if (event.event === 'study.status' && event.status.kind === 'running') {
			for (const now of Object.values(event.status.progress))
				if (now && now.millisecondsPerStep !== null) told.cellSteps.push(now.step);
		}
		if (event.event !== 'run.events') return;
		for (const runEvent of event.events) {
			told.events.push(runEvent);
			if (runEvent.type === 'checkpoint') told.marks.set(event.runId, runEvent.step);
		}
	});
	page.on('worker', (worker) => {
		// The helper threads of WebAssembly wait inside a call and never answer.
		if (isLabWorker(worker)) worker.evaluate(watchGpu).catch(() => undefined);
	});
	await page.goto(url, { timeout: 180_000 });
	await waitUntilReady(page);
	return told;
}

/** In the worker's global scope. */
export interface WatchedGpu {
	soakGpu?: {
		/** Bytes of buffers that were made and not destroyed. */
		bytes: number;
		/** The newest device. */
		device: GPUDevice | null;
	};
}

/** Runs in the worker, before it opens the device. */
function watchGpu(): void {
	const watched: NonNullable<WatchedGpu['soakGpu']> = { bytes: 0, device: null };
	(globalThis as WatchedGpu).soakGpu = watched;
	if (typeof GPUDevice === 'undefined') return;
	const { createBuffer } = GPUDevice.prototype;
	GPUDevice.prototype.createBuffer = function (descriptor) {
		const buffer = createBuffer.call(this, descriptor);
		watched.device = this;
		watched.bytes += buffer.size;
		let isAlive = true;
		const destroy = buffer.destroy.bind(buffer);
		buffer.destroy = () => {
			if (isAlive) watched.bytes -= buffer.size;
			isAlive = false;
			return destroy();
		};
		return buffer;
	};
}

export async function waitUntilReady(page: Page): Promise<void> {
	await page.waitForFunction(() => window.skillet !== undefined, undefined, { timeout: 180_000 });
	await page.evaluate(async () => {
		const { ready, client } = window.skillet!;
		await ready;
		client.subscribe((event) => {
			const tell = (window as unknown as { soakTold: (event: LabEvent) => void }).soakTold;
			if (['run.events', 'run.status', 'study.status', 'study.outcome'].includes(event.event))
				tell(event);
		});
	});
}

/** The default experiment, cut down so that a step takes a few milliseconds. */
export async function smallExperiment(
	page: Page,
	change: Partial<Experiment> = {},
): Promise<Experiment> {
	const { defaultExperiment } = await page.evaluate(() => window.skillet!.ready);
	return {
		...defaultExperiment,
		skills: defaultExperiment.skills.filter(({ id }) =>
			['addition', 'reversing', 'stories'].includes(id),
		),
		batching: { ...defaultExperiment.batching, size: 2, context: 64 },
		evaluation: { every: 1000, examples: 2, finalExamples: 2, samples: 1 },
		...change,
	};
}

/** Makes the run and starts it. Replies when it is running. */
export async function play(page: Page, runId: string, experiment?: Experiment): Promise<void> {
	await page.evaluate(
		async ([id, json]) => {
			const { client } = window.skillet!;
			if (json)
				await client['run.create']({ runId: id, experiment: JSON.parse(json) as Experiment });
			else await client['run.resume']({ runId: id });
			await client['run.play']({ runId: id, pace: { kind: 'full' } });
		},
		[runId, experiment ? JSON.stringify(experiment) : ''] as const,
	);
}

/** Trains an open run up to this step. Replies when it has paused or finished there. */
export async function playUntil(page: Page, runId: string, told: Told, until: number) {
	await page.evaluate(
		([id, step]) =>
			window.skillet!.client['run.play']({ runId: id, pace: { kind: 'until', step } }),
		[runId, until] as const,
	);
	await untilStatus(
		told,
		(last) => last?.kind === 'finished' || (last?.kind === 'paused' && last.step === until),
	);
}

export const findRun = (page: Page, runId: string): Promise<RunRecord | undefined> =>
	page.evaluate(
		async (id) => (await window.skillet!.client['run.list']()).find((run) => run.id === id),
		runId,
	);

export const runEvents = (page: Page, runId: string): Promise<readonly RunEvent[]> =>
	page.evaluate((id) => window.skillet!.client['run.events']({ runId: id }), runId);

export const deleteRun = (page: Page, runId: string): Promise<void> =>
	page.evaluate((id) => window.skillet!.client['run.delete']({ runId: id }), runId);

/** Waits for a status of the run: a finished run, or the failure as an error. */
export const untilFinished = (told: Told): Promise<void> =>
	untilStatus(told, (last) => last?.kind === 'finished');

async function untilStatus(
	told: Told,
	isDue: (last: RunStatus | undefined) => boolean,
): Promise<void> {
	const milliseconds = 600_000;
	const limit = performance.now() + milliseconds;
	while (performance.now() < limit) {
		const last = told.statuses.at(-1);
		if (isDue(last)) return;
		if (last?.kind === 'failed') throw new Error(`The run failed: ${last.error.message}`);
		await sleep(50);
	}
	throw new Error(`The run was not at the awaited step in ${milliseconds / 1000} s.`);
}

/** Trains the experiment to its end and deletes the run; returns its curve. */
export async function undisturbed(page: Page, experiment: Experiment): Promise<string> {
	const events = await page.evaluate(
		(json) => window.skillet!.run(JSON.parse(json) as Experiment),
		JSON.stringify(experiment),
	);
	return readCurve(events);
}

/** Losses, shares and scores: equal experiments have the same, to the last bit. */
export const readCurve = (events: readonly RunEvent[]): string =>
	JSON.stringify(
		events
			.filter(({ type }) => type === 'step' || type === 'evaluation')
			.map((event) => ({ ...event, milliseconds: 0, probeMilliseconds: 0 })),
	);

/** Devices round differently, and later steps amplify it. */
const tolerance = 1e-3;

/**
 * Largest relative difference of the losses from those of an undisturbed curve. Throws unless the
 * bits are equal, or the run warns of another device and the difference is small.
 */
export function differenceFrom(whole: string, events: readonly RunEvent[]): number {
	if (readCurve(events) === whole) return 0;
	demand(
		events.some(({ type }) => type === 'warning'),
		'The curve differs, and the run does not say why.',
	);
	const losses = (events: readonly RunEvent[]) =>
		events.flatMap((event) => (event.type === 'step' ? [event.loss] : []));
	const [some, all] = [losses(events), losses(JSON.parse(whole) as RunEvent[])];
	demand(some.length === all.length, `The run has ${some.length} of ${all.length} steps.`);
	const difference = Math.max(...all.map((loss, i) => Math.abs(some[i] - loss) / loss));
	demand(difference <= tolerance, `The losses differ by ${difference}.`);
	return difference;
}

/** The last step that the page was told to be stored; −1: none. */
export const lastMark = ({ events }: Told): number =>
	events.findLast(({ type }) => type === 'checkpoint')?.step ?? -1;

/** Whether the worker runs the lab's script (a blob); the others are threads of WebAssembly. */
export const isLabWorker = (worker: Worker): boolean => worker.url().startsWith('blob:');

export function labWorker(page: Page): Worker {
	const found = page.workers().find(isLabWorker);
	if (!found) throw new Error('The page has no worker of the lab.');
	return found;
}

export const sleep = (milliseconds: number): Promise<void> =>
	new Promise((resolve) => void setTimeout(resolve, milliseconds));

export function demand(holds: boolean, what: string): asserts holds {
	if (!holds) throw new Error(what);
}
