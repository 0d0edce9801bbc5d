/** The part of the device dialog in the worker. */
import type { WorkerFeature } from '#lab/worker/workerFeature.ts';
import { deviceHandlers } from './calls/deviceHandlers.ts';

export const device = { handlers: deviceHandlers } satisfies WorkerFeature;
