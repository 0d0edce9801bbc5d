/** The part of the library in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { hubHandlers } from './calls/hubHandlers.ts';
import { importHandlers } from './calls/importHandlers.ts';
import { modelHandlers } from './calls/modelHandlers.ts';
import { packHandlers } from './calls/packHandlers.ts';
import { libraryRequests } from './calls/libraryRequests.ts';

export const library = {
	handlers: (lab: OpenLab) => ({
		...hubHandlers(lab),
		...importHandlers(lab),
		...modelHandlers(lab),
		...packHandlers(lab),
	}),
	requests: libraryRequests,
} satisfies WorkerFeature;
