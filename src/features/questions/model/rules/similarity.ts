/** Closeness to the reference by letters: partial credit for short strings. */
import { defineRule, needsReference, percent, rightAnswers } from '../rule.ts';
import { editDistance, normalised } from '../text.ts';

/** The most characters to compare: the cost grows with the product of both lengths. */
const compared = 2000;

export const similarity = defineRule({
	kind: 'similarity',
	title: 'Close to the reference, letter by letter',
	about:
		'1 minus twice the edits (Levenshtein) that make the reference of the answer, over the ' +
		'longer one’s length, at least 0; the best of the alternatives. Half of the letters ' +
		'agree by chance. For short strings.',
	categories: ['completeness', 'accuracy'],
	settings: {},
	example: {},
	demand: needsReference,
	sentence: (_, { reference = '' }) =>
		`1 minus twice the edits that make “${reference}” of the answer, over the longer one’s ` +
		'length, at least 0.',
	measure(_, asked, answer) {
		const said = normalised(answer).slice(0, compared);
		const closeness = rightAnswers(asked).map((right) => {
			const wanted = normalised(right).slice(0, compared);
			const longest = Math.max(said.length, wanted.length);
			return longest === 0 ? 1 : 1 - editDistance(said, wanted) / longest;
		});
		const best = Math.max(...closeness);
		return { value: Math.max(0, 2 * best - 1), why: `${percent(best)} of the letters agree.` };
	},
});
