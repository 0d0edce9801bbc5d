/** Converts errors to data and back to the same class, with data, message and stack. */
import { isAbort, InternalError, LabError, labErrors } from '#core/errors.ts';
import type { WireError } from './protocol.ts';

const abortCode = 'abort';
const classes = new Map(labErrors.map((Class) => [new Class('').code as string, Class]));

/** Takes any thrown value. A value that is neither LabError nor abort becomes an InternalError. */
export function toWire(error: unknown): WireError {
	const message = error instanceof Error ? error.message : String(error);
	const stack = error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {};
	if (isAbort(error)) return { code: abortCode, message, ...stack };
	if (error instanceof LabError) return { code: error.code, message, data: error.data, ...stack };
	return { code: 'internal', message, ...stack };
}

export function fromWire(wire: WireError): Error {
	if (wire.code === abortCode) return new DOMException(wire.message, 'AbortError');
	const Class = classes.get(wire.code) ?? InternalError;
	const error = new Class(wire.message, wire.data);
	if (wire.stack !== undefined) error.stack = wire.stack;
	return error;
}
