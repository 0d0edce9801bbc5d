/** The part of the studies in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { studyHandlers } from './calls/studyHandlers.ts';
import { studyStores } from './store.ts';
import { studyRequests } from './calls/studyRequests.ts';

export const studies = {
	handlers: studyHandlers,
	requests: studyRequests,
	stores: studyStores,
} satisfies WorkerFeature;
