/** Closeness to the reference letter by letter: partial credit where answers are short strings. */
import { defineRule, needsReference, percent, rightAnswers } from '../rule.ts';
import { editDistance, normalised } from '../text.ts';

/** Of longer texts only so many characters are compared: the work grows with the product of both lengths. */
const compared = 2000;

export const similarity = defineRule({
	kind: 'similarity',
	title: 'Close to the reference, letter by letter',
	about:
		'1 less the edits (Levenshtein) that make the reference of the answer, over the longer one’s length; the best of the alternatives. For short strings.',
	categories: ['completeness', 'accuracy'],
	settings: {},
	example: {},
	demand: needsReference,
	sentence: (_, { reference = '' }) =>
		`1 less the edits that make “${reference}” of the answer, over the longer one’s length.`,
	measure(_, asked, answer) {
		const said = normalised(answer).slice(0, compared);
		const closeness = rightAnswers(asked).map((right) => {
			const wanted = normalised(right).slice(0, compared);
			const longest = Math.max(said.length, wanted.length);
			return longest === 0 ? 1 : 1 - editDistance(said, wanted) / longest;
		});
		const value = Math.max(...closeness);
		return { value, why: `${percent(value)} of the letters agree.` };
	},
});
