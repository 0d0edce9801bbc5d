/**
 * Watches a device for a hang: it neither answers nor finishes a compilation for too long. Time in
 * which shaders compile has a limit of its own, because a sound GPU may need seconds for each.
 */
import { within } from '#engine/core/within.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';

export interface HangLimits {
	/** Milliseconds without an answer while nothing compiles. */
	readonly answer: number;
	/** Milliseconds without a finished program while shaders compile. */
	readonly compilation: number;
}

/** The cause of a hang, and its limit. */
export interface Hang {
	readonly waitsFor: keyof HangLimits;
	readonly seconds: number;
}

/** Milliseconds between two looks at the device. */
const interval = 100;

export function watchDevice(gpu: ComputeDevice, limits: HangLimits) {
	let compilations = 0;
	/** Milliseconds since the last answer. */
	let silence = 0;
	async function answered<T>(answer: Promise<T>): Promise<T> {
		const value = await answer;
		silence = 0;
		return value;
	}
	const device: ComputeDevice = {
		report: gpu.report,
		vector: (...request) => answered(gpu.vector(...request)),
		async load(...request) {
			compilations++;
			silence = 0;
			try {
				const loaded = await answered(gpu.load(...request));
				return {
					run(inputs) {
						const results = loaded.run(inputs);
						return { read: () => answered(results.read()) };
					},
					dispose: () => loaded.dispose(),
				};
			} finally {
				compilations--;
			}
		},
		memory: () => gpu.memory(),
		needs: (plan) => gpu.needs(plan),
		reserve: (programs) => answered(gpu.reserve(programs)),
		finish: () => answered(gpu.finish()),
		dispose: () => gpu.dispose(),
	};
	return {
		device,
		/** The value of `work` on the watched device, or the hang that it waits for. */
		async unlessHung<T>(work: Promise<T>): Promise<{ value: T } | { hang: Hang }> {
			silence = 0;
			const done = work.then((value) => ({ value }));
			for (;;) {
				const start = performance.now();
				const result = await within(interval, done);
				if (result) return result;
				// A thread that stood still received no answer meanwhile, so little of it counts.
				silence += Math.min(performance.now() - start, 2 * interval);
				const waitsFor = compilations > 0 ? 'compilation' : 'answer';
				const limit = limits[waitsFor];
				if (silence >= limit) return { hang: { waitsFor, seconds: limit / 1000 } };
			}
		},
	};
}
