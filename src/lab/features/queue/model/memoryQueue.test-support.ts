/** The store of the queue in a map. */
import type { QueueEntry, QueueStore } from '../store.ts';

export function memoryQueue(): QueueStore {
	const entries = new Map<string, QueueEntry>();
	return {
		list: async () => [...entries.values()].sort((a, b) => a.addedAt - b.addedAt),
		put: async (changed) => changed.forEach((entry) => entries.set(entry.runId, entry)),
		delete: async (runIds) => runIds.forEach((id) => entries.delete(id)),
	};
}
