/**
 * Errors as named facts. Each is built from data, says what happened and ends with the mend, and keeps its
 * class across the worker boundary (lab/worker/wireError.ts). A cancelled task is an AbortError, not a LabError.
 */
import type { JsonObject } from './json.ts';

export abstract class LabError extends Error {
	/** Stable across minification, unlike the class's name. */
	abstract readonly code: string;
	constructor(
		message: string,
		readonly data: JsonObject = {},
		options?: ErrorOptions,
	) {
		super(message, options);
	}
}

/** The user's file, link or setting is wrong; the message names the place and the mend. */
export class InputError extends LabError {
	readonly code = 'input';
}

/** The adapter or the device cannot do what was asked. */
export class DeviceError extends LabError {
	readonly code = 'device';
}

/** There is no GPU that the page may use; the message says why. */
export class NoAdapterError extends LabError {
	readonly code = 'no-adapter';
}

/** The device went away while it was in use: what was on it is gone. */
export class DeviceLostError extends LabError {
	readonly code = 'device-lost';
}

/** The device had no room. `outOfMemory` writes the message. */
export class OutOfMemoryError extends LabError {
	readonly code = 'out-of-memory';
}

/** asked, held, limit: bytes that were asked for, that the lab holds already, and that one allocation may have. `mend`: what to do instead. */
export function outOfMemory(
	label: string,
	{ asked, held, limit }: { asked: number; held: number; limit?: number },
	mend = 'Use a smaller model, a smaller batch or a shorter context, or close other pages.',
): OutOfMemoryError {
	const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
	const most = limit === undefined ? '' : `, and one buffer may have ${megabytes(limit)}`;
	return new OutOfMemoryError(
		`There is no room for ${label}: ${megabytes(asked)} were asked for, the lab holds ${megabytes(held)}${most}. ${mend}`,
		{ label, asked, held, ...(limit !== undefined && { limit }) },
	);
}

/** IndexedDB could not keep or give what was asked. */
export class StorageError extends LabError {
	readonly code = 'storage';
}

/** A loss, a gradient or a logit that is not a finite number. */
export class NonFiniteError extends LabError {
	readonly code = 'non-finite';
}

/** The lab itself is wrong: never the user's fault. */
export class InternalError extends LabError {
	readonly code = 'internal';
}

export const labErrors = [
	InputError,
	DeviceError,
	NoAdapterError,
	DeviceLostError,
	OutOfMemoryError,
	StorageError,
	NonFiniteError,
	InternalError,
] as const;

/** Throws what an AbortSignal carries, so that a cancelled task leaves through one door. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
	signal?.throwIfAborted();
}

export const isAbort = (error: unknown): boolean =>
	error instanceof Error && error.name === 'AbortError';
