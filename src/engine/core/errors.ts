/**
 * The lab's errors. A message says what failed and ends with what to do. It is data, so that
 * the page can show it in another language; `error.message` is the English text. An error keeps its
 * class across the worker boundary (lab/worker/wireError.ts). A cancelled task throws an
 * AbortError, which is not a LabError.
 */
import type { JsonObject } from './json.ts';
import { asMessage, englishText, say, type Message } from './message.ts';

export abstract class LabError extends Error {
	/** Stable across minification, unlike the class's name, which browsers show without this one. */
	override readonly name = 'LabError';
	abstract readonly code: string;
	constructor(
		readonly statement: Message,
		readonly data: JsonObject = {},
		options?: ErrorOptions,
	) {
		super(englishText(statement), options);
	}
}

/** A file, link or setting is wrong. The message names it and the correction. */
export class InputError extends LabError {
	readonly code = 'input';
}

/** The error of one field of a file, link or setting. */
export const fieldError = (field: string | Message, message: Message) =>
	new InputError(say('{field}: {message}', { field, message }), { field: englishText(field) });

/** The adapter or the device cannot do the requested work. */
export class DeviceError extends LabError {
	readonly code = 'device';
}

/** The page may use no GPU. The message says why. */
export class NoAdapterError extends LabError {
	readonly code = 'no-adapter';
}

/** The device was lost during use, with everything on it. */
export class DeviceLostError extends LabError {
	readonly code = 'device-lost';
}

/** The device has too little memory. `outOfMemory` writes the message. */
export class OutOfMemoryError extends LabError {
	readonly code = 'out-of-memory';
}

/** Bytes: `requested` now, `held` in use by the lab, `limit` of one allocation, `total` of all. */
export function outOfMemory(
	label: string | Message,
	bytes: { requested: number; held: number; limit?: number; total?: number },
	advice = say('Use a smaller model, a smaller batch or a shorter context, or close other pages.'),
): OutOfMemoryError {
	const megabytes = (amount: number) => `${(amount / 1e6).toFixed(1)} MB`;
	const { requested, held, limit, total } = bytes;
	const bound = total ?? limit;
	const boundText = (amount: string) =>
		total === undefined
			? say(', and one buffer may have {limit}', { limit: amount })
			: say(' of at most {limit}', { limit: amount });
	return new OutOfMemoryError(
		say(
			'There is no room for {label}: {requested} were asked for, the lab holds {held}{limit}. {advice}',
			{
				label,
				requested: megabytes(requested),
				held: megabytes(held),
				limit: bound === undefined ? '' : boundText(megabytes(bound)),
				advice,
			},
		),
		{ label: englishText(label), ...bytes },
	);
}

/** IndexedDB could not store or read a record. */
export class StorageError extends LabError {
	readonly code = 'storage';
}

/** A loss, a gradient or a logit that is not a finite number. */
export class NonFiniteError extends LabError {
	readonly code = 'non-finite';
}

/** A bug in the lab, never the user's fault. Its text is for developers, in English only. */
export class InternalError extends LabError {
	readonly code = 'internal';
	constructor(text: string | Message, data?: JsonObject, options?: ErrorOptions) {
		super(asMessage(text), data, options);
	}
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

export const isAbort = (error: unknown): boolean =>
	error instanceof Error && error.name === 'AbortError';

export const toMessage = (error: unknown): string =>
	error instanceof Error ? error.message : String(error);
