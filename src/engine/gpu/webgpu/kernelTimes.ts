/** The time of a program's kernels on a GPU. */
import { lowest } from '#engine/core/statistics.ts';
import type { ComputeDevice, Inputs } from '../computeDevice.ts';
import type { GpuProgram } from './GpuProgram.ts';
import { createTimer, findRepeats, repeated, type Timer } from './timer.ts';
import { WebGpuDevice } from './WebGpuDevice.ts';

export interface KernelTime {
	readonly kernel: string;
	readonly dispatches: number;
	/** All its dispatches together. */
	readonly milliseconds: number;
	readonly flops: number;
}

type Dispatch = GpuProgram['plan']['dispatches'][number];
/** Dispatches of one name are one row. */
type DispatchName = (dispatch: Pick<Dispatch, 'label' | 'workgroups'>) => string;

const rounds = 3;

/**
 * Times all dispatches of a kernel in one pass, which repeats until the clock shows it. The results
 * of the program are lost: kernels run out of order, and those that write in place run many times.
 */
export async function kernelTimes(
	program: GpuProgram,
	inputs: Inputs,
	timer: Timer,
	nameOf: DispatchName = ({ label }) => label,
): Promise<KernelTime[]> {
	program.prepare(inputs);
	const kernels = new Map<string, { indices: number[]; flops: number }>();
	for (const [i, dispatch] of program.plan.dispatches.entries()) {
		const name = nameOf(dispatch);
		const kernel = kernels.get(name) ?? { indices: [], flops: 0 };
		kernel.indices.push(i);
		kernel.flops += dispatch.flops;
		kernels.set(name, kernel);
	}
	const times: KernelTime[] = [];
	for (const [kernel, { indices, flops }] of kernels) {
		const encodeOnce = (pass: GPUComputePassEncoder) => {
			for (const i of indices) program.encode(pass, i, i + 1);
		};
		const repeats = await findRepeats(timer, encodeOnce);
		const took: number[] = [];
		for (let round = 0; round < rounds; round++)
			took.push(await timer.time(repeated(repeats, encodeOnce)));
		const milliseconds = lowest(took) / repeats;
		times.push({ kernel, dispatches: indices.length, milliseconds, flops });
	}
	return times;
}

export interface Profiling {
	readonly device: ComputeDevice;
	/** Times the kernels of the programs that `send` runs, longest first. Absent on a processor. */
	readonly profile?: (send: () => Promise<unknown>) => Promise<readonly KernelTime[]>;
}

/** A device whose programs can be timed by kernel instead of being run. */
export function profiling(inner: ComputeDevice, nameOf?: DispatchName): Profiling {
	if (!(inner instanceof WebGpuDevice)) return { device: inner };
	/** The timing of what was sent; undefined: programs are run. */
	let work: Promise<void> | undefined;
	let timer: Timer;
	const times = new Map<string, KernelTime>();
	const device: ComputeDevice = {
		report: inner.report,
		vector: (label, length, storage) => inner.vector(label, length, storage),
		async load(program, vectors) {
			const loaded = await inner.load(program, vectors);
			return {
				run(inputs) {
					if (!work) return loaded.run(inputs);
					work = work.then(async () => {
						for (const time of await kernelTimes(loaded, inputs, timer, nameOf)) {
							const before = times.get(time.kernel);
							times.set(time.kernel, {
								kernel: time.kernel,
								dispatches: time.dispatches + (before?.dispatches ?? 0),
								milliseconds: time.milliseconds + (before?.milliseconds ?? 0),
								flops: time.flops + (before?.flops ?? 0),
							});
						}
					});
					return { read: () => Promise.reject(new Error('A profiled run has no results.')) };
				},
				dispose: () => loaded.dispose(),
			};
		},
		memory: () => inner.memory(),
		needs: (plan) => inner.needs(plan),
		reserve: (programs) => inner.reserve(programs),
		finish: () => inner.finish(),
		dispose: () => inner.dispose(),
	};
	const profile = async (send: () => Promise<unknown>) => {
		times.clear();
		timer = createTimer(inner.gpu, inner.wait);
		work = Promise.resolve();
		try {
			await send();
			await work;
		} finally {
			work = undefined;
			timer.destroy();
		}
		return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
	};
	return { device, profile };
}
