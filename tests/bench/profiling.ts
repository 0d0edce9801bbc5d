/** A device that can run programs one by one under timestamp queries. */
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import type { KernelTime } from './entrant.ts';
import { kernelTimes, type DispatchName } from './kernelTimes.ts';

export interface Profiling {
	readonly device: ComputeDevice;
	/** GPU time by kernel of the programs in `send`, longest first; empty without timestamps. */
	readonly profile?: (send: () => Promise<unknown>) => Promise<readonly KernelTime[]>;
}

export function profiling(inner: ComputeDevice, nameOf?: DispatchName): Profiling {
	if (!(inner instanceof WebGpuDevice) || !inner.gpu.features.has('timestamp-query'))
		return { device: inner };
	let isOn = false;
	let work = Promise.resolve();
	const times = new Map<string, KernelTime>();
	const device: ComputeDevice = {
		report: inner.report,
		vector: (label, length, storage) => inner.vector(label, length, storage),
		async load(program, vectors) {
			const loaded = await inner.load(program, vectors);
			return {
				run(inputs) {
					if (!isOn) return loaded.run(inputs);
					work = work.then(async () => {
						for (const time of await kernelTimes(inner.gpu, loaded, inputs, nameOf)) {
							const { label, count, milliseconds, flops } = time;
							const before = times.get(label);
							times.set(label, {
								kernel: label,
								dispatches: count + (before?.dispatches ?? 0),
								milliseconds: milliseconds + (before?.milliseconds ?? 0),
								flops: flops + (before?.flops ?? 0),
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
		isOn = true;
		try {
			await send();
			await work;
		} finally {
			isOn = false;
		}
		return [...times.values()].sort((a, b) => b.milliseconds - a.milliseconds);
	};
	return { device, profile };
}
