/** The calls of the lab without its features. */
import { id, type Handlers, type RequestOf } from './calls.ts';
import { labInfo, openRequest, type OpenLab } from './openLab.ts';
import type { LabInfo } from './protocol.ts';
import { runCalls } from './runHandlers.ts';
import { skillCalls } from './skills.ts';
import type { Tasks } from './tasks.ts';

const earlyRequests = {
	/** The first call: opens database and device, but fetches no model. */
	'lab.open': openRequest,
	/** Replies at once, also before lab.open, to show that the worker is alive. */
	'lab.ping': null,
	/** Ends a long task (an import, a model download) without a trace. */
	'task.cancel': { task: id },
};
interface EarlyLab {
	readonly tasks: Tasks;
	readonly open: (request: RequestOf<typeof openRequest>) => Promise<LabInfo>;
}
/** Calls that need no open lab. */
export const earlyCalls = {
	requests: earlyRequests,
	handlers: ({ tasks, open }: EarlyLab) =>
		({
			'lab.open': open,
			'lab.ping': async (): Promise<void> => undefined,
			'task.cancel': ({ task }) => tasks.cancel(task),
		}) satisfies Handlers<typeof earlyRequests>,
};

const openRequests = {
	/** Replies when a GPU that was never tested is tested. Before that, the processor computes. */
	'lab.settled': null,
	'storage.report': null,
};
const openCalls = {
	requests: openRequests,
	handlers: (lab: OpenLab) =>
		({
			'lab.settled': async () => {
				await lab.device.settled;
				return labInfo(lab);
			},
			'storage.report': () => lab.stores.report(),
		}) satisfies Handlers<typeof openRequests>,
};

export const ownParts = [openCalls, runCalls, skillCalls] as const;
