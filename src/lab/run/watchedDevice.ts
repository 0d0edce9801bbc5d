/**
 * Watches a device for a hang: for too long it neither answers nor finishes a compilation. Shaders
 * that compile have their own limit, because a correct GPU may need seconds for each.
 */
import { within } from '#engine/core/nextTask.ts';
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

/** Milliseconds between two checks of the device. */
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
				// A stalled thread receives no answer, so little of its time counts.
				silence += Math.min(performance.now() - start, 2 * interval);
				const waitsFor = compilations > 0 ? 'compilation' : 'answer';
				const limit = limits[waitsFor];
				if (silence >= limit) return { hang: { waitsFor, seconds: limit / 1000 } };
			}
		},
	};
}
