/** Stores the queue: an entry per experiment, in the order in which they train. */
import { say, type Statement } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Connection } from '#lab/storage/connection.ts';
import type { FeatureStores } from '#lab/storage/stores.ts';

export interface QueueEntry {
	/** Id of its run, which exists from its start on. A fork's run exists before. */
	readonly runId: string;
	readonly experiment: Experiment;
	/** Milliseconds since 1970: entries train in this order. */
	readonly addedAt: number;
	/** going: it trains, or a reload interrupted it. */
	readonly state: 'waiting' | 'going' | 'done' | 'failed';
	/** Why it failed. */
	readonly message?: Statement;
}

declare module '#lab/run/stores.ts' {
	interface LabStores {
		readonly queue: QueueStore;
	}
}
declare module '#lab/storage/schema.ts' {
	interface LabSchema {
		queue: { key: string; value: QueueEntry };
	}
}

export const queueStores: FeatureStores = {
	migrations: [
		{
			version: 7,
			what: say('make the store of the queue'),
			apply(database) {
				database.createObjectStore('queue', { keyPath: 'runId' });
			},
		},
	],
	open: (connection) => ({ queue: createQueueStore(connection) }),
};

export type QueueStore = ReturnType<typeof createQueueStore>;

const createQueueStore = ({ read, write, keep }: Connection) => ({
	/** In their order. */
	list: (): Promise<QueueEntry[]> =>
		read(['queue'], async ({ queue }) =>
			(await queue.getAll()).sort((a, b) => a.addedAt - b.addedAt),
		),
	/** Adds entries after all others. `now`: milliseconds since 1970. */
	append: (entries: readonly Pick<QueueEntry, 'runId' | 'experiment'>[], now: number) =>
		keep(['queue'], say('keep the queue'), async ({ queue }) => {
			const last = highest((await queue.getAll()).map(({ addedAt }) => addedAt));
			const from = Math.max(last + 1, now);
			for (const [i, entry] of entries.entries())
				await queue.put({ ...entry, addedAt: from + i, state: 'waiting' });
		}),
	put: (entries: readonly QueueEntry[]): Promise<void> =>
		keep(['queue'], say('keep the queue'), async ({ queue }) => {
			for (const entry of entries) await queue.put(entry);
		}),
	delete: (runIds: readonly string[]): Promise<void> =>
		write(['queue'], async ({ queue }) => {
			for (const id of runIds) await queue.delete(id);
		}),
});
