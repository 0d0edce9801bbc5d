/** Rules about the form of the answer: its length, a pattern. */
import * as v from 'valibot';
import { words } from '#engine/core/answerText.ts';
import { flag, mustBe, whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { compilePattern, longestRead, patternFault } from '#engine/core/safePattern.ts';
import { categories, type Category } from '../categories.ts';
import { defineRule, notMarked, verdict } from '../rule.ts';
import { sentences } from '../text.ts';

/** 1 up to `full`, then falls linearly to 0 at `none`. */
const linearFall = (value: number, full: number, none: number): number =>
	Math.min(1, Math.max(0, (none - value) / (none - full)));

const units = ['words', 'sentences', 'characters'] as const;
const inUnits = {
	words: (count: number) =>
		say('{count, plural, one {{count} word} other {{count} words}}', { count }),
	sentences: (count: number) =>
		say('{count, plural, one {{count} sentence} other {{count} sentences}}', { count }),
	characters: (count: number) =>
		say('{count, plural, one {{count} character} other {{count} characters}}', { count }),
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
			? say('names no budget: give words, sentences or characters.')
			: undefined,
	describe(settings) {
		const [first, ...others] = units
			.filter((unit) => settings[unit] !== undefined)
			.map((unit) => inUnits[unit](settings[unit]!));
		const budgets = others.reduce((all, next) => say('{all} and {next}', { all, next }), first);
		return say(
			'1 up to {budgets}, falling evenly to 0 at twice that; the worst one counts. It waits for the marks of accuracy and completeness, and is not applicable if these are 0: the length of nothing means nothing.',
			{ budgets },
		);
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
			return [{ unit, budget, mark: linearFall(counts[unit], budget, 2 * budget) }];
		});
		const worst = marks.reduce((least, next) => (next.mark < least.mark ? next : least));
		const counted = inUnits[worst.unit](counts[worst.unit]);
		return {
			value: worst.mark,
			why: say('{counted}; {budget} are wanted at most.', { counted, budget: worst.budget }),
		};
	},
});

export const pattern = defineRule({
	kind: 'pattern',
	title: 'Has this form',
	categories: ['accuracy', ...categories.filter((category) => category !== 'accuracy')],
	settings: {
		pattern: v.string(mustBe(say('a regular expression'))),
		ignoreCase: v.optional(flag, true),
		must: v.optional(flag, true),
	},
	example: { pattern: '^\\d+$', ignoreCase: true, must: true },
	demand: (settings) => patternFault(settings.pattern),
	describe: ({ pattern: source, ignoreCase, must }) =>
		say(
			'1 if {source} {must, select, true {matches} other {does not match}} the answer, else 0, for clarity and conciseness and in the language of the built-in skills. Elsewhere it marks only a match of the whole answer, and only if the pattern has no wildcards such as “.”. Only the first 4,000 characters are read.',
			{ source: `/${source}/${ignoreCase ? 'i' : ''}`, must },
		),
	measure({ pattern: source, ignoreCase, must }, question, answer, category) {
		const text = answer.trim().slice(0, longestRead);
		const regex = compilePattern(source, ignoreCase);
		const matches = regex.matcher(text).find();
		const why = matches ? say('The form is there.') : say('The form is not there.');
		if (question.isClosed || formal.includes(category)) return verdict(matches === must, why, why);
		if (!matches) return notMarked(say('{why} The same can be said in another form.', { why }));
		if (wildcards.test(source))
			return notMarked(say('The pattern has wildcards, which match any words.'));
		if (!regex.matches(text)) return notMarked(say('Other words stand around the form.'));
		return verdict(must, why, why);
	},
});

/** Categories in which a form is all that is asked for. */
const formal: readonly Category[] = ['clarity', 'conciseness'];
/** Wildcards match any words, also those of a wrong answer. */
const wildcards = /(?<!\\)\.|\[\^|\\[wSD]/;
