/** A tile store in memory: the benchmark measures the adapter again, like a first visit. */
import type { TuningCache } from '#engine/gpu/device.ts';

export function tuningsInMemory(): TuningCache {
	const kept = new Map<string, unknown>();
	return {
		get: async (key) => kept.get(key),
		put: async (key, tuning) => void kept.set(key, tuning),
	};
}
