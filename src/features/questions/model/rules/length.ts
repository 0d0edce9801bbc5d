/** Conciseness: a budget of words, sentences or characters. */
import * as v from 'valibot';
import { count, defineRule, falling } from '../rule.ts';
import { sentences, words } from '../text.ts';

const budgets = ['words', 'sentences', 'characters'] as const;

export const length = defineRule({
	kind: 'length',
	title: 'Within a budget',
	about:
		'1 within the budget of words, sentences or characters, falling evenly to 0 at twice the ' +
		'budget; the worst of those given. Not applicable if accuracy and completeness are 0: ' +
		'the length of an answer without content means nothing.',
	categories: ['conciseness'],
	settings: {
		words: v.exactOptional(count(1, 100_000)),
		sentences: v.exactOptional(count(1, 10_000)),
		characters: v.exactOptional(count(1, 1_000_000)),
	},
	example: { words: 80, sentences: 5 },
	demand: (settings) =>
		budgets.every((unit) => settings[unit] === undefined)
			? 'names no budget: give words, sentences or characters.'
			: undefined,
	sentence: (settings) =>
		`1 up to ${budgets.flatMap((unit) => (settings[unit] === undefined ? [] : [`${settings[unit]} ${unit}`])).join(' and ')}, falling evenly to 0 at twice that; not applicable if the answer has no requested content.`,
	measure(settings, _, answer) {
		const counts = {
			words: words(answer).length,
			sentences: sentences(answer).length,
			characters: [...answer.trim()].length,
		};
		const given = budgets.flatMap((unit) => {
			const budget = settings[unit];
			return budget === undefined
				? []
				: [{ unit, budget, mark: falling(counts[unit], budget, 2 * budget) }];
		});
		const worst = given.reduce((least, next) => (next.mark < least.mark ? next : least));
		return {
			value: worst.mark,
			why: `${counts[worst.unit]} ${worst.unit}; ${worst.budget} are wanted at most.`,
		};
	},
});
