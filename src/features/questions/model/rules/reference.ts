/** Rules that compare the answer with the reference and its alternatives. */
import { sentence, type Message } from '#core/message.ts';
import { highest } from '#core/statistics.ts';
import { defineRule, quoted, rightAnswers, verdict, type Asked } from '../rule.ts';
import { contentWords, editDistance, f1, hasPhrase, normalised, plain, words } from '../text.ts';

const needsReference = (_: unknown, { reference }: Asked): Message | undefined =>
	reference === undefined
		? sentence`needs the question’s reference: add one, or take this rule out.`
		: undefined;

/** The content words of each right answer that has any. */
const referenceWords = (asked: Asked): string[][] =>
	rightAnswers(asked)
		.map(contentWords)
		.filter((right) => right.length > 0);

const needsContentWords = (settings: unknown, asked: Asked): Message | undefined =>
	needsReference(settings, asked) ??
	(referenceWords(asked).length === 0
		? sentence`counts content words, and the reference has none: use exact, contains or number.`
		: undefined);

/** `“Vienna” or “Wien”` */
const namedReference = (asked: Asked): string => quoted([rightAnswers(asked)]);
const percent = (share: number): string => `${Math.round(100 * share)} %`;

export const exact = defineRule({
	kind: 'exact',
	title: 'Is the reference',
	categories: ['accuracy'],
	demand: needsReference,
	describe: (_, asked) =>
		`1 if the whole answer is ${namedReference(asked)}, else 0. Case, spaces, outer quotes ` +
		'and a closing mark are not compared.',
	measure: (_, asked, answer) =>
		verdict(
			rightAnswers(asked).some((right) => normalised(right) === normalised(answer)),
			'It is the reference.',
			'It is not the reference.',
		),
});

/** Removed from the reference: “it is called Nile” contains `the Nile`. */
const article = /^\s*(?:the|an?)\s+(?=\S)/i;
/** A denied word: “not Vienna”, “isn't the Nile”. */
const denied = /(?:\bnot|n't)\s+(?:the\s+|an?\s+)?[\p{L}\p{N}]+/gu;
const denies = /\bnot\b|n't\b/;

export const contains = defineRule({
	kind: 'contains',
	title: 'Has the reference in it',
	categories: ['accuracy'],
	demand: needsReference,
	describe: (_, asked) =>
		`1 if ${namedReference(asked)} is in the answer as whole words, else 0. Right after “not” ` +
		'it does not count. An article before it and the endings -s, -es, -ed, -ing are not ' +
		'compared.',
	measure(_, asked, answer) {
		const text = plain(answer);
		const [all, meant] = [words(text), words(text.replace(denied, ' '))];
		const found = rightAnswers(asked).find(
			(right) =>
				hasPhrase(denies.test(plain(right)) ? all : meant, right.replace(article, '')) ||
				normalised(right) === normalised(answer),
		);
		const says = `It says ${quoted([found ?? ''])}.`;
		return verdict(found !== undefined, says, 'The reference is not in it.');
	},
});

/** The most characters to compare: the cost grows with the product of both lengths. */
const compared = 2000;

export const similarity = defineRule({
	kind: 'similarity',
	title: 'Close to the reference, letter by letter',
	categories: ['completeness', 'accuracy'],
	demand: needsReference,
	describe: (_, asked) =>
		'1 minus twice the share of letters to edit (Levenshtein) between the answer and ' +
		`${namedReference(asked)}, at least 0; the best one counts. Half of the letters agree by ` +
		'chance. For short strings.',
	measure(_, asked, answer) {
		const said = normalised(answer).slice(0, compared);
		const closeness = rightAnswers(asked).map((right) => {
			const wanted = normalised(right).slice(0, compared);
			const longest = Math.max(said.length, wanted.length);
			return longest === 0 ? 1 : 1 - editDistance(said, wanted) / longest;
		});
		const best = highest(closeness);
		return { value: Math.max(0, 2 * best - 1), why: `${percent(best)} of the letters agree.` };
	},
});

export const overlap = defineRule({
	kind: 'overlap',
	title: 'Words in common with the reference',
	categories: ['accuracy'],
	demand: needsContentWords,
	describe: () =>
		'F1 of the content words of answer and reference, the best of the alternatives: 1 if both ' +
		'have the same ones, 0 if none is common. It compares words, not meaning.',
	measure(_, asked, answer) {
		const said = contentWords(answer);
		const value = highest(referenceWords(asked).map((right) => f1(said, right)));
		return { value, why: `F1 of ${percent(value)} with the reference.` };
	},
});

export const coverage = defineRule({
	kind: 'coverage',
	title: 'Covers the reference',
	categories: ['completeness'],
	demand: needsContentWords,
	describe: () =>
		'The share of the reference’s content words that the answer has, the best of the ' +
		'alternatives. The endings -s, -es, -ed, -ing are not compared.',
	measure(_, asked, answer) {
		const said = new Set(contentWords(answer));
		const sides = referenceWords(asked);
		const found = sides.map((right) => right.filter((word) => said.has(word)).length);
		const shares = sides.map((right, i) => found[i] / right.length);
		const best = shares.indexOf(highest(shares));
		return {
			value: shares[best],
			why: `${found[best]} of ${sides[best].length} words of the reference.`,
		};
	},
});
