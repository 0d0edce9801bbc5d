/** The worker's side of the protocol: a handler answers each request, and errors travel as data. */
import { InternalError } from '#core/errors.ts';
import { artefactHandlers } from './artefactHandlers.ts';
import { labHandlers } from './labHandlers.ts';
import { createLabSession, type LabParts } from './labSession.ts';
import { modelHandlers } from './modelHandlers.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { CallName, Lab, LabMessage, LabRequest } from './protocol.ts';
import { runHandlers } from './runHandlers.ts';
import { skillHandlers } from './skillHandlers.ts';
import { toWire } from './wireError.ts';

/** The part of a worker's global scope, or of a started MessagePort, that the host uses. */
export interface HostPort {
	postMessage(message: LabMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabRequest>) => void): void;
}

/** Serves the lab and its features on `port`, as long as the worker lives. */
export function serveLab(port: HostPort, parts: LabParts): void {
	const outbox = createOutbox((message) => port.postMessage(message));
	const session = createLabSession(parts, outbox.send);
	const handlers: Partial<Lab> = {
		...artefactHandlers(session),
		...labHandlers(session),
		...modelHandlers(session),
		...runHandlers(session),
		...skillHandlers(session),
	};
	for (const feature of parts.features) Object.assign(handlers, feature.calls(session));
	port.addEventListener('message', ({ data }) => void answer(data, handlers, outbox));
}

/** Never throws: an error becomes the reply. */
async function answer(asked: LabRequest, handlers: Partial<Lab>, outbox: Outbox): Promise<void> {
	const { id } = asked;
	try {
		outbox.send({ id, ok: true, value: await dispatch(asked, handlers) });
	} catch (error) {
		// A value that cannot be cloned to the page ends here too.
		outbox.send({ id, ok: false, error: toWire(error) });
	}
}

async function dispatch<K extends CallName>(
	{ call, request }: Extract<LabRequest, { call: K }>,
	handlers: Partial<Lab>,
): Promise<unknown> {
	const handler = Object.hasOwn(handlers, call) ? handlers[call] : undefined;
	if (!handler)
		throw new InternalError(
			`The worker knows no call “${String(call)}”: page and worker are of different versions. Reload the page.`,
		);
	return handler(request);
}
