/** The sentences, stems and distances of texts. */
import { words } from '#engine/core/answerText.ts';

/** Lines and list items are sentences too. */
export const sentences = (text: string): string[] =>
	text
		.replace(/\b(e\.g|i\.e|etc|vs|approx|no|mr|mrs|ms|dr)\./gi, '$1')
		.split(/(?<=[.!?])["')]*\s+|(?<=[。！？])|\n+/u)
		.filter((sentence) => words(sentence).length > 0);

/**
 * The English word without the endings -'s, -s, -es, -ed, -ing, if enough of it remains.
 * A simple rule: `caring` and `car` have the same stem.
 */
export function stem(written: string): string {
	const word = written.replace(/'s$/, '');
	if (!/^[a-z]+$/.test(word) || word.endsWith('ss')) return word;
	const ending = /(?:ing|ed|es|s)$/.exec(word)?.[0] ?? '';
	const root = word.slice(0, word.length - ending.length);
	const isLongEnough = root.length >= (ending === 's' ? 2 : 3);
	// `pause` and `paused` have the same stem only without the e.
	return (isLongEnough ? root : word).replace(/(?<=[a-z]{3})e$/, '');
}

const stopWords = new Set(
	`a an and any are as at be because been but by can could did do does for from had has have he
	her his how i if in into is it its just may me might more most my no nor not of on one only or
	our out own she should so some such than that the their them then there these they this those
	to too up us was we were what when where which while who why will with would you your also all
	am about after before over under very each other it's don't i'm you're`.split(/\s+/),
);

/** The stems of the words without stop words, each once. */
export const contentWords = (text: string): string[] => [
	...new Set(
		words(text)
			.filter((word) => !stopWords.has(word) && (word.length > 1 || /\d/.test(word)))
			.map(stem),
	),
];

/** Levenshtein distance: the least number of insertions, deletions and replacements. */
export function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++)
			next.push(
				Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)),
			);
		row = next;
	}
	return row[b.length];
}

/** F1 over distinct words: SQuAD's F1 (arXiv 1606.05250) without repeated words. */
export function f1(a: readonly string[], b: readonly string[]): number {
	const common = a.filter((word) => b.includes(word)).length;
	return common === 0 ? 0 : (2 * common) / (a.length + b.length);
}
