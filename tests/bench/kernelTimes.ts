/** GPU time of a program by kernel, from timestamps around each dispatch. */
import { DeviceError } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { Inputs } from '#engine/gpu/computeDevice.ts';
import type { GpuProgram } from '#engine/gpu/webgpu/GpuProgram.ts';
import { readBuffer } from '#engine/gpu/webgpu/matmul/execute.ts';

export interface ProgramTime {
	readonly label: string;
	/** Number of its dispatches. */
	readonly count: number;
	/** Sum over its dispatches. Browsers round each to 0.1 ms by default. */
	readonly milliseconds: number;
	readonly flops: number;
}

/** WebGPU's limit for one query set. */
const maxQueries = 4096;

/** Dispatches of one name are one row of the profile. */
export type DispatchName = (
	dispatch: Pick<GpuProgram['plan']['dispatches'][number], 'label' | 'workgroups'>,
) => string;

/** Sorted by time, longest first. Throws DeviceError if the device has no timestamps. */
export async function kernelTimes(
	device: GPUDevice,
	program: GpuProgram,
	inputs: Inputs,
	nameOf: DispatchName = ({ label }) => label,
): Promise<ProgramTime[]> {
	if (!device.features.has('timestamp-query'))
		throw new DeviceError(
			asMessage(
				`This GPU cannot measure times (no timestamp-query). Use another browser or ` +
					`GPU to see times by kernel.`,
			),
		);
	program.prepare(inputs);
	const { dispatches } = program.plan;
	const times = new Map<string, { count: number; milliseconds: number; flops: number }>();
	for (let from = 0; from < dispatches.length; from += maxQueries / 2) {
		const part = dispatches.slice(from, from + maxQueries / 2);
		const durations = await measure(device, part.length, (pass, i) =>
			program.encode(pass, from + i, from + i + 1),
		);
		part.forEach((dispatch, i) => {
			const name = nameOf(dispatch);
			const time = times.get(name) ?? { count: 0, milliseconds: 0, flops: 0 };
			time.count++;
			time.milliseconds += durations[i];
			time.flops += dispatch.flops;
			times.set(name, time);
		});
	}
	return [...times]
		.map(([label, time]) => ({ label, ...time }))
		.sort((a, b) => b.milliseconds - a.milliseconds);
}

/** Milliseconds of each pass. */
async function measure(
	device: GPUDevice,
	count: number,
	encode: (pass: GPUComputePassEncoder, i: number) => void,
): Promise<number[]> {
	const querySet = device.createQuerySet({ label: 'times', type: 'timestamp', count: count * 2 });
	const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
	const buffer = device.createBuffer({ label: 'times', size: count * 16, usage });
	try {
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
		encoder.resolveQuerySet(querySet, 0, count * 2, buffer, 0);
		device.queue.submit([encoder.finish()]);
		const stamps = new BigUint64Array(await readBuffer(device, buffer, count * 16));
		return Array.from({ length: count }, (_, i) => Number(stamps[2 * i + 1] - stamps[2 * i]) / 1e6);
	} finally {
		querySet.destroy();
		buffer.destroy();
	}
}
