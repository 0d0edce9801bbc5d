/** The features' parts of the worker. The page has its own list, because it is another bundle. */
import type { FeatureHandlers } from '#lab/worker/host.ts';
import { hubHandlers } from './library/calls/hubHandlers.ts';
import { importHandlers } from './library/calls/importHandlers.ts';
import { modelHandlers } from './library/calls/modelHandlers.ts';
import { deviceHandlers } from './device/calls/deviceHandlers.ts';
import { evaluationHandlers } from './questions/calls/evaluationHandlers.ts';
import { questionStores } from './questions/store.ts';
import { raceHandlers } from './race/calls/raceHandlers.ts';
import { runFileHandlers } from './runs/calls/runFileHandlers.ts';
import { serverHandlers } from './runs/calls/serverHandlers.ts';
import { studyHandlers } from './studies/calls/studyHandlers.ts';
import { studyStores } from './studies/store.ts';

export const featureHandlers: FeatureHandlers = (lab) => ({
	...deviceHandlers(lab),
	...evaluationHandlers(lab),
	...hubHandlers(lab),
	...importHandlers(lab),
	...modelHandlers(lab),
	...raceHandlers(lab),
	...runFileHandlers(lab),
	...serverHandlers(lab),
	...studyHandlers(lab),
});

export const featureStores = [questionStores, studyStores];
