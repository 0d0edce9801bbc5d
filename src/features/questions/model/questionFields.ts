/** The fields of a question in a file: their names, their other names and their schemas. */
import * as v from 'valibot';
import { between, number, whole } from '#core/fields.ts';
import { byCategory, categories } from './categories.ts';
import { bareName, byName, categoryName, filledText, mustBe, objectOf, text } from './fields.ts';
import type { Scope } from './types.ts';

export const promptNames = ['prompt', 'question', 'instruction', 'input'];
export const referenceNames = ['reference', 'expected', 'answer', 'output'];
/** Other names for our fields, by bare names: `base_weights`, `Applicability mask`. */
export const otherNames: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries({
		reference: 'references expectedanswer referenceanswer correctanswer ideal gold target',
		weights: 'baseweights baseweight baseweightvector weightvector u',
		applies:
			'a mask applicability applicabilitymask categorymask applicable categoryapplicability ' +
			'categoryapplicabilitymask',
	}).flatMap(([ours, others]) => others.split(' ').map((other) => [other, ours])),
);
const scopes: Readonly<Record<string, Scope>> = {
	general: 'general',
	outofdomain: 'general',
	domain: 'domain',
	indomain: 'domain',
	domainspecific: 'domain',
};
const impactLevels: Readonly<Record<string, number>> = { none: 0, low: 0.2, medium: 0.5, high: 1 };

export const longText = filledText(100_000);
const line = text(2000);

/** One of the words, as the value behind it. `asKey` brings a word into the form of the keys. */
const word = <T>(
	words: Readonly<Record<string, T>>,
	asKey: (word: string) => string,
	what: string,
) =>
	v.pipe(
		v.string(mustBe(what)),
		v.check((given) => Object.hasOwn(words, asKey(given)), mustBe(what)),
		v.transform((given) => words[asKey(given)]),
	);

/** Values by category name, or a list of eight in the order of the table. */
const eight = <T extends v.GenericSchema>(item: T) =>
	v.lazy((value) =>
		Array.isArray(value)
			? v.pipe(
					v.array(item),
					v.length(
						categories.length,
						({ input }) =>
							'must have one entry for each of the eight categories in the order ' +
							`${categories.join(', ')}, or names, not ${input.length} entries.`,
					),
					v.transform((values) =>
						Object.fromEntries(categories.map((category, i) => [category, values[i]])),
					),
				)
			: byName(item, 'an object by category'),
	);
const weights = v.pipe(
	eight(number('a number of 0 or more', (value) => value >= 0 && value < Infinity)),
	v.transform((given) => byCategory((category) => Number(given[category] ?? 0))),
	v.check(
		(all) => categories.some((category) => all[category] > 0),
		'are all 0, so nothing would count. Give at least one category a weight.',
	),
);
const isFlag = (value: unknown) => [true, false, 1, 0].includes(value as number);
const mask = v.pipe(
	v.lazy((value) =>
		Array.isArray(value) && value.every((name) => typeof name === 'string')
			? v.pipe(
					v.array(categoryName),
					v.transform((names) => Object.fromEntries(names.map((name) => [name, true]))),
				)
			: eight(v.custom<boolean | number>(isFlag, mustBe('true or false'))),
	),
	v.transform((given) => byCategory((category) => Boolean(given[category]))),
);
const rule = v.pipe(
	v.unknown(),
	v.transform((entry) => (typeof entry === 'string' ? { rule: entry } : entry)),
	objectOf('a rule: an object with rule, category and its settings'),
);

export const fieldsOfQuestion = v.object({
	weights: v.optional(weights),
	applies: v.optional(mask),
	rules: v.optional(v.array(rule, mustBe('a list of rules'))),
	rubric: v.optional(
		v.lazy((value) =>
			typeof value === 'string' ? longText : byName(longText, 'a text, or texts by category'),
		),
	),
	alternatives: v.optional(v.array(longText, mustBe('a list of texts')), []),
	scope: v.optional(word(scopes, bareName, 'general or domain')),
	form: v.optional(v.picklist(['question', 'text'], mustBe('question or text'))),
	topic: v.optional(line),
	paraphraseOf: v.optional(line),
	impactWords: v.optional(line),
	impact: v.optional(
		v.lazy((value) =>
			typeof value === 'string'
				? word(
						impactLevels,
						(given) => given.toLowerCase().trim(),
						`a number from 0 to 1, or one of ${Object.keys(impactLevels).join(', ')}`,
					)
				: between(0, 1),
		),
	),
	maxTokens: v.optional(whole(1, 4096)),
});
export type Given = v.InferOutput<typeof fieldsOfQuestion>;
export const knownFields = [
	'id',
	...Object.keys(fieldsOfQuestion.entries),
	...promptNames,
	...referenceNames,
];
