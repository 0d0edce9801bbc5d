/** The part of the studies in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { studyHandlers } from './calls/studyHandlers.ts';
import { studyStores } from './store.ts';

export const studies = { handlers: studyHandlers, stores: studyStores } satisfies WorkerFeature;
