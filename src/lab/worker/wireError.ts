/** Converts errors to data and back to the same class, with data, message and stack. */
import { isAbort, InternalError, LabError, labErrors, toMessage } from '#engine/core/errors.ts';
import { asMessage } from '#engine/core/message.ts';
import type { WireError } from './protocol.ts';

const abortCode = 'abort';
const classes = new Map(labErrors.map((Class) => [new Class(asMessage('')).code as string, Class]));

/** Takes any thrown value. A value that is neither LabError nor abort becomes an InternalError. */
export function toWire(error: unknown): WireError {
	const message = toMessage(error);
	const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
	if (isAbort(error)) return { code: abortCode, message, ...stack };
	if (error instanceof LabError) {
		const { code, data, statement } = error;
		return { code, message, statement, data, ...stack };
	}
	return { code: 'internal', message, ...stack };
}

export function fromWire(wire: WireError): Error {
	if (wire.code === abortCode) return new DOMException(wire.message, 'AbortError');
	const Class = classes.get(wire.code) ?? InternalError;
	const error = new Class(wire.statement ?? asMessage(wire.message), wire.data);
	// The page may not have the words of the worker yet: such a message is its id.
	if (error.message === wire.statement?.id) error.message = wire.message;
	if (wire.stack !== undefined) error.stack = wire.stack;
	return error;
}
