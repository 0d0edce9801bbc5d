/**
 * The memory of a long run: JavaScript heaps and WebAssembly memory of the page and its worker
 * after garbage collection, GPU buffers, the browser's estimate of the stored data.
 */
import type { CDPSession, Page } from 'playwright';
import type { Experiment } from '../../src/lab/run/experiment.ts';
import { makeProfile, startBrowser } from './browserProcess.ts';
import type { SoakOptions } from './interruptions.ts';
import { demand, labWorker, openLab, playUntil, smallExperiment, type WatchedGpu } from './lab.ts';

export interface MemorySample {
	readonly step: number;
	/** Bytes of the page's JavaScript heap. */
	readonly pageHeap: number;
	/** Bytes of the worker's JavaScript heap. */
	readonly workerHeap: number;
	/** Bytes of the worker's array buffers and WebAssembly memory. */
	readonly workerBuffers: number;
	/** Bytes of GPU buffers that were made and not destroyed. */
	readonly gpuBuffers: number;
	/** Bytes that the origin stores, by the browser's estimate. */
	readonly stored: number;
}
type Measured = { readonly [What in keyof Omit<MemorySample, 'step'>]: number };
export interface MemoryRun {
	readonly backend: string;
	readonly steps: number;
	readonly samples: readonly MemorySample[];
	/** Bytes from the first half of the samples to the second: see `growth`. */
	readonly growth: Measured;
}

/**
 * Most growth over `steps` steps. The page keeps the values of its charts and the database the
 * events. A busy machine may have two checkpoints on their way at every sample.
 */
const limits = (steps: number): Measured => ({
	pageHeap: 5e5 + 1000 * steps,
	workerHeap: 1e6,
	workerBuffers: 9e6,
	gpuBuffers: 0,
	stored: 2e7 + 2000 * steps,
});
const sampleCount = 10;

export async function longRun(
	{ program, url, seed, log }: SoakOptions,
	steps: number,
): Promise<MemoryRun> {
	const profile = makeProfile();
	const browser = await startBrowser(program, profile.folder);
	try {
		const page = await browser.newPage();
		const told = await openLab(page, url);
		const { device } = await page.evaluate(() => window.skillet!.ready);
		const change = { steps, checkpointEvery: Math.ceil(steps / 50), seed };
		const samples: MemorySample[] = [];
		const experiment = JSON.stringify(await smallExperiment(page, change));
		await page.evaluate(
			(json) =>
				window.skillet!.client['run.create']({
					runId: 'soak',
					experiment: JSON.parse(json) as Experiment,
				}),
			experiment,
		);
		for (let i = 1; i <= sampleCount; i++) {
			const step = Math.round((steps * i) / (sampleCount + 1));
			await playUntil(page, 'soak', told, step);
			samples.push(await sampleMemory(page, step));
			log?.(JSON.stringify(samples.at(-1)));
		}
		await playUntil(page, 'soak', told, steps);
		demand(told.errors.length === 0, `The page reports: ${told.errors.join('; ')}`);
		const grown = growth(samples);
		for (const [what, limit] of Object.entries(limits(steps) as Record<string, number>)) {
			const bytes = grown[what as keyof Measured];
			demand(bytes <= limit, `${what} grows by ${bytes} bytes in ${steps} steps.`);
		}
		return { backend: device.backend, steps, samples, growth: grown };
	} finally {
		await browser.close();
		profile.remove();
	}
}

async function sampleMemory(page: Page, step: number): Promise<MemorySample> {
	const session = await page.context().newCDPSession(page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	const worker = await workerHeap(session);
	await session.detach();
	const stored = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	const gpuBuffers = await labWorker(page).evaluate(
		() => (globalThis as WatchedGpu).soakGpu?.bytes ?? 0,
	);
	return {
		step,
		pageHeap: usedSize,
		workerHeap: worker.usedSize,
		workerBuffers: worker.backingStorageSize,
		gpuBuffers,
		stored,
	};
}

interface HeapUsage {
	readonly usedSize: number;
	readonly backingStorageSize: number;
}

/** The heap of the lab's worker after a garbage collection, through the page's session. */
async function workerHeap(session: CDPSession): Promise<HeapUsage> {
	const attached = new Promise<string>((resolve) =>
		session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
			if (targetInfo.url.startsWith('blob:')) resolve(sessionId);
		}),
	);
	await session.send('Target.setAutoAttach', {
		autoAttach: true,
		waitForDebuggerOnStart: false,
		flatten: false,
	});
	const sessionId = await attached;
	const ask = (id: number, method: string) => {
		const answered = new Promise<unknown>((resolve) =>
			session.on('Target.receivedMessageFromTarget', ({ message }) => {
				const reply = JSON.parse(message) as { readonly id?: number; readonly result?: unknown };
				if (reply.id === id) resolve(reply.result);
			}),
		);
		const message = JSON.stringify({ id, method });
		return session.send('Target.sendMessageToTarget', { sessionId, message }).then(() => answered);
	};
	await ask(1, 'HeapProfiler.collectGarbage');
	return (await ask(2, 'Runtime.getHeapUsage')) as HeapUsage;
}

/** The lowest samples show what stays: the others hold checkpoints and events on their way. */
function growth(samples: readonly MemorySample[]): Measured {
	const half = samples.length / 2;
	const grown = (name: keyof Measured, extreme: (...values: number[]) => number) => {
		const values = samples.map((sample) => sample[name]);
		return extreme(...values.slice(half)) - extreme(...values.slice(0, half));
	};
	return {
		pageHeap: grown('pageHeap', Math.min),
		workerHeap: grown('workerHeap', Math.min),
		workerBuffers: grown('workerBuffers', Math.min),
		gpuBuffers: grown('gpuBuffers', Math.max),
		stored: grown('stored', Math.max),
	};
}
