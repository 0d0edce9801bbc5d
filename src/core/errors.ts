/**
 * Errors as named facts. Each is built from data, says what happened and ends with the mend, and keeps its
 * class across the worker boundary (worker/wireError.ts). A cancelled task is an AbortError, not a LabError.
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
