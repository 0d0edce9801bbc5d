/** The worker's side of the protocol: each request answered by the handler of its name, errors as data. */
import { InternalError } from '#core/errors.ts';
import { answerHandlers } from '#features/questions/calls/answerHandlers.ts';
import { artefactHandlers } from './artefactHandlers.ts';
import { blindHandlers } from '#features/questions/calls/blindHandlers.ts';
import { judgeHandlers } from '#features/questions/calls/judgeHandlers.ts';
import { labHandlers } from './labHandlers.ts';
import { createLabSession, type LabParts } from './labSession.ts';
import { linkHandlers } from '#features/share/calls/linkHandlers.ts';
import { modelHandlers } from './modelHandlers.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createOutside } from './outside/outside.ts';
import type { CallName, Lab, LabMessage, LabRequest } from './protocol.ts';
import { questionHandlers } from '#features/questions/calls/questionHandlers.ts';
import { runHandlers } from './runHandlers.ts';
import { skillHandlers } from './skillHandlers.ts';
import { studyHandlers } from '#features/studies/calls/studyHandlers.ts';
import { toWire } from './wireError.ts';

/** What the host needs of a worker's global scope, or of a MessagePort that was started. */
export interface HostPort {
	postMessage(message: LabMessage): void;
	addEventListener(type: 'message', listener: (event: MessageEvent<LabRequest>) => void): void;
}

/** Serves the lab on `port`, for as long as the worker lives. */
export function serveLab(port: HostPort, parts: LabParts): void {
	const outbox = createOutbox((message) => port.postMessage(message));
	const session = createLabSession(parts, outbox.send);
	const outside = createOutside(outbox.send);
	const sets = { ...questionHandlers(session), ...answerHandlers(session) };
	const handlers: Lab = {
		...sets,
		...artefactHandlers(session),
		...blindHandlers(sets),
		...judgeHandlers({
			...{ session, sets, transport: outside.transport, page: parts.page.base.origin },
		}),
		...labHandlers(session),
		...linkHandlers(session),
		...modelHandlers(session),
		'outside.answer': async ({ id, answer }) => outside.answer(id, answer),
		...runHandlers(session),
		...skillHandlers(session),
		...studyHandlers(session),
	};
	port.addEventListener('message', ({ data }) => void answer(data, handlers, outbox));
}

/** Never throws: what goes wrong is the reply. */
async function answer(asked: LabRequest, handlers: Lab, outbox: Outbox): Promise<void> {
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
	handlers: Lab,
): Promise<unknown> {
	if (!Object.hasOwn(handlers, call))
		throw new InternalError(
			`The worker knows no call “${String(call)}”: page and worker are of different versions. Reload the page.`,
		);
	return handlers[call](request);
}
