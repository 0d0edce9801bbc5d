/** The part of the questions in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { evaluationHandlers } from './calls/evaluationHandlers.ts';
import { questionStores } from './store.ts';
import { evaluationRequests } from './calls/evaluationRequests.ts';

export const questions = {
	handlers: evaluationHandlers,
	stores: questionStores,
	requests: evaluationRequests,
} satisfies WorkerFeature;
