/** A device that reports a GPU, so that steps are submitted before earlier losses arrive. */
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';

export const awaited = (device: ComputeDevice): ComputeDevice => ({
	report: { ...device.report, backend: 'webgpu' },
	vector: (...args) => device.vector(...args),
	load: (...args) => device.load(...args),
	memory: () => device.memory(),
	needs: (plan) => device.needs(plan),
	reserve: (programs) => device.reserve(programs),
	finish: () => device.finish(),
	dispose: () => device.dispose(),
});
