/** The part of the stored runs in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import type { OpenLab } from '#lab/worker/openLab.ts';
import { runFileHandlers } from './calls/runFileHandlers.ts';
import { serverHandlers } from './calls/serverHandlers.ts';
import { runFileRequests } from './calls/runFileRequests.ts';

export const runs = {
	handlers: (lab: OpenLab) => ({ ...runFileHandlers(lab), ...serverHandlers(lab) }),
	requests: runFileRequests,
} satisfies WorkerFeature;
