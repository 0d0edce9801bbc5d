/** The worker's side of the protocol: a handler answers each request, and errors travel as data. */
import { InternalError } from '#engine/core/errors.ts';
import { checkRequest, type Requests } from './calls.ts';
import type { LabRequest } from './lab.ts';
import { labInfo, openLab, type LabParts, type OpenLab } from './openLab.ts';
import { earlyCalls, ownParts } from './ownParts.ts';
import type { LabMessage } from './protocol.ts';
import { createTasks } from './tasks.ts';
import { toWire } from './wireError.ts';
import type { WorkerFeature } from './workerFeature.ts';
import type { RunEvent } from '#lab/training/events.ts';

/** The part of a worker's global scope, or of a started MessagePort, that the host uses. */
export interface HostPort {
	postMessage(message: LabMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabRequest>) => void): void;
}

type AnyHandlers = ReturnType<WorkerFeature['handlers']>;

/** Serves the lab and its features on `port`, as long as the worker lives. */
export function serveLab(
	port: HostPort,
	parts: LabParts,
	features: readonly WorkerFeature[],
): void {
	const send = createOutbox((message) => port.postMessage(message));
	const tasks = createTasks(send);
	const link = { emit: send, tasks };
	const late: readonly WorkerFeature[] = [...ownParts, ...features];
	const requests = Object.assign(
		{},
		earlyCalls.requests,
		...late.map((part) => part.requests),
	) as Requests;
	let opened: Promise<{ lab: OpenLab; handlers: AnyHandlers }> | undefined;

	const early: AnyHandlers = earlyCalls.handlers({
		tasks,
		/** Opens the lab once; again after a failure. */
		async open(request) {
			opened ??= openLab(parts, link, request).then((lab) => ({
				lab,
				handlers: Object.assign({}, ...late.map(({ handlers }) => handlers(lab))) as AnyHandlers,
			}));
			opened.catch(() => (opened = undefined));
			return labInfo((await opened).lab);
		},
	});

	async function answer({ call, request }: LabRequest): Promise<unknown> {
		checkRequest(requests, call, request);
		const isEarly = Object.hasOwn(early, call);
		if (!isEarly && !opened)
			throw new InternalError(`The lab cannot answer “${call}” yet: call lab.open first.`);
		const handlers = isEarly ? early : (await opened!).handlers;
		// A call whose fields can all be left out needs no object. The schema has checked the others.
		return handlers[call]((request ?? {}) as never);
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
