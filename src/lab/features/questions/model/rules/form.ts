/** Rules about the form of the answer: its length, a pattern. */
import { RE2JS } from 're2js';
import * as v from 'valibot';
import { toMessage } from '#engine/core/errors.ts';
import { mustBe, whole } from '#engine/core/fields.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { categories, type Category } from '../categories.ts';
import { defineRule, flag, notMarked, verdict } from '../rule.ts';
import { sentences, words } from '../text.ts';

/** 1 up to `full`, falling evenly to 0 at `none`. */
const falling = (value: number, full: number, none: number): number =>
	Math.min(1, Math.max(0, (none - value) / (none - full)));

const units = ['words', 'sentences', 'characters'] as const;
const inUnits = {
	words: (count: number) => sentence`${count} words`,
	sentences: (count: number) => sentence`${count} sentences`,
	characters: (count: number) => sentence`${count} characters`,
};

export const length = defineRule({
	kind: 'length',
	title: 'Within a budget',
	categories: ['conciseness'],
	settings: {
		words: v.exactOptional(whole(1, 100_000)),
		sentences: v.exactOptional(whole(1, 10_000)),
		characters: v.exactOptional(whole(1, 1_000_000)),
	},
	example: { words: 80, sentences: 5 },
	demand: (settings) =>
		units.every((unit) => settings[unit] === undefined)
			? sentence`names no budget: give words, sentences or characters.`
			: undefined,
	describe(settings) {
		const [first, ...others] = units
			.filter((unit) => settings[unit] !== undefined)
			.map((unit) => inUnits[unit](settings[unit]!));
		const budgets = others.reduce((all, next) => sentence`${all} and ${next}`, first);
		return sentence`1 up to ${budgets}, falling evenly to 0 at twice that; the worst one counts. It
			waits for the marks of accuracy and completeness, and is not applicable if these are 0: the
			length of nothing means nothing.`;
	},
	measure(settings, _, answer) {
		const counts = {
			words: words(answer).length,
			sentences: sentences(answer).length,
			characters: [...answer.trim()].length,
		};
		const marks = units.flatMap((unit) => {
			const budget = settings[unit];
			if (budget === undefined) return [];
			return [{ unit, budget, mark: falling(counts[unit], budget, 2 * budget) }];
		});
		const worst = marks.reduce((least, next) => (next.mark < least.mark ? next : least));
		const counted = inUnits[worst.unit](counts[worst.unit]);
		return { value: worst.mark, why: sentence`${counted}; ${worst.budget} are wanted at most.` };
	},
});

const longestPattern = 500;
const longestRead = 4000;

/**
 * RE2 matches in linear time. The browser's own engine can run for ever on a short pattern from an
 * unknown author, and nothing can interrupt it.
 */
const compile = (pattern: string, ignoreCase: boolean): RE2JS =>
	RE2JS.compile(RE2JS.translateRegExp(pattern), ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);

function patternFault(pattern: string): Message | undefined {
	if (pattern.length > longestPattern)
		return sentence`the pattern has ${pattern.length} characters; give at most ${longestPattern}.`;
	try {
		compile(pattern, true);
	} catch (error) {
		return sentence`the pattern cannot be used (${toMessage(error)}). Look-around and references
			to groups are not supported. Correct it.`;
	}
	return undefined;
}

export const pattern = defineRule({
	kind: 'pattern',
	title: 'Has this form',
	categories: ['accuracy', ...categories.filter((category) => category !== 'accuracy')],
	settings: {
		pattern: v.string(mustBe('a regular expression')),
		ignoreCase: v.optional(flag, true),
		must: v.optional(flag, true),
	},
	example: { pattern: '^\\d+$', ignoreCase: true, must: true },
	demand: (settings) => patternFault(settings.pattern),
	describe: ({ pattern: source, ignoreCase, must }) =>
		sentence`${
			must
				? sentence`1 if ${`/${source}/${ignoreCase ? 'i' : ''}`} matches the answer, else 0,`
				: sentence`1 if ${`/${source}/${ignoreCase ? 'i' : ''}`} does not match the answer, else 0,`
		} for clarity and conciseness and in the language of the built-in skills. Elsewhere it
			marks only a match of the whole answer, and only if the pattern has no wildcards such as “.”.
			Only the first 4,000 characters are read.`,
	measure({ pattern: source, ignoreCase, must }, question, answer, category) {
		const text = answer.trim().slice(0, longestRead);
		const regex = compile(source, ignoreCase);
		const matches = regex.matcher(text).find();
		const why = matches ? sentence`The form is there.` : sentence`The form is not there.`;
		if (question.isClosed || formal.includes(category)) return verdict(matches === must, why, why);
		if (!matches) return notMarked(sentence`${why} The same can be said in another form.`);
		if (wildcards.test(source))
			return notMarked(sentence`The pattern has wildcards, which match any words.`);
		if (!regex.matches(text)) return notMarked(sentence`Other words stand around the form.`);
		return verdict(must, why, why);
	},
});

/** Categories in which a form is all that is asked for. */
const formal: readonly Category[] = ['clarity', 'conciseness'];
/** Wildcards match any words, also those of a wrong answer. */
const wildcards = /(?<!\\)\.|\[\^|\\[wSD]/;
