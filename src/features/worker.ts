/** The features' parts of the worker. The page has its own list (index.ts), because page and worker are two bundles. */
import type { WorkerFeature } from '#lab/worker/feature.ts';
import { evaluationHandlers } from './questions/calls/evaluationHandlers.ts';
import { questionStores } from './questions/store.ts';
import { runFileHandlers } from './runs/calls/runFileHandlers.ts';
import { studyHandlers } from './studies/calls/studyHandlers.ts';
import { studyStores } from './studies/store.ts';

export const workerFeatures: readonly WorkerFeature[] = [
	{ calls: runFileHandlers },
	{ calls: studyHandlers, stores: studyStores },
	{ calls: evaluationHandlers, stores: questionStores },
];
