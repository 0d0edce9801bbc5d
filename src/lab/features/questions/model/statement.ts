/**
 * Plain statements: answers of which a rule can read every word. A rule sees words, not meaning. So
 * it marks only an answer that has nothing besides its finding, the question's own words, and words
 * that change no meaning. A negation, a doubt, a second thought or a new word is for a reader.
 */
import type { Asked } from './rule.ts';
import { plain, sentences, stem, words } from './text.ts';

/** Words that neither deny, doubt, compare nor add a fact. */
export const light = new Set(
	`a an the it it's its is are was were be been being am that that's this these those there here
	i i'd i'll you you'd you'll your we we'd we'll our us my me he she they them their who which
	what would will do does did have has had so thus therefore hence then as of for in on at by
	with from to into and also answer answers result results value values equal equals equalling
	come comes came work works worked out make makes made give gives gave given get gets got means
	call called calculate calculated calculation compute computed divide divided multiply
	multiplied times plus minus exactly simply sure certainly okay ok well please thanks thank
	hello hi dear hope helps help let know see way formula ratio figure number amount unit units
	because since name named known right correct final step course indeed definitely i.e 的 是 了 为 它
	这 答 案 结 果 等 于 共 总`.split(/\s+/),
);
/** Words that can turn a statement round, even if the question has them. */
const turning = new Set(
	`no not never none nor neither cannot or if unless without except than but instead rather versus
	vs more less fewer least over under above below up down only wrong false incorrect maybe perhaps
	might may could should half third thirds quarter quarters dozen dozens nicht kein keine nie
	pas jamais non nunca 不 没 非 无 未 别 勿 否 或 吗`.split(/\s+/),
);
/** Signs that ask, compare, cross out or scale. */
export const doubtful = /[?？<>≠≤≥≈~±‰‱¬]|\p{So}/u;
/** Abbreviations such as CPC. Two in one question can be exchanged in the answer. */
const abbreviation = /\b[A-Z]{2,}s?\b/g;
/** “per click” is another unit than “per thousand”. */
const rate = /\b(?:per|each|every)\s+[\p{L}\p{N},.]+|每\p{Script=Han}{1,3}/gu;

/**
 * The words that an answer can repeat without a change of meaning: those of the last sentence that
 * asks. Words of the case before it, such as another group of a table, can be exchanged.
 */
function askedWords({ prompt }: Asked): string {
	const several = new Set(prompt.match(abbreviation)).size > 1;
	const last = sentences(prompt).findLast((sentence) => /[?？]/.test(sentence)) ?? prompt;
	// Words of a condition can be exchanged too.
	const main = last.replace(/^\W*if\b[^,]*,|^.*，/i, ' ');
	return several ? main.replace(abbreviation, ' ') : main;
}

/**
 * Why the words beside the finding of a rule can change its meaning. null: they cannot.
 * `rest`: the answer without the finding. `known`: texts whose words are harmless.
 */
export function doubt(rest: string, known: readonly string[]): string | null {
	const text = known.map(plain).join(' \n ');
	const own = words(text).filter((word) => !turning.has(word) && !word.endsWith("n't"));
	const stems = own.map(stem);
	// “A pen costs” is another case than “12 pens cost”.
	const isOne = (word: string) => own.includes(`${word}s`) && !own.includes(word);
	const strange =
		doubtful.exec(rest)?.[0] ??
		words(rest).find((word) => !light.has(word) && (!stems.includes(stem(word)) || isOne(word))) ??
		plain(rest)
			.match(rate)
			?.find((found) => !text.includes(found));
	return strange === undefined ? null : `“${strange}”`;
}
const link = /\b(of|in|from|to|for|by|with|on|at|after|before)(?: the)?$/;
/**
 * “Cairo flows through” turns “flows through Cairo” round, and “the capital of Vienna” stands for
 * “of Austria”. Two words may change places in “Austria's capital”. `before`: the finding.
 */
export function isTurned(rest: readonly string[], before: string, asked: Asked): boolean {
	const own = link.exec(before.trim())?.[1];
	if (own !== undefined && new RegExp(`\\b${own} (?!wh)\\p{L}`, 'u').test(plain(asked.prompt)))
		return true;
	const order = words(askedWords(asked)).map(stem);
	const indices = rest.flatMap((word) => {
		const index = light.has(word) ? -1 : order.indexOf(stem(word));
		return index < 0 ? [] : [index];
	});
	const isMoved = indices.some((index, i) => index < (indices[i - 1] ?? 0));
	return isMoved && (indices.length > 2 || !rest.some((word) => word.endsWith("'s")));
}

/** Texts whose words an answer can have: those of the question and of its right answers. */
export const knownTexts = (asked: Asked): readonly string[] => [
	askedWords(asked),
	...(asked.reference === undefined ? [] : [asked.reference]),
	...(asked.alternatives ?? []),
];
