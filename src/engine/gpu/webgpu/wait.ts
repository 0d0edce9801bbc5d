/** How this browser waits for work of the GPU: as it is, or with empty submissions that wake it. */
import { nextTask } from '#engine/core/nextTask.ts';
import { answered } from './answer.ts';

export type Wait = <T>(promise: Promise<T>) => Promise<T>;
export const plainWait: Wait = (promise) => promise;

type Queue = Pick<GPUQueue, 'submit'>;

/**
 * Some browsers (Firefox) check for finished work only every 100 ms and at each submission. This
 * wait repeats empty submissions, which shortens 100 ms to one or two. It uses tasks, because
 * timers stop in background tabs.
 */
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

/** A wait for almost no work that takes longer may mean that the browser polls rarely. */
const slowMilliseconds = 20;

/**
 * Chooses the fast wait for this browser by a trial. Nudging costs processor time, so it is used
 * only if it helps: a busy machine is also slow to answer, but nudging does not speed it up. Throws
 * DeviceError if the GPU does not answer.
 */
export async function chooseWait(device: GPUDevice): Promise<Wait> {
	const { queue } = device;
	const nudging = nudgingWait(queue);
	const time = async (wait: Wait): Promise<number> => {
		const start = performance.now();
		queue.submit([device.createCommandEncoder().finish()]);
		await answered(wait(queue.onSubmittedWorkDone().catch(() => undefined)));
		return performance.now() - start;
	};
	for (let attempt = 0; attempt < 2; attempt++) {
		// The first wait ends at a poll of the browser, so the second spans a whole polling period.
		await time(plainWait);
		const period = await time(plainWait);
		if (period < slowMilliseconds || (await time(nudging)) > period / 3) return plainWait;
	}
	return nudging;
}
