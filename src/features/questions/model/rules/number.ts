/** Accuracy of a calculation: the right number, within a tolerance. */
import * as v from 'valibot';
import { defineRule, finite, flag, notNegative } from '../rule.ts';
import { numbers, type FoundNumber } from '../text.ts';

/** Numbers in a row, with only a comma, “and” or “or” between them. */
const row =
	/(?<![\d:.,])[$€£¥]?\d[\d.,]*(?:\s?[%$€£¥])?(?:\s*(?:[;/]|\s(?:or|and)\s|\s)\s*[$€£¥]?\d[\d.,]*(?:\s?[%$€£¥])?)+/giu;
/** So many numbers in a row are guesses; with “or” between them, two are. */
const guessesInARow = 4;

/** More numbers that are not in the prompt are a list of guesses. */
const mostGuesses = 8;

export const number = defineRule({
	kind: 'number',
	title: 'Has the right number',
	about:
		'1 if a number of the answer is the value within the tolerance, else 0. Numbers that the ' +
		`prompt gives do not count, unless the value is one of them; more than ${mostGuesses} ` +
		`others, ${guessesInARow} others in a row, or one “or” another are guessing, and give 0.`,
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
		// The relative tolerance 1e-9 makes 0.1 + 0.2 equal to 0.3.
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
		const guesses = (answer.match(row) ?? []).some((found) => {
			const own = numbers(found).filter((one) => !given.some(({ value: v }) => v === one.value));
			const several = new Set(own.map((one) => one.value)).size;
			// “4 or 400 %” is one ratio in two forms.
			const isSame = (one: FoundNumber) =>
				isValue(one) || (one.percent && Math.abs(one.value / 100 - value) <= reach);
			const hedges = /\bor\b/i.test(found) && !own.every(isSame);
			return own.some(isValue) && (hedges || several >= guessesInARow);
		});
		if (guesses) return { value: 0, why: `It gives ${value} among other guesses.` };
		if (candidates.some(isValue)) return { value: 1, why: `It gives ${value}.` };
		const last = candidates.at(-1);
		return {
			value: 0,
			why: last ? `It gives ${last.value}, not ${value}.` : 'It gives no number of its own.',
		};
	},
});
