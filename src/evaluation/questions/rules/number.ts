/** Accuracy of a calculation: the right number, within a tolerance. */
import * as v from 'valibot';
import { defineRule, finite, flag, notNegative } from '../rule.ts';
import { numbers, type FoundNumber } from '../text.ts';

/** More numbers than these, which the prompt does not give, are a list of guesses. */
const mostGuesses = 8;

export const number = defineRule({
	kind: 'number',
	title: 'Has the right number',
	about: `1 if a number of the answer is the value within the tolerance, else 0. Numbers that the prompt gives do not count, unless the value is one of them; more than ${mostGuesses} others are guessing, and give 0.`,
	categories: ['accuracy', 'completeness', 'specificity'],
	settings: {
		value: finite,
		/** Absolute. */
		tolerance: v.optional(notNegative, 0),
		/** The value is in percent: 2 is “2 %”, “2 percent” or 0.02. */
		percent: v.optional(flag, false),
	},
	example: { value: 4.5, tolerance: 0.01, percent: false },
	sentence: ({ value, tolerance, percent }) =>
		`1 if a number of the answer is ${value}${percent ? ' %' : ''}${tolerance > 0 ? ` ± ${tolerance}` : ''}, else 0; numbers of the prompt do not count, and more than ${mostGuesses} others give 0.`,
	measure({ value, tolerance, percent }, { prompt }, answer) {
		// 1e-9 of it: 0.1 + 0.2 is 0.3.
		const reach = tolerance + 1e-9 * Math.max(1, Math.abs(value));
		const isValue = (found: FoundNumber) =>
			Math.abs(found.value - value) <= reach ||
			(percent && !found.percent && Math.abs(100 * found.value - value) <= reach);
		const given = numbers(prompt);
		const isGiven = given.some(isValue);
		const candidates = numbers(answer).filter(
			(found) => isGiven || !given.some((other) => other.value === found.value),
		);
		const different = new Set(candidates.map((found) => found.value)).size;
		if (different > mostGuesses)
			return { value: 0, why: `${different} different numbers: that is guessing.` };
		if (candidates.some(isValue)) return { value: 1, why: `It gives ${value}.` };
		const last = candidates.at(-1);
		return {
			value: 0,
			why: last ? `It gives ${last.value}, not ${value}.` : 'It gives no number of its own.',
		};
	},
});
