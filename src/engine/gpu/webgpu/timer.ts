/** Times a pass of dispatches by the GPU's clock, or by the host's if that one cannot be used. */
import { answered } from './answer.ts';
import { readBuffer } from './matmul/execute.ts';
import type { Wait } from './wait.ts';

export interface Timer {
	/** Milliseconds of a pass with these dispatches. */
	time(encode: (pass: GPUComputePassEncoder) => void): Promise<number>;
	destroy(): void;
}

export const createTimer = (device: GPUDevice, wait: Wait): Timer =>
	(device.features.has('timestamp-query') ? createTimestampTimer : createWaitTimer)(device, wait);

/** Least milliseconds of one measurement: the clock may have steps of 0.1 ms. */
const minMilliseconds = 3;
const maxRepeats = 4096;

/** The repetitions of a pass's dispatches that take `minMilliseconds`. */
export async function findRepeats(
	timer: Timer,
	encode: (pass: GPUComputePassEncoder) => void,
): Promise<number> {
	let repeats = 1;
	while (repeats < maxRepeats) {
		const took = await timer.time(repeated(repeats, encode));
		if (took >= minMilliseconds) break;
		// A coarse clock shows nothing of a short time, so the number grows step by step.
		const factor = Math.min(8, Math.max(2, (1.1 * minMilliseconds) / Math.max(took, 1e-3)));
		repeats = Math.min(maxRepeats, Math.ceil(repeats * factor));
	}
	return repeats;
}

export const repeated =
	(repeats: number, encode: (pass: GPUComputePassEncoder) => void) =>
	(pass: GPUComputePassEncoder): void => {
		for (let i = 0; i < repeats; i++) encode(pass);
	};

/** Milliseconds after which a GPU's clock that shows the same time stands still. */
const standing = 20;

/**
 * WebGPU allows that the GPU's clock is set back once. Some stand still, and Firefox's may run
 * backwards: then the host's clock counts.
 */
function createTimestampTimer(device: GPUDevice, wait: Wait): Timer {
	const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
	const buffer = device.createBuffer({
		label: 'timestamps',
		size: 16,
		usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
	});
	/** The earliest time so far on both clocks. */
	let origin = { gpu: 2n ** 64n, host: 0 };
	let setBacks = 0;
	return {
		async time(encode) {
			const encoder = device.createCommandEncoder();
			const pass = encoder.beginComputePass({
				timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
			});
			encode(pass);
			pass.end();
			encoder.resolveQuerySet(querySet, 0, 2, buffer, 0);
			const sent = performance.now();
			device.queue.submit([encoder.finish()]);
			const [start, end] = new BigUint64Array(await readBuffer(device, buffer, 16, wait));
			const read = performance.now();
			if (end < origin.gpu) origin = { gpu: end, host: read };
			if (end < start) setBacks++;
			const isBroken = setBacks > 1 || (end === origin.gpu && read - origin.host > standing);
			return isBroken ? read - sent : Number(end - start) / 1e6;
		},
		destroy() {
			querySet.destroy();
			buffer.destroy();
		},
	};
}

const createWaitTimer = (device: GPUDevice, wait: Wait): Timer => ({
	async time(encode) {
		await answered(wait(device.queue.onSubmittedWorkDone()));
		const encoder = device.createCommandEncoder();
		const pass = encoder.beginComputePass();
		encode(pass);
		pass.end();
		const start = performance.now();
		device.queue.submit([encoder.finish()]);
		await answered(wait(device.queue.onSubmittedWorkDone()));
		return performance.now() - start;
	},
	destroy: () => undefined,
});
