/** Rules that compare the answer with the reference and its alternatives. */
import * as v from 'valibot';
import { hasSameValue, isSameAnswer, normalised, splitAtPhrase } from '#engine/core/answerText.ts';
import { say, type Message } from '#engine/core/message.ts';
import { highest } from '#engine/core/statistics.ts';
import {
	defineRule,
	notMarked,
	phrases,
	quoted,
	rightAnswers,
	verdict,
	type RuleQuestion,
} from '../rule.ts';
import { findDoubt } from '../statement.ts';
import { editDistance } from '../text.ts';

const needsReference = (_: unknown, { reference }: RuleQuestion): Message | undefined =>
	reference === undefined
		? say('needs the question’s reference: add one, or take this rule out.')
		: undefined;

/** `“Vienna” / “Wien”` */
const namedReference = (question: RuleQuestion): string => quoted([rightAnswers(question)]);
export const exact = defineRule({
	kind: 'exact',
	title: 'Is the reference',
	categories: ['accuracy'],
	demand: needsReference,
	describe: (_, question) =>
		say(
			'1 if the whole answer is {requested}, else 0. Not marked if other words stand around it. Case (except in JSON), spaces, outer quotes and a closing mark are not compared. For labels and codes.',
			{ requested: namedReference(question) },
		),
	measure(_, question, answer) {
		const right = rightAnswers(question);
		if (right.some((phrase) => isSameAnswer(answer, phrase)))
			return { value: 1, why: say('It is the reference.') };
		const isOpen = (phrase: string) =>
			hasSameValue(answer, phrase) || splitAtPhrase(answer, phrase) !== null;
		if (!question.isClosed && right.some(isOpen))
			return notMarked(say('Other words stand around the reference.'));
		return { value: 0, why: say('It is not the reference.') };
	},
});

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
	describe: ({ wrong }, question) =>
		wrong
			? say(
					'1 if the answer is {requested}, 0 if it is {wrong}, also as “It is …” or as the question’s own sentence. Otherwise not marked.',
					{ requested: namedReference(question), wrong: quoted([wrong]) },
				)
			: say(
					'1 if the answer is {requested}, also as “It is …” or as the question’s own sentence. Otherwise not marked.',
					{ requested: namedReference(question) },
				),
	measure({ wrong = [] }, question, answer) {
		const findIn = (phrases: readonly string[]) =>
			phrases
				.flatMap((phrase) => {
					const parts = splitAtPhrase(answer, phrase);
					return parts ? [{ phrase, ...parts }] : [];
				})
				.sort((a, b) => b.phrase.length - a.phrase.length);
		const [good, bad] = [findIn(rightAnswers(question)), findIn(wrong)];
		if (good.length > 0 === bad.length > 0)
			return notMarked(
				good.length > 0 ? say('It names several.') : say('It names no listed answer.'),
			);
		const [{ phrase, before, after }] = [...good, ...bad];
		const isWhole = isSameAnswer(answer, phrase);
		if (!isWhole && isYesOrNo(phrase)) return notMarked(say('Other words stand beside yes or no.'));
		const strange = isWhole ? null : findDoubt(before, after, question);
		if (strange !== null)
			return notMarked(say('Beside “{found}” stands {strange}.', { found: phrase, strange }));
		return verdict(
			good.length > 0,
			say('It names “{found}”.', { found: phrase }),
			say('It names “{found}”: wrong.', { found: phrase }),
		);
	},
});

/** The most characters to compare: the cost grows with the product of both lengths. */
const compared = 2000;

export const similarity = defineRule({
	kind: 'similarity',
	title: 'Close to the reference, letter by letter',
	categories: ['completeness', 'accuracy'],
	demand: needsReference,
	describe: (_, question) =>
		say(
			'1 minus twice the share of letters to edit (Levenshtein) between the answer and {requested}, at least 0; the best one counts. Half of the letters agree by chance. Only in the language of the built-in skills: elsewhere not marked.',
			{ requested: namedReference(question) },
		),
	measure(_, question, answer) {
		if (!question.isClosed) return notMarked(say('Letters tell nothing about meaning.'));
		const said = normalised(answer).slice(0, compared);
		const closeness = rightAnswers(question).map((right) => {
			const wanted = normalised(right).slice(0, compared);
			const longest = Math.max(said.length, wanted.length);
			return longest === 0 ? 1 : 1 - editDistance(said, wanted) / longest;
		});
		const best = highest(closeness);
		return {
			value: Math.max(0, 2 * best - 1),
			why: say('{best} % of the letters agree.', { best: Math.round(100 * best) }),
		};
	},
});
