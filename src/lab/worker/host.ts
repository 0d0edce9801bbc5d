/** The worker's side of the protocol: a handler answers each request, and errors travel as data. */
import { InternalError } from '#engine/core/errors.ts';
import { artefactHandlers } from './artefacts.ts';
import { labInfo, openLab, type LabParts, type OpenLab } from './openLab.ts';
import type { OwnCalls } from './ownCalls.ts';
import type { CallName, Calls, Lab, LabMessage, LabRequest } from './protocol.ts';
import { runHandlers } from './runHandlers.ts';
import { checkRequest, ownRequests, type Requests } from './requests.ts';
import { skillHandlers } from './skills.ts';
import { createTasks } from './tasks.ts';
import { toWire } from './wireError.ts';
import type { RunEvent } from '#lab/training/events.ts';

/** The part of a worker's global scope, or of a started MessagePort, that the host uses. */
export interface HostPort {
	postMessage(message: LabMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabRequest>) => void): void;
}

/** The calls that the features add. A missing handler or request is a type error. */
export interface FeatureParts {
	readonly handlers: (lab: OpenLab) => Omit<Lab, keyof OwnCalls>;
	readonly requests: Requests<Omit<Calls, keyof OwnCalls>>;
}

/** Serves the lab and its features on `port`, as long as the worker lives. */
export function serveLab(port: HostPort, parts: LabParts, features: FeatureParts): void {
	const send = createOutbox((message) => port.postMessage(message));
	const tasks = createTasks(send);
	const link = { emit: send, tasks };
	let opened: Promise<{ lab: OpenLab; handlers: LabHandlers }> | undefined;

	/** Opens the lab once; again after a failure. */
	const open: Lab['lab.open'] = async (request) => {
		opened ??= openLab(parts, link, request ?? {}).then((lab) => ({
			lab,
			handlers: labHandlers(lab, features.handlers),
		}));
		opened.catch(() => (opened = undefined));
		return labInfo((await opened).lab);
	};
	const early: Pick<Lab, EarlyCall> = {
		'lab.open': open,
		'lab.ping': async () => undefined,
		'task.cancel': ({ task }) => tasks.cancel(task),
	};

	const requests = { ...ownRequests, ...features.requests };

	async function answer<K extends CallName>({ call, request }: Extract<LabRequest, { call: K }>) {
		checkRequest(requests, call, request);
		const isEarly = Object.hasOwn(early, call);
		if (!isEarly && !opened)
			throw new InternalError(`The lab cannot answer “${call}” yet: call lab.open first.`);
		const handlers: Partial<Lab> = isEarly ? early : (await opened!).handlers;
		// A call whose fields can all be left out needs no object.
		return handlers[call]!(request ?? {});
	}

	/** Never throws: an error becomes the reply. */
	async function reply(message: LabRequest): Promise<void> {
		const { id } = message;
		try {
			send({ id, ok: true, value: await answer(message) });
		} catch (error) {
			// A value that cannot be cloned to the page ends here too.
			send({ id, ok: false, error: toWire(error) });
		}
	}
	port.addEventListener('message', ({ data }) => void reply(data));
}

/** Calls that need no open lab. */
type EarlyCall = 'lab.open' | 'lab.ping' | 'task.cancel';
type LabHandlers = Omit<Lab, EarlyCall>;

const labHandlers = (lab: OpenLab, features: FeatureParts['handlers']): LabHandlers => ({
	'lab.settled': () => lab.device.settled.then(() => labInfo(lab)),
	'storage.report': () => lab.stores.report(),
	...artefactHandlers(lab),
	...runHandlers(lab),
	...skillHandlers(lab),
	...features(lab),
});

/** Milliseconds between two messages with events. */
const interval = 100;

/** Returns the function that sends a message with `post`, after waiting events. */
export function createOutbox(post: (message: LabMessage) => void): (message: LabMessage) => void {
	const waiting = new Map<string, RunEvent[]>();
	let lastFlush = -Infinity;
	let timer: Parameters<typeof clearTimeout>[0];

	const flush = () => {
		clearTimeout(timer);
		timer = undefined;
		if (waiting.size === 0) return;
		lastFlush = performance.now();
		for (const [runId, events] of waiting) post({ event: 'run.events', runId, events });
		waiting.clear();
	};

	return (message) => {
		if (!('event' in message) || message.event !== 'run.events') {
			// Events that happened before this message leave before it.
			flush();
			post(message);
			return;
		}
		const { runId, events } = message;
		waiting.set(runId, [...(waiting.get(runId) ?? []), ...events]);
		// Checks the clock too, because timers sleep in a hidden tab.
		const due = lastFlush + interval - performance.now();
		if (due <= 0) flush();
		// eslint-disable-next-line no-restricted-globals -- no step waits for it
		else timer ??= setTimeout(flush, due);
	};
}
