/**
 * What a call takes, as a schema: the type of its request, and the check of it before a handler
 * sees it, because a script can send anything. What a handler reads with a schema of its own (an
 * experiment, a study) is here only an object.
 */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import {
	checkedBy,
	flag,
	list,
	mustBe,
	number,
	oneOf,
	openObject,
	text,
	whole,
} from '#engine/core/fields.ts';
import { isObject } from '#engine/core/json.ts';
import { say, type Message } from '#engine/core/message.ts';
import type { Pace } from '#lab/run/runStatus.ts';

type Fields = v.ObjectEntries;
/** The fields of each call's request, by the call's name. null: the call takes nothing. */
export type Requests = Readonly<Record<string, Fields | null>>;
/** The request as a handler receives it. */
export type RequestOf<F extends Fields | null> = F extends Fields
	? Readonly<v.InferInput<v.ObjectSchema<F, undefined>>>
	: void;
/** A handler for each call; its reply is the call's. */
export type Handlers<R extends Requests> = {
	readonly [Name in keyof R]: (request: RequestOf<R[Name]>) => Promise<unknown>;
};

/** A list of any length that nothing changes. */
const anyList = <const T extends v.GenericSchema>(item: T, what: Message) =>
	list(item, what, 1_000_000, 0) as v.GenericSchema<readonly v.InferInput<T>[]>;

/** An id or a hash: a text that is not empty. */
export const id = text(1000);
export const ids = anyList(id, say('ids'));
/** Any text. The handler may demand more of it. */
export const anyText = v.string(mustBe(say('text')));
export const texts = anyList(anyText, say('texts'));
export const count = whole(0, Number.MAX_SAFE_INTEGER);
export const file = v.instance(File, mustBe(say('a file')));
export const files = list(file, say('files'), 1_000_000) as v.GenericSchema<readonly File[]>;
/** The handler checks its fields. */
export const data = <T extends object>() => v.custom<T>(isObject, mustBe(say('an object')));
export const listOf = <const T extends v.GenericSchema>(item: T) => anyList(item, say('objects'));
/** Fields without a type pass too. */
export const object = <const T extends v.ObjectEntries>(entries: T) =>
	openObject(entries) as unknown as v.GenericSchema<RequestOf<T>>;
export { flag, oneOf };
export const { optional } = v;

const above0 = number(say('a number above 0'), (value) => value > 0);
export const pace: v.GenericSchema<Pace> = v.variant(
	'kind',
	[
		openObject({ kind: v.literal('full') }),
		openObject({ kind: v.literal('slow'), milliseconds: above0 }),
		openObject({ kind: v.literal('until'), step: count, milliseconds: v.exactOptional(above0) }),
	],
	(issue) =>
		mustBe(
			isObject(issue.input)
				? say('one of {options}', { options: 'full, slow, until' })
				: say('an object'),
		)(issue),
);
export const answerers = ['base', 'tuned', 'best'] as const;
/** Throws InputError that names the call and the field, or the known calls. */
export function checkRequest(requests: Requests, call: string, request: unknown): void {
	const known = Object.keys(requests);
	const entries = Object.hasOwn(requests, call) ? requests[call] : undefined;
	if (entries === undefined) {
		const noun = `${call.split('.')[0]}.`;
		const like = known.filter((name) => name.startsWith(noun));
		throw new InputError(
			say('There is no call “{call}”. Known ones: {known}.', {
				call,
				known: (like.length > 0 ? like : known).join(', '),
			}),
			{ call },
		);
	}
	if (entries === null) return;
	const schema = openObject(entries);
	// An object may be left out if each of its fields may.
	if (request === undefined && v.is(schema, {})) return;
	if (!isObject(request))
		throw new InputError(
			say('{call}: it takes an object with {fields}. Give one.', {
				call,
				fields: Object.keys(entries).join(', '),
			}),
			{ call },
		);
	checkedBy(schema, request, '', (field, message) => {
		return new InputError(say('{call}: {field} {message}', { call, field, message }), {
			call,
			field,
		});
	});
}
