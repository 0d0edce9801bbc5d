/**
 * The fields of each call's request, which the worker checks before a handler sees them: a script
 * can send anything. What a handler reads with a schema of its own (an experiment, a study) is here
 * only an object.
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
import { backends } from '#engine/gpu/report.ts';
import { say } from '#engine/core/message.ts';
import { parts } from '#engine/data/skill.ts';
import type { Call, OwnCalls } from './ownCalls.ts';
import type { Calls } from './protocol.ts';

type Schema<T> = v.GenericSchema<unknown, T>;
type Fields<Request> = {
	readonly [F in keyof Request]-?: object extends Pick<Request, F>
		? Schema<Request[F] | undefined>
		: Schema<Request[F]>;
};
/** The fields of each call of an interface such as `OwnCalls`. null: the call takes nothing. */
export type Requests<Calls extends Record<keyof Calls, Call>> = {
	readonly [Name in keyof Calls]: [Calls[Name]['request']] extends [void]
		? null
		: Fields<Exclude<Calls[Name]['request'], void>>;
};

/** An id or a hash: a text that is not empty. */
export const id = text(1000);
export const ids = list(id, say('ids'), 1_000_000, 0);
/** Any text. The handler may demand more of it. */
export const anyText = v.string(mustBe(say('text')));
export const texts = list(anyText, say('texts'), 1_000_000, 0);
export const count = whole(0, Number.MAX_SAFE_INTEGER);
export const file = v.instance(File, mustBe(say('a file')));
export const files = list(file, say('files'), 1_000_000);
/** The handler checks its fields. */
export const data = v.custom<never>(isObject, mustBe(say('an object')));
export const listOf = <T>(item: Schema<T>) => list(item, say('objects'), 1_000_000, 0);
export { flag, oneOf, openObject as object };
export const optional = <T>(schema: Schema<T>) => v.optional(schema);

const above0 = number(say('a number above 0'), (value) => value > 0);
export const pace = v.variant(
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
const segment = openObject({ id, settings: data, artefact: v.exactOptional(id) });
const run = { runId: id };
const question = {
	prompt: anyText,
	maxTokens: whole(1, Number.MAX_SAFE_INTEGER),
	form: optional(oneOf(['question', 'text'])),
	earlier: optional(listOf(openObject({ role: anyText, content: anyText }))),
	task: optional(id),
	sampling: optional(data),
	stop: optional(texts),
};
/** The rows of a skill. */
export const rows = { id, part: oneOf(parts), from: count, count };

export const ownRequests: Requests<OwnCalls> = {
	'lab.open': {
		backend: optional(oneOf(backends)),
		alwaysGpu: optional(flag),
		origins: optional(texts),
	},
	'lab.settled': null,
	'lab.ping': null,
	'storage.report': null,
	'skill.list': null,
	'skill.rows': { ...rows, version: optional(count), noise: optional(data) },
	'artefact.list': null,
	'artefact.keep': { ...run, name: anyText },
	'artefact.export': { sha256: id },
	'artefact.import': { file },
	'artefact.delete': { sha256: id },
	'model.generate': { ...run, model: oneOf(answerers), ...question },
	'model.ask': { experiment: data, ...question },
	'run.create': { ...run, experiment: data },
	'run.test': { ...run, experiment: data },
	'run.forecast': { experiment: data, task: id },
	'run.train': { ...run, experiment: data },
	'run.resume': run,
	'run.play': { ...run, pace },
	'run.pause': run,
	'run.evaluate': run,
	'run.stop': run,
	'run.switchPolicy': { ...run, ...segment.entries },
	'run.list': null,
	'run.describe': {
		...run,
		name: optional(anyText),
		tags: optional(texts),
		notes: optional(anyText),
	},
	'run.checkpoints': run,
	'run.fork': { ...run, step: count, newRunId: id, policy: optional(segment) },
	'run.summary': run,
	'run.events': run,
	'run.meanMix': run,
	'run.delete': run,
	'task.cancel': { task: id },
};

/** Throws InputError that names the call and the field, or the known calls. */
export function checkRequest(
	requests: Partial<Requests<Calls>>,
	call: string,
	request: unknown,
): void {
	const known = Object.keys(requests);
	const entries: Readonly<Record<string, Schema<unknown>>> | null | undefined = Object.hasOwn(
		requests,
		call,
	)
		? requests[call as keyof Calls]
		: undefined;
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
