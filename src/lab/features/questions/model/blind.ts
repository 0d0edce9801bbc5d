/**
 * A blind marking: the pairs of its plan as texts without names, the grades, and the result with
 * names at the end. Pure.
 */
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { meanOfKnown } from '#engine/core/statistics.ts';
import { answeredBy, blindPlan } from './blindPlan.ts';
import {
	askedCategories,
	byCategory,
	categoryAbout,
	weightedCategories,
	type Category,
} from './categories.ts';
import { cappedScore } from './scoreAnswer.ts';
import type { AnswerSet, Question, QuestionSet, Score } from './types.ts';

/** 1 to 5; null: the category does not apply to this answer. */
export type Grade = 1 | 2 | 3 | 4 | 5 | null;

/** Grades 1 to 5 are the scores 0, ¼, ½, ¾ and 1. */
export const scoreOfGrade = (grade: Grade) => (grade === null ? null : (grade - 1) / 4);
export const gradeOfScore = (score: number | null): Grade =>
	score === null ? null : ((Math.round(score * 4) + 1) as Grade);

const judgedIds = ({ questions }: QuestionSet): string[] =>
	questions.filter((question) => weightedCategories(question).length > 0).map(({ id }) => id);

/** The number of questions that a blind marking of the sets has. */
export const countQuestions = (set: QuestionSet, sets: readonly AnswerSet[]): number =>
	sets.length === 0 ? 0 : answeredBy(sets, judgedIds(set)).length;

export type BlindSession = ReturnType<typeof openSession>;
/** Throws InputError without a name, and if the sets have no question in common. */
export function openSession(
	set: QuestionSet,
	sets: readonly AnswerSet[],
	rater: string,
	seed: number,
) {
	if (rater === '')
		throw new InputError(say('Give a name: the marks of two people are compared by their names.'));
	const plan = blindPlan(judgedIds(set), sets, seed, rater);
	if (plan.length === 0)
		throw new InputError(
			say(
				'No question has an answer in each of these sets. Choose sets that answer the same questions.',
			),
		);
	return { rater, plan, questions: set.questions, sets };
}

const findQuestion = ({ questions }: BlindSession, id: string): Question =>
	questions.find((question) => question.id === id)!;

/** One pair as the page sees it. Nothing in it names an answer set. */
export type BlindPair = ReturnType<typeof blindPairs>[number];
/** `scores`: all stored scores. Those of this rater are the grades so far. */
export function blindPairs(session: BlindSession, scores: readonly Score[]) {
	const toKey = (...cell: [set: string, question: string, category: Category]) =>
		JSON.stringify(cell);
	const grades = new Map(
		scores
			.filter(({ by }) => by.kind === 'person' && by.name === session.rater)
			.map(({ answerSet, question, category, value }) => [
				toKey(answerSet, question, category),
				gradeOfScore(value),
			]),
	);
	const texts = new Map(
		session.sets.map(({ id, answers }) => [
			id,
			new Map(answers.map((answer) => [answer.id, answer.text])),
		]),
	);
	return session.plan.map((pair) => {
		const question = findQuestion(session, pair.question);
		const { id, prompt, reference, rubric } = question;
		const categories = askedCategories(question);
		return {
			question: { prompt, reference },
			/** The categories that are asked, and what a full mark needs. */
			categories: categories.map((category) => ({
				id: category,
				asks: rubric[category] ?? categoryAbout[category],
			})),
			/** Left, right. Grades are by category; undefined: not graded yet. */
			sides: pair.sides.map((set) => ({
				text: texts.get(set)?.get(id) ?? '',
				grades: categories.map((category) => grades.get(toKey(set, id, category))),
			})),
		};
	});
}
export const isGraded = ({ sides }: BlindPair): boolean =>
	sides.every(({ grades }) => !grades.includes(undefined));

/** A cell of a pair by indices, with the grade that it got. */
export interface GradedCell {
	readonly pair: number;
	readonly side: number;
	readonly category: number;
	readonly grade: Grade;
}

export function gradedScore(
	session: BlindSession,
	{ pair, side, category, grade }: GradedCell,
): Score {
	const { question, sides } = session.plan[pair];
	return {
		answerSet: sides[side],
		question,
		category: askedCategories(findQuestion(session, question))[category],
		value: scoreOfGrade(grade),
		by: { kind: 'person', name: session.rater },
		at: Date.now(),
	};
}

/** The result over the pairs in which every category has a grade. */
export function blindResult(session: BlindSession, pairs: readonly BlindPair[]) {
	const marked = pairs.flatMap((pair, i) => {
		if (!isGraded(pair)) return [];
		const { question, sides } = session.plan[i];
		const { weights } = findQuestion(session, question);
		const scores = pair.sides.map(({ grades }) => {
			const gradeByCategory = new Map(pair.categories.map(({ id }, c) => [id, grades[c]]));
			return cappedScore(
				weights,
				byCategory((category) => scoreOfGrade(gradeByCategory.get(category) ?? null)),
			).score;
		});
		return sides.map((set, side) => ({ set, mark: scores[side], other: scores[1 - side] }));
	});
	return session.sets.map(({ id, by }) => {
		const answers = marked.filter(({ set }) => set === id);
		const values = answers.flatMap(({ mark }) => mark ?? []);
		const signs = answers.flatMap(({ mark, other = null }) =>
			// Sums of the same grades in another order differ in the last bit.
			mark === null || other === null ? [] : [Math.sign(Math.round((mark - other) * 1e9))],
		);
		const count = (sign: number) => signs.filter((value) => value === sign).length;
		return {
			id,
			name: by.name,
			/** Mean of the weighted scores over `n` marked answers. null: none is marked. */
			mean: meanOfKnown(values),
			n: values.length,
			/** Pairs in which this answer has the higher, an equal or a lower weighted score. */
			better: count(1),
			equal: count(0),
			worse: count(-1),
		};
	});
}
