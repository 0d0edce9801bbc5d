/** Accuracy of a short fact: the reference stands in the answer. */
import { defineRule, needsReference, quoted, rightAnswers } from '../rule.ts';
import { hasPhrase, normalised, words } from '../text.ts';

/** Of a right answer: `the Nile` stands in “it is called Nile”, too. */
const article = /^\s*(?:the|an?)\s+(?=\S)/i;

export const contains = defineRule({
	kind: 'contains',
	title: 'Has the reference in it',
	about:
		'1 if the reference (or an alternative) stands in the answer as whole words, else 0. An article before it and the endings -s, -es, -ed, -ing are not compared.',
	categories: ['accuracy'],
	settings: {},
	example: {},
	demand: needsReference,
	sentence: (_, asked) =>
		`1 if ${rightAnswers(asked)
			.map((text) => quoted([text]))
			.join(' or ')} stands in the answer as whole words, else 0.`,
	measure(_, asked, answer) {
		const said = words(answer);
		const found = rightAnswers(asked).find(
			(right) =>
				hasPhrase(said, right.replace(article, '')) ||
				normalised(right) === normalised(answer),
		);
		return found === undefined
			? { value: 0, why: 'The reference is not in it.' }
			: { value: 1, why: `It says ${quoted([found])}.` };
	},
});
