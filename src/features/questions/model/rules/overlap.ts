/** Accuracy of a longer answer: the words that it shares with the reference. */
import { defineRule, needsContentWords, percent, referenceWords } from '../rule.ts';
import { contentWords, f1 } from '../text.ts';

export const overlap = defineRule({
	kind: 'overlap',
	title: 'Words in common with the reference',
	about:
		'F1 of the content words of answer and reference, the best of the alternatives: 1 if ' +
		'both have the same ones, 0 if none is common. It compares words, not meaning.',
	categories: ['accuracy'],
	settings: {},
	example: {},
	demand: needsContentWords,
	sentence: () =>
		'F1 of the content words that answer and reference have in common (stop words and ' +
		'endings apart); it compares words, not meaning.',
	measure(_, asked, answer) {
		const said = contentWords(answer);
		const sides = referenceWords(asked);
		const value = Math.max(...sides.map((right) => f1(said, right)));
		return { value, why: `F1 of ${percent(value)} with the reference.` };
	},
});
