/** Rules about the form of the answer: its length, a pattern. */
import { RE2JS } from 're2js';
import * as v from 'valibot';
import { toMessage } from '#engine/core/errors.ts';
import { mustBe, whole } from '#engine/core/fields.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { categories, type Category } from '../categories.ts';
import { defineRule, flag, notMarked, verdict } from '../rule.ts';
import { sentences, words } from '../text.ts';

/** 1 up to `full`, then falls linearly to 0 at `none`. */
const linearFall = (value: number, full: number, none: number): number =>
	Math.min(1, Math.max(0, (none - value) / (none - full)));

const units = ['words', 'sentences', 'characters'] as const;
const inUnits = {
	words: (count: number) => sentence('questions.errors.words', { count }),
	sentences: (count: number) => sentence('questions.errors.sentences', { count }),
	characters: (count: number) => sentence('questions.errors.characters', { count }),
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
			? sentence('questions.errors.namesNoBudgetGiveWords')
			: undefined,
	describe(settings) {
		const [first, ...others] = units
			.filter((unit) => settings[unit] !== undefined)
			.map((unit) => inUnits[unit](settings[unit]!));
		const budgets = others.reduce(
			(all, next) => sentence('questions.errors.and', { all, next }),
			first,
		);
		return sentence('questions.errors.n1UpToFalling', { budgets });
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
			why: sentence('questions.errors.areWantedAtMost', { counted, budget: worst.budget }),
		};
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
	const lengths = { pattern: pattern.length, longestPattern };
	if (pattern.length > longestPattern)
		return sentence('questions.errors.patternHasCharactersGive', lengths);
	try {
		compile(pattern, true);
	} catch (error) {
		return sentence('questions.errors.patternCannotBeUsedLook', { error: toMessage(error) });
	}
	return undefined;
}

export const pattern = defineRule({
	kind: 'pattern',
	title: 'Has this form',
	categories: ['accuracy', ...categories.filter((category) => category !== 'accuracy')],
	settings: {
		pattern: v.string(mustBe(sentence('questions.errors.expected.pattern'))),
		ignoreCase: v.optional(flag, true),
		must: v.optional(flag, true),
	},
	example: { pattern: '^\\d+$', ignoreCase: true, must: true },
	demand: (settings) => patternFault(settings.pattern),
	describe: ({ pattern: source, ignoreCase, must }) =>
		sentence('questions.errors.forClarityAndConcisenessAndInLanguage', {
			source: `/${source}/${ignoreCase ? 'i' : ''}`,
			must,
		}),
	measure({ pattern: source, ignoreCase, must }, question, answer, category) {
		const text = answer.trim().slice(0, longestRead);
		const regex = compile(source, ignoreCase);
		const matches = regex.matcher(text).find();
		const why = matches
			? sentence('questions.errors.formIsThere')
			: sentence('questions.errors.formIsNotThere');
		if (question.isClosed || formal.includes(category)) return verdict(matches === must, why, why);
		if (!matches) return notMarked(sentence('questions.errors.sameCanBeSaid', { why }));
		if (wildcards.test(source))
			return notMarked(sentence('questions.errors.patternHasWildcardsWhichMatch'));
		if (!regex.matches(text))
			return notMarked(sentence('questions.errors.otherWordsStandAroundForm'));
		return verdict(must, why, why);
	},
});

/** Categories in which a form is all that is asked for. */
const formal: readonly Category[] = ['clarity', 'conciseness'];
/** Wildcards match any words, also those of a wrong answer. */
const wildcards = /(?<!\\)\.|\[\^|\\[wSD]/;
