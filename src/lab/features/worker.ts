/** The features' parts of the worker. The page has its own list, because it is another bundle. */
import type { FeatureParts } from '#lab/worker/host.ts';
import { joinHandlers, joinRequests, listStores } from '#lab/worker/workerFeature.ts';
import { library } from './library/worker.ts';
import { questions } from './questions/worker.ts';
import { queue } from './queue/worker.ts';
import { race } from './race/worker.ts';
import { runs } from './runs/worker.ts';
import { studies } from './studies/worker.ts';

const features = [library, questions, queue, race, runs, studies] as const;

/** A call without a handler, or without the fields of its request, is a type error here. */
export const featureParts: FeatureParts = {
	handlers: joinHandlers(features),
	requests: joinRequests(features),
};
export const featureStores = listStores(features);
