/** A store of tiles that forgets: the benchmark measures the adapter anew, as a first visit does. */
import type { TuningCache } from '#gpu/tuningCache.ts';

export function tuningsInMemory(): TuningCache {
	const kept = new Map<string, unknown>();
	return {
		get: async (key) => kept.get(key),
		put: async (key, tuning) => void kept.set(key, tuning),
	};
}
