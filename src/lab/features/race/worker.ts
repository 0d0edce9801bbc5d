/** The part of the race in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { raceHandlers } from './calls/raceHandlers.ts';

export const race = { handlers: raceHandlers } satisfies WorkerFeature;
