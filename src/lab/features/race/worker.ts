/** The part of the race in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { raceHandlers } from './calls/raceHandlers.ts';
import { raceRequests } from './calls/raceRequests.ts';

export const race = { handlers: raceHandlers, requests: raceRequests } satisfies WorkerFeature;
