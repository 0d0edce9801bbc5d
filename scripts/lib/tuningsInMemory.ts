/** A tile store in memory: the benchmark measures the adapter again, like a first visit. */
import type { TuningCache } from '#engine/gpu/device.ts';

export function tuningsInMemory(): TuningCache {
	const tunings = new Map<string, unknown>();
	return {
		get: async (key) => tunings.get(key),
		put: async (key, tuning) => void tunings.set(key, tuning),
	};
}
