/** The stored runs in the worker: their files, and configurations for trainers on a server. */
import type { OpenLab } from '#lab/worker/openLab.ts';
import { runFileHandlers, runFileRequests } from './calls/runFileHandlers.ts';
import { serverHandlers, serverRequests } from './calls/serverHandlers.ts';

export const runs = {
	requests: { ...runFileRequests, ...serverRequests },
	handlers: (lab: OpenLab) => ({ ...runFileHandlers(lab), ...serverHandlers(lab) }),
};
