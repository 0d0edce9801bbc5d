/** How long dispatches take: by the GPU's own clock where the device has it, else from submission to the end of the queue. */
import { encode, readBuffer, type Bound } from './execute.ts';

export interface Timer {
	/** Milliseconds of all dispatches, `repeats` times over. */
	time(bound: readonly Bound[], repeats: number): Promise<number>;
	destroy(): void;
}

export function createTimer(device: GPUDevice): Timer {
	return device.features.has('timestamp-query') ? byTimestamps(device) : byWaiting(device);
}

function encodeAll(pass: GPUComputePassEncoder, bound: readonly Bound[], repeats: number): void {
	for (let i = 0; i < repeats; i++) for (const each of bound) encode(pass, each);
	pass.end();
}

function byTimestamps(device: GPUDevice): Timer {
	const querySet = device.createQuerySet({ type: 'timestamp', count: 2 });
	const buffer = device.createBuffer({
		label: 'timestamps',
		size: 16,
		usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
	});
	return {
		async time(bound, repeats) {
			const encoder = device.createCommandEncoder();
			const pass = encoder.beginComputePass({
				timestampWrites: { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 },
			});
			encodeAll(pass, bound, repeats);
			encoder.resolveQuerySet(querySet, 0, 2, buffer, 0);
			device.queue.submit([encoder.finish()]);
			const [start, end] = new BigUint64Array(await readBuffer(device, buffer, 16));
			return Number(end - start) / 1e6;
		},
		destroy() {
			querySet.destroy();
			buffer.destroy();
		},
	};
}

const byWaiting = (device: GPUDevice): Timer => ({
	async time(bound, repeats) {
		await device.queue.onSubmittedWorkDone();
		const encoder = device.createCommandEncoder();
		encodeAll(encoder.beginComputePass(), bound, repeats);
		const start = performance.now();
		device.queue.submit([encoder.finish()]);
		await device.queue.onSubmittedWorkDone();
		return performance.now() - start;
	},
	destroy: () => undefined,
});
