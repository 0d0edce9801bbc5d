/** The part of the queue in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { queueHandlers } from './calls/queueHandlers.ts';
import { queueStores } from './store.ts';
import { queueRequests } from './calls/queueRequests.ts';

export const queue = {
	handlers: queueHandlers,
	requests: queueRequests,
	stores: queueStores,
} satisfies WorkerFeature;
