/** Field types of everything that comes from a file, a link or another thread, with messages. */
import * as v from 'valibot';
import { fieldError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import { asMessage, say, type Message } from './message.ts';
import { isInRange, type Bounds } from './parameters.ts';
import { quote, truncate } from './text.ts';

/**
 * valibot's messages are text, so a message as data goes through it as JSON after a mark. Plain
 * text that quotes a value can begin like JSON, but never with a control character.
 */
const mark = '\u0001';
export const toIssue = (message: Message): string => mark + JSON.stringify(message);
const issueMessage = ({ message }: { readonly message: string }): Message =>
	message.startsWith(mark) ? (JSON.parse(message.slice(1)) as Message) : asMessage(message);

/** `what`: a phrase such as “a whole number”. It is a message, so that each language has it. */
export const mustBe = (what: Message) => (issue: v.BaseIssue<unknown>) =>
	toIssue(say('must be {what}, not {input}.', { what, input: quote(issue.input) }));

// A schema without a message of its own. `expected` is its type as in TypeScript: "file", >=1.
v.setGlobalMessage((issue) =>
	issue.expected === null ? issue.message : mustBe(asMessage(issue.expected))(issue),
);

export const missing = toIssue(say('is missing. Add it.'));

export const number = (what: Message, holds: (value: number) => boolean) =>
	v.pipe(v.number(mustBe(what)), v.check(holds, mustBe(what)));
const bounded = (what: Message, bounds: Bounds) =>
	v.pipe(
		number(
			what,
			(value) => isInRange(bounds, value) && (!bounds.integer || Number.isSafeInteger(value)),
		),
		v.metadata({ ...bounds }),
	);
export const between = (min: number, max: number) =>
	bounded(say('a number from {min} to {max}', { min, max }), { min, max });
export const above0 = (max: number) =>
	bounded(say('a number above {min}, at most {max}', { min: 0, max }), {
		min: 0,
		aboveMin: true,
		max,
	});
export const whole = (min: number, max: number) =>
	bounded(say('a whole number from {min} to {max}', { min, max }), { min, max, integer: true });
export const flag = v.boolean(mustBe(say('true or false')));
export const share = number(say('a number from 0 to below 1'), (value) => value >= 0 && value < 1);
export const text = (maxLength: number) => {
	const what = say('text of 1 to {maxLength} characters', { maxLength });
	return v.pipe(
		v.string(mustBe(what)),
		v.check((value) => value.length >= 1 && value.length <= maxLength, mustBe(what)),
		v.metadata({ maxLength }),
	);
};
export const mustBeOneOf = (options: readonly string[]) =>
	mustBe(say('one of {options}', { options: options.join(', ') }));
export const oneOf = <const T extends readonly string[]>(options: T) =>
	v.picklist(options, mustBeOneOf(options));
/** An optional field; a missing one means `value`. `withoutDefaults` leaves it out. */
export const defaulted = <const T extends v.GenericSchema>(schema: T, value: v.InferOutput<T>) =>
	v.exactOptional(v.pipe(schema, v.metadata({ default: value as unknown })));
export const sha256 = v.pipe(
	v.string(mustBe(say('a SHA-256 of 64 hex digits in lower case'))),
	v.regex(/^[0-9a-f]{64}$/, mustBe(say('a SHA-256 of 64 hex digits in lower case'))),
);
export const object = <const T extends v.ObjectEntries>(entries: T) =>
	v.strictObject(entries, (issue) => {
		if (issue.expected === 'never')
			return toIssue(
				say('is not a field here. Known ones: {known}.', {
					known: Object.keys(entries).join(', '),
				}),
			);
		return issue.received === 'undefined' ? missing : mustBe(say('an object'))(issue);
	});
/** Accepts unknown fields too. */
export const openObject = <const T extends v.ObjectEntries>(entries: T) =>
	v.looseObject(entries, (issue) =>
		issue.received === 'undefined' ? missing : mustBe(say('an object'))(issue),
	);
/** An object with any fields. v.record would leave out `__proto__` and `constructor`. */
export const anyObject = (what: Message) => v.custom<JsonObject>(isObject, mustBe(what));
/** An object with any fields, each of which is an `item`. */
export const recordOf = <const T extends v.GenericSchema>(item: T) =>
	v.pipe(
		v.custom<Record<string, unknown>>(isObject, mustBe(say('an object'))),
		v.record(v.string(), item),
	);
/** Reports any fault inside the value as a fault of the whole value. */
export const wholly = <const T extends v.GenericSchema>(schema: T, what: Message) =>
	v.custom<v.InferOutput<T>>((value) => v.is(schema, value), mustBe(what));
export const list = <const T extends v.GenericSchema>(
	item: T,
	what: Message,
	max: number,
	min = 1,
) => {
	const message = toIssue(say('must be a list of {min} to {max} {what}.', { min, max, what }));
	return v.pipe(v.array(item, message), v.minLength(min, message), v.maxLength(max, message));
};

/** A path in text: `policy[1].settings.tau`. */
const toPath = (issue: v.BaseIssue<unknown>, within: string): string =>
	(issue.path ?? [])
		.reduce(
			(path, { key }) =>
				path + (typeof key === 'number' ? `[${key}]` : `.${truncate(String(key), 100)}`),
			within,
		)
		.replace(/^\./, '');

/** Throws InputError for a wrong field, an unknown one first. `fail` can add a file or a fix. */
export function checkedBy<T extends v.GenericSchema>(
	schema: T,
	value: unknown,
	within = '',
	fail: (field: string, message: Message) => Error = fieldError,
): v.InferOutput<T> {
	const { success, output, issues } = v.safeParse(schema, value);
	if (success) return output;
	const issue = issues.find(({ expected }) => expected === 'never') ?? issues[0];
	throw fail(toPath(issue, within) || 'content', issueMessage(issue));
}
