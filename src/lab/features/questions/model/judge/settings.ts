/** The settings of a judge. They do not include the key, so that it is never stored. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, mustBe, toIssue } from '#engine/core/fields.ts';
import type { Json } from '#engine/core/json.ts';
import { say } from '#engine/core/message.ts';
import {
	choiceSpec,
	numberSpec,
	parseParameters,
	type ParameterValues,
} from '#engine/core/parameters.ts';
import { truncate } from '#engine/core/text.ts';

export const judgeSpecs = {
	scale: choiceSpec(
		'Marks',
		{ options: { ten: '1 to 10', unit: '0 to 1' } },
		'The scale that the judge is asked for. Marks from 1 to 10 are scaled to 0 to 1.',
	),
	concurrency: numberSpec(
		'At a time',
		{ default: 2, min: 1, max: 16, integer: true, unit: 'requests' },
		'The number of answers that the judge marks at the same time.',
	),
	timeout: numberSpec(
		'Timeout',
		{ default: 60, min: 1, max: 600, integer: true, unit: 's' },
		'The longest time for one answer.',
	),
};

const example = say('an address like http://localhost:11434/v1 or https://api.example.org/v1');
const schema = v.object({
	/** Without `/chat/completions`, as in OPENAI_BASE_URL. It is stored: it must hold no secret. */
	address: v.pipe(
		v.string(mustBe(say('text'))),
		v.trim(),
		v.minLength(1, toIssue(say('has no address: give {example}.', { example }))),
		v.check(
			(text) => URL.canParse(text),
			({ input }) =>
				toIssue(
					say('“{input}” is not an address: give {example}.', {
						input: truncate(input, 80),
						example,
					}),
				),
		),
		v.transform((text) => new URL(text)),
		v.check(
			({ protocol }) => /^https?:$/.test(protocol),
			({ input }) =>
				toIssue(
					say('starts with {protocol}: give {example}.', { protocol: input.protocol, example }),
				),
		),
		v.check(
			({ username, password }) => username + password === '',
			toIssue(
				say('has a name or a password. Addresses are stored: give the key in its own field.'),
			),
		),
		v.check(
			({ search, hash }) => search + hash === '',
			toIssue(
				say(
					'has a “?” or a “#”. Addresses are stored and may not hold a key: give it without them.',
				),
			),
		),
		v.check(
			({ hostname }) => !hostname.startsWith('['),
			toIssue(
				say(
					'is an IPv6 number, which a page’s policy cannot name: give the host’s name, or localhost.',
				),
			),
		),
		v.transform(({ href }) => href.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')),
	),
	model: v.pipe(
		v.string(mustBe(say('text'))),
		v.trim(),
		v.minLength(1, toIssue(say('has no model: give the name that its server lists it under.'))),
	),
});

export type JudgeSettings = v.InferOutput<typeof schema> & ParameterValues<typeof judgeSpecs>;
/** Typed settings, not checked yet. Those that are missing get their defaults. */
export type JudgeTyped = Pick<JudgeSettings, 'address' | 'model'> & Partial<JudgeSettings>;
export type MarkScale = JudgeSettings['scale'];

export const parseJudge = ({ address, model, ...typed }: JudgeTyped): JudgeSettings => ({
	...checkedBy(schema, { address, model }, 'judge'),
	...parseParameters(judgeSpecs, typed as Readonly<Record<string, Json>>, 'judge'),
});

/** Checks that the key fits into a header. Throws InputError without the key in it. */
export function parseKey(typed: string): string {
	const key = typed.trim();
	if (/^[\x21-\x7e]*$/.test(key)) return key;
	throw new InputError(
		say(
			'The key has a space or a character that no key has. Copy the key again, and nothing else.',
		),
		{ field: 'key' },
	);
}
