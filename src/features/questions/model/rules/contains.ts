/** Accuracy of a short fact: the answer contains the reference. */
import { defineRule, needsReference, quoted, rightAnswers } from '../rule.ts';
import { hasPhrase, normalised, plain, words } from '../text.ts';

/** Removed from the reference: “it is called Nile” contains `the Nile`. */
const article = /^\s*(?:the|an?)\s+(?=\S)/i;

/** A denied word: “not Vienna”, “isn't the Nile”. */
const denied = /(?:\bnot|n't)\s+(?:the\s+|an?\s+)?[\p{L}\p{N}]+/gu;
const denies = /\bnot\b|n't\b/;

export const contains = defineRule({
	kind: 'contains',
	title: 'Has the reference in it',
	about:
		'1 if the reference (or an alternative) is in the answer as whole words, else 0. Right ' +
		'after “not” it does not count. An article before it and the endings -s, -es, -ed, -ing ' +
		'are not compared.',
	categories: ['accuracy'],
	settings: {},
	example: {},
	demand: needsReference,
	sentence: (_, asked) =>
		`1 if ${rightAnswers(asked)
			.map((text) => quoted([text]))
			.join(' or ')} is in the answer as whole words, else 0.`,
	measure(_, asked, answer) {
		const text = plain(answer);
		const [all, meant] = [words(text), words(text.replace(denied, ' '))];
		const found = rightAnswers(asked).find(
			(right) =>
				hasPhrase(denies.test(plain(right)) ? all : meant, right.replace(article, '')) ||
				normalised(right) === normalised(answer),
		);
		return found === undefined
			? { value: 0, why: 'The reference is not in it.' }
			: { value: 1, why: `It says ${quoted([found])}.` };
	},
});
