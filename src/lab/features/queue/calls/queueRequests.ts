/** The fields of requests about the queue. */
import { data, file, id, ids, listOf, object, type Requests } from '#lab/worker/requests.ts';
import type { QueueCalls } from './queueCalls.ts';

export const queueRequests: Requests<QueueCalls> = {
	'queue.list': null,
	'queue.add': { entries: listOf(object({ runId: id, experiment: data })) },
	'queue.restore': { file },
	'queue.remove': { runIds: ids },
	'queue.play': null,
	'queue.pause': null,
};
