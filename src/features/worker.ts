/** The features' parts of the worker. The page has its own list, because it is another bundle. */
import type { FeatureHandlers } from '#lab/worker/host.ts';
import { evaluationHandlers } from './questions/calls/evaluationHandlers.ts';
import { questionStores } from './questions/store.ts';
import { runFileHandlers } from './runs/calls/runFileHandlers.ts';
import { studyHandlers } from './studies/calls/studyHandlers.ts';
import { studyStores } from './studies/store.ts';

export const featureHandlers: FeatureHandlers = (lab) => ({
	...evaluationHandlers(lab),
	...runFileHandlers(lab),
	...studyHandlers(lab),
});

export const featureStores = [questionStores, studyStores];
