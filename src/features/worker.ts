/** The features' parts of the worker. The page has its own list (index.ts), because page and worker are two bundles. */
import type { WorkerFeature } from '#lab/worker/feature.ts';
import { evaluationHandlers } from './questions/calls/evaluationHandlers.ts';
import { questionStores } from './questions/store.ts';
import { runFileHandlers } from './runs/calls/runFileHandlers.ts';
import { linkHandlers } from './share/calls/linkHandlers.ts';
import { studyHandlers } from './studies/calls/studyHandlers.ts';
import { studyStores } from './studies/store.ts';

export const workerFeatures: readonly WorkerFeature[] = [
	{ calls: linkHandlers },
	{ calls: runFileHandlers },
	{ calls: studyHandlers, stores: studyStores },
	{ calls: evaluationHandlers, stores: questionStores },
];
