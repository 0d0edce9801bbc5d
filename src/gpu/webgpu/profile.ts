/** GPU time by kernel, from timestamps around each dispatch. */
import { DeviceError } from '#core/errors.ts';
import type { Dispatch } from '../kernel.ts';
import { mapped, validated, type Context } from './context.ts';

export interface KernelTime {
	readonly label: string;
	/** Number of its dispatches. */
	readonly count: number;
	/** Sum over its dispatches. Browsers round each to 0.1 ms by default. */
	readonly milliseconds: number;
	readonly flops: number;
}

/** WebGPU's limit for one query set. */
const maxQueries = 4096;

/** Sorted by time, longest first. Throws DeviceError if the device has no timestamps. */
export async function profileDispatches(
	context: Context,
	dispatches: readonly Dispatch[],
	encode: (pass: GPUComputePassEncoder, i: number) => void,
): Promise<KernelTime[]> {
	const { device } = context;
	if (!device.features.has('timestamp-query'))
		throw new DeviceError(
			'This GPU cannot measure times (no timestamp-query). ' +
				'Use another browser or GPU to see times by kernel.',
		);
	const times = new Map<string, { count: number; milliseconds: number; flops: number }>();
	for (let from = 0; from < dispatches.length; from += maxQueries / 2) {
		const part = dispatches.slice(from, from + maxQueries / 2);
		const durations = await measure(context, part.length, (pass, i) => encode(pass, from + i));
		part.forEach(({ label, flops }, i) => {
			const time = times.get(label) ?? { count: 0, milliseconds: 0, flops: 0 };
			time.count++;
			time.milliseconds += durations[i];
			time.flops += flops;
			times.set(label, time);
		});
	}
	return [...times]
		.map(([label, time]) => ({ label, ...time }))
		.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Milliseconds of each pass. */
async function measure(
	context: Context,
	count: number,
	encode: (pass: GPUComputePassEncoder, i: number) => void,
): Promise<number[]> {
	const { device, buffers, wait } = context;
	const bytes = count * 16;
	const held = await buffers.createAll([
		{
			kind: 'transfer',
			label: 'times',
			size: bytes,
			usage: GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC,
		},
		{
			kind: 'transfer',
			label: 'times to read',
			size: bytes,
			usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
		},
	]);
	const querySet = device.createQuerySet({ label: 'times', type: 'timestamp', count: count * 2 });
	try {
		await validated(context, 'Timing kernels', () => {
			const encoder = device.createCommandEncoder({ label: 'times' });
			for (let i = 0; i < count; i++) {
				const pass = encoder.beginComputePass({
					timestampWrites: {
						querySet,
						beginningOfPassWriteIndex: 2 * i,
						endOfPassWriteIndex: 2 * i + 1,
					},
				});
				encode(pass, i);
				pass.end();
			}
			encoder.resolveQuerySet(querySet, 0, count * 2, held[0], 0);
			encoder.copyBufferToBuffer(held[0], 0, held[1], 0, bytes);
			device.queue.submit([encoder.finish()]);
		});
		await wait(mapped(context, held[1], bytes));
		const stamps = new BigUint64Array(held[1].getMappedRange());
		return Array.from({ length: count }, (_, i) => Number(stamps[2 * i + 1] - stamps[2 * i]) / 1e6);
	} finally {
		querySet.destroy();
		held.forEach((buffer) => buffers.destroy(buffer));
	}
}
