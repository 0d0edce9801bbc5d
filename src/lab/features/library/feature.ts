/** The library in the worker: data, models, hubs, and files with parts of the lab. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import { hubHandlers, hubRequests } from './calls/hubHandlers.ts';
import { importHandlers, importRequests } from './calls/importHandlers.ts';
import { modelHandlers, modelRequests } from './calls/modelHandlers.ts';
import { packHandlers, packRequests } from './calls/packHandlers.ts';

export const library = {
	requests: { ...hubRequests, ...importRequests, ...modelRequests, ...packRequests },
	handlers: (lab: OpenLab) => ({
		...hubHandlers(lab),
		...importHandlers(lab),
		...modelHandlers(lab),
		...packHandlers(lab),
	}),
};
