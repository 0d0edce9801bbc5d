/** Completeness: the share of the reference in the answer. */
import { defineRule, needsContentWords, referenceWords } from '../rule.ts';
import { contentWords } from '../text.ts';

export const coverage = defineRule({
	kind: 'coverage',
	title: 'Covers the reference',
	about:
		'The share of the reference’s content words that the answer has, the best of the ' +
		'alternatives. Endings -s, -es, -ed, -ing are not compared.',
	categories: ['completeness'],
	settings: {},
	example: {},
	demand: needsContentWords,
	sentence: () =>
		'The share of the reference’s content words that the answer has (stop words and endings ' +
		'apart).',
	measure(_, asked, answer) {
		const said = new Set(contentWords(answer));
		const sides = referenceWords(asked);
		const found = sides.map((right) => right.filter((word) => said.has(word)).length);
		const shares = sides.map((right, i) => found[i] / right.length);
		const best = shares.indexOf(Math.max(...shares));
		return {
			value: shares[best],
			why: `${found[best]} of ${sides[best].length} words of the reference.`,
		};
	},
});
