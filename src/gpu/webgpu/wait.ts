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

/** A wait for next to nothing that takes longer than this may mean that the browser looks now and then only. */
const slowMilliseconds = 20;

/**
 * The wait that is quick in this browser, found by trying. Nudging costs processor time, so only where it helps: a machine that
 * is busy is slow to answer too, but no quicker when it is nudged.
 */
export async function gpuWait(device: GPUDevice): Promise<Wait> {
	const { queue } = device;
	const plain: Wait = (promise) => promise;
	const nudging = nudgingWait(queue);
	const time = async (wait: Wait): Promise<number> => {
		const start = performance.now();
		queue.submit([device.createCommandEncoder().finish()]);
		await wait(queue.onSubmittedWorkDone().catch(() => undefined));
		return performance.now() - start;
	};
	for (let attempt = 0; attempt < 2; attempt++) {
		// It ends when the browser looks, so that the next spans the whole time between two looks.
		await time(plain);
		const left = await time(plain);
		if (left < slowMilliseconds || (await time(nudging)) > left / 3) return plain;
	}
	return nudging;
}
