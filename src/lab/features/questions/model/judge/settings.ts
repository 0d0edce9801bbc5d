/** The settings of a judge. They do not include the key, so that it is never stored. */
import * as v from 'valibot';
import { InputError } from '#engine/core/errors.ts';
import { checkedBy, mustBe, toIssue } from '#engine/core/fields.ts';
import type { Json } from '#engine/core/json.ts';
import { sentence } from '#engine/core/message.ts';
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

const example = sentence('questions.errors.addressLikeHttpLocalhost11434');
const schema = v.object({
	/** Without `/chat/completions`, as in OPENAI_BASE_URL. It is stored: it must hold no secret. */
	address: v.pipe(
		v.string(mustBe(sentence('engine.expected.text'))),
		v.trim(),
		v.minLength(1, toIssue(sentence('questions.errors.hasNoAddressGive', { example }))),
		v.check(
			(text) => URL.canParse(text),
			({ input }) =>
				toIssue(
					sentence('questions.errors.isNoAddressGive', { input: truncate(input, 80), example }),
				),
		),
		v.transform((text) => new URL(text)),
		v.check(
			({ protocol }) => /^https?:$/.test(protocol),
			({ input }) =>
				toIssue(sentence('questions.errors.startsWithGive', { protocol: input.protocol, example })),
		),
		v.check(
			({ username, password }) => username + password === '',
			toIssue(sentence('questions.errors.hasNameOrPasswordAddresses')),
		),
		v.check(
			({ search, hash }) => search + hash === '',
			toIssue(sentence('questions.errors.hasOrAddressesAreStored')),
		),
		v.check(
			({ hostname }) => !hostname.startsWith('['),
			toIssue(sentence('questions.errors.isIpv6NumberWhichPage')),
		),
		v.transform(({ href }) => href.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')),
	),
	model: v.pipe(
		v.string(mustBe(sentence('engine.expected.text'))),
		v.trim(),
		v.minLength(1, toIssue(sentence('questions.errors.hasNoModelGiveName'))),
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
	throw new InputError(sentence('questions.errors.keyHasSpaceOrCharacter'), { field: 'key' });
}
