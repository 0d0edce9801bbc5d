/** Calls about the queue. Its entries are normal runs, and it trains one of them at a time. */
import type { ShownListStatus } from '#lab/worker/listStatus.ts';
import type { QueueEntry } from '../store.ts';

/** The id of the run that trains. */
export type QueueStatus = ShownListStatus<{ readonly runId: string }>;

export interface QueueCalls {
	/** In their order. */
	'queue.list': {
		request: void;
		reply: { readonly entries: readonly QueueEntry[]; readonly status: QueueStatus };
	};
	/** Adds them at the end. Nothing trains yet. Throws InputError, and adds none. */
	'queue.add': {
		request: { entries: readonly Pick<QueueEntry, 'runId' | 'experiment'>[] };
		reply: void;
	};
	/** Stores an entry of another lab at its place. False: an entry of its run is here. */
	'queue.restore': { request: { file: File }; reply: boolean };
	/** Removes entries. Their runs stay stored. */
	'queue.remove': { request: { runIds: readonly string[] }; reply: void };
	/** Starts or resumes the queue and replies at once. Other training is paused. */
	'queue.play': { request: void; reply: void };
	/** Replies when the current step is done and a checkpoint is stored. */
	'queue.pause': { request: void; reply: void };
}
export interface QueueEvents {
	'queue.entries': { readonly entries: readonly QueueEntry[] };
	'queue.status': { readonly status: QueueStatus };
}
