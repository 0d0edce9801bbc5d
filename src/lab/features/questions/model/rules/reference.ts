/** Rules that compare the answer with the reference and its alternatives. */
import * as v from 'valibot';
import { canonicalJson } from '#engine/core/json.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import { defineRule, notMarked, phrases, quoted, rightAnswers, type Asked } from '../rule.ts';
import { doubt, doubtful, isTurned, knownTexts } from '../statement.ts';
import { editDistance, normalised, plain, withoutPhrase, words } from '../text.ts';

const needsReference = (_: unknown, { reference }: Asked): Message | undefined =>
	reference === undefined
		? sentence`needs the question’s reference: add one, or take this rule out.`
		: undefined;

/** `“Vienna” / “Wien”` */
const namedReference = (asked: Asked): string => quoted([rightAnswers(asked)]);
/** Removed from a phrase: “it is called Nile” contains `the Nile`. */
const bare = (phrase: string): string => phrase.replace(/^\s*(?:the|an?)\s+(?=\S)/i, '');
/** A program reads JSON: its case counts, the order of its keys does not. */
const isSame = (answer: string) => (phrase: string) =>
	/^\s*[{[]/.test(phrase)
		? squeezed(phrase).length === squeezed(answer).length && hasSameValue(answer)(phrase)
		: normalised(phrase) === normalised(answer);
const squeezed = (text: string) => text.replace(/\s+/g, '');
const hasSameValue = (answer: string) => (phrase: string) => toValue(phrase) === toValue(answer);
/** Canonical JSON. Text that is no JSON, such as a template, without its spaces. */
function toValue(text: string): string {
	try {
		return canonicalJson(JSON.parse(text.replace(/^\s*```\w*\n|```\s*$/g, '')));
	} catch {
		return squeezed(text);
	}
}

export const exact = defineRule({
	kind: 'exact',
	title: 'Is the reference',
	categories: ['accuracy'],
	demand: needsReference,
	describe: (_, asked) =>
		sentence`1 if the whole answer is ${namedReference(asked)}, else 0. Not marked if other words
			stand around it. Case (except in JSON), spaces, outer quotes and a closing mark are not
			compared. For labels and codes.`,
	measure(_, asked, answer) {
		const right = rightAnswers(asked);
		if (right.some(isSame(answer))) return { value: 1, why: sentence`It is the reference.` };
		const said = words(answer);
		const isOpen = (phrase: string) =>
			hasSameValue(answer)(phrase) || withoutPhrase(said, bare(phrase)) !== null;
		if (!asked.isClosed && right.some(isOpen))
			return notMarked(sentence`Other words stand around the reference.`);
		return { value: 0, why: sentence`It is not the reference.` };
	},
});

/** “No, never” and “Yes, it is” say no more than “No” and “Yes”. */
const who = String.raw`(?:i|you|we|they|he|she|it) (?:is|are|was|do|does|did|can|may|must|should)`;
const stress = '(?:certainly|definitely|absolutely|of course)';
const reply = new RegExp(
	String.raw`^\W*(?:(no)[^\w?]+(?:never|(?:${stress} )?not(?: at all)?|${who}(?: ?not|n?[’']t))|` +
		String.raw`(yes)\W+(?:${stress}|indeed|${who})|(no),? ${stress})\W*$`,
	'i',
);
/** “No” with other words can mean anything. */
const isYesOrNo = (phrase: string) => /^\W*(?:yes|no|not|true|false)\W*$/i.test(phrase);

export const contains = defineRule({
	kind: 'contains',
	title: 'Names the reference',
	categories: ['accuracy'],
	demand: needsReference,
	/** Answers that are wrong, such as the other options of a choice. */
	settings: { wrong: v.exactOptional(phrases(1)) },
	example: { wrong: ['Salzburg'] },
	describe: ({ wrong }, asked) =>
		sentence`1 if the answer names ${namedReference(asked)}${
			wrong ? sentence`, 0 if it names ${quoted([wrong])}` : ''
		}. Not marked if it names both or neither, or has other words than those of the question. The
			endings -s, -es, -ed, -ing are not compared.`,
	measure({ wrong = [] }, asked, answer) {
		const right = rightAnswers(asked);
		const said = words(answer);
		const named = (phrases: readonly string[]) =>
			phrases.filter((phrase) => withoutPhrase(said, bare(phrase)) ?? isSame(answer)(phrase));
		const [good, bad] = [named(right), named(wrong)];
		if (good.length > 0 === bad.length > 0)
			return notMarked(
				good.length > 0 ? sentence`It names several.` : sentence`It names no listed answer.`,
			);
		const found = [...good, ...bad];
		const isWhole = found.some(isSame(answer.replace(reply, '$1$2$3')));
		if (!isWhole) {
			if (found.some(isYesOrNo)) return notMarked(sentence`Other words stand beside yes or no.`);
			// If a choice lists no wrong answers, words of the question can name one of them.
			const isChoice = wrong.length === 0 && named(right).some(isIn(asked.prompt));
			const known = isChoice ? right : [...knownTexts(asked), ...wrong];
			const rest = found.reduce((left, one) => withoutPhrase(left, bare(one)) ?? left, said);
			const sign = doubtful.exec(answer)?.[0] ?? '';
			const strange = doubt(`${rest.join(' ')} ${sign}`, known);
			if (strange !== null) return notMarked(sentence`Beside “${found[0]}” stands ${strange}.`);
			const [before] = plain(answer).split(plain(bare(found[0])));
			if (isTurned(rest, before, asked))
				return notMarked(sentence`The question’s words stand in another order.`);
		}
		return good.length > 0
			? { value: 1, why: sentence`It names “${found[0]}”.` }
			: { value: 0, why: sentence`It names “${found[0]}”: wrong.` };
	},
});
const isIn = (text: string) => (phrase: string) =>
	withoutPhrase(words(text), bare(phrase)) !== null;

/** The most characters to compare: the cost grows with the product of both lengths. */
const compared = 2000;

export const similarity = defineRule({
	kind: 'similarity',
	title: 'Close to the reference, letter by letter',
	categories: ['completeness', 'accuracy'],
	demand: needsReference,
	describe: (_, asked) =>
		sentence`1 minus twice the share of letters to edit (Levenshtein) between the answer and
			${namedReference(asked)}, at least 0; the best one counts. Half of the letters agree by
			chance. Only in the language of the built-in skills: elsewhere not marked.`,
	measure(_, asked, answer) {
		if (!asked.isClosed) return notMarked(sentence`Letters tell nothing about meaning.`);
		const said = normalised(answer).slice(0, compared);
		const closeness = rightAnswers(asked).map((right) => {
			const wanted = normalised(right).slice(0, compared);
			const longest = Math.max(said.length, wanted.length);
			return longest === 0 ? 1 : 1 - editDistance(said, wanted) / longest;
		});
		const best = highest(closeness);
		return {
			value: Math.max(0, 2 * best - 1),
			why: sentence`${Math.round(100 * best)} % of the letters agree.`,
		};
	},
});
