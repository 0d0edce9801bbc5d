/**
 * Waiting for the GPU. Some browsers (Firefox) look for finished work every 100 ms only, and whenever something is submitted:
 * there, empty submissions while waiting turn 100 ms into one or two.
 */
import { nextTask } from '#core/nextTask.ts';

type Wait = <T>(promise: Promise<T>) => Promise<T>;
type Queue = Pick<GPUQueue, 'submit'>;

/** Submits nothing, again and again, while anyone waits. In tasks, not timers: those stand still in background tabs. */
export function nudgingWait(queue: Queue): Wait {
	let waiting = 0;
	let isNudging = false;
	const nudge = async (): Promise<void> => {
		isNudging = true;
		while (waiting > 0) {
			queue.submit([]);
			await nextTask();
		}
		isNudging = false;
	};
	return async (promise) => {
		waiting++;
		if (!isNudging) void nudge();
		try {
			return await promise;
		} finally {
			waiting--;
		}
	};
}

/** A wait for next to nothing that takes longer than this means that the browser looks now and then only. */
const slowMilliseconds = 20;

/** The wait that is quick in this browser, found by trying: nudging costs processor time, so only where it helps. */
export async function gpuWait(device: GPUDevice): Promise<Wait> {
	const plain: Wait = (promise) => promise;
	// The first wait ends when the browser looks; the next two then span the whole time between looks.
	const waits: number[] = [];
	for (let i = 0; i < 3; i++) {
		const start = performance.now();
		device.queue.submit([device.createCommandEncoder().finish()]);
		await device.queue.onSubmittedWorkDone().catch(() => undefined);
		waits.push(performance.now() - start);
		if (waits.length > 1 && waits[i] < slowMilliseconds) return plain;
	}
	return nudgingWait(device.queue);
}
