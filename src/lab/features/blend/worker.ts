/** The part of the blend in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { blendHandlers } from './calls/blendHandlers.ts';
import { blendRequests } from './calls/blendRequests.ts';
import { blendStores } from './store.ts';

export const blend = {
	handlers: blendHandlers,
	requests: blendRequests,
	stores: blendStores,
} satisfies WorkerFeature;
