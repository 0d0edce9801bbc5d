/** A blind marking: the texts without names, and the result with names at the end. */
import { InputError } from '#core/errors.ts';
import { mean } from '#core/statistics.ts';
import { byCategory, categoryAbout, weightedCategories, type Category } from '../categories.ts';
import type { Cursor } from './marking.ts';
import type { AnswerSet, Question, QuestionSet, Score } from '../types.ts';
import { weightedScore } from '../scoreAnswer.ts';
import { blindPlan, type PlannedPair } from './plan.ts';

/** 1 to 5; null: the category does not apply to this answer. */
export type Grade = 1 | 2 | 3 | 4 | 5 | null;

/** Grades 1 to 5 are the scores 0, ¼, ½, ¾ and 1. */
export const scoreOfGrade = (grade: Grade): number | null =>
	grade === null ? null : (grade - 1) / 4;
export const gradeOfScore = (score: number | null): Grade =>
	score === null ? null : ((Math.round(score * 4) + 1) as Grade);

/** One pair as the page sees it. Nothing in it names an answer set. */
export interface BlindPair {
	readonly question: Pick<Question, 'id' | 'scope' | 'prompt' | 'reference'>;
	/** The categories with a weight, and what a full mark needs. */
	readonly categories: readonly { readonly id: Category; readonly asks: string }[];
	/** Left, right. Grades are by category; undefined: not graded yet. */
	readonly sides: readonly {
		readonly text: string;
		readonly grades: readonly (Grade | undefined)[];
	}[];
}

export interface BlindResult {
	readonly sets: readonly {
		readonly id: string;
		readonly name: string;
		/** Mean of the weighted scores over `n` marked answers. null: none is marked. */
		readonly mean: number | null;
		readonly n: number;
		/** Pairs in which this answer has the higher, an equal or a lower weighted score. */
		readonly better: number;
		readonly equal: number;
		readonly worse: number;
	}[];
}

export interface BlindSession {
	readonly rater: string;
	readonly plan: readonly PlannedPair[];
	readonly questions: readonly Question[];
	readonly sets: readonly AnswerSet[];
}

/** Throws InputError if there is no name, or no question that all sets answer. */
export function openSession(
	{ questions }: QuestionSet,
	sets: readonly AnswerSet[],
	rater: string,
	seed: number,
): BlindSession {
	if (rater === '')
		throw new InputError('Give a name: the marks of two people are compared by their names.');
	const judged = questions.filter((question) => weightedCategories(question).length > 0);
	const plan = blindPlan(
		judged.map(({ id }) => id),
		sets,
		seed,
		rater,
	);
	if (plan.length === 0)
		throw new InputError(
			'No question has an answer in each of these sets. ' +
				'Choose sets that answer the same questions.',
		);
	return { rater, plan, questions, sets };
}

const cellKey = (answerSet: string, question: string, category: Category): string =>
	JSON.stringify([answerSet, question, category]);

/** The grades that this person has given, among the stored scores, by cell. */
const gradesBy = (rater: string, scores: readonly Score[]): ReadonlyMap<string, Grade> =>
	new Map(
		scores.flatMap(({ answerSet, question, category, value, by }) =>
			by.kind === 'person' && by.name === rater
				? [[cellKey(answerSet, question, category), gradeOfScore(value)] as const]
				: [],
		),
	);

const findQuestion = ({ questions }: BlindSession, id: string): Question =>
	questions.find((question) => question.id === id)!;

export function blindPairs(session: BlindSession, scores: readonly Score[]): BlindPair[] {
	const grades = gradesBy(session.rater, scores);
	const texts = new Map(
		session.sets.map(({ id, answers }) => [id, new Map(answers.map((one) => [one.id, one.text]))]),
	);
	return session.plan.map((pair) => {
		const question = findQuestion(session, pair.question);
		const { id, scope, prompt, reference, rubric } = question;
		const categories = weightedCategories(question);
		return {
			question: { id, scope, prompt, ...(reference !== undefined && { reference }) },
			categories: categories.map((category) => ({
				id: category,
				asks: rubric[category] ?? categoryAbout[category],
			})),
			sides: pair.sides.map((set) => ({
				text: texts.get(set)?.get(id) ?? '',
				grades: categories.map((category) => grades.get(cellKey(set, id, category))),
			})),
		};
	});
}

/** The score that a grade stands for. */
export function gradedScore(
	session: BlindSession,
	{ pair, side, category, grade }: Cursor & { readonly grade: Grade },
): Score {
	const { question, sides } = session.plan[pair];
	return {
		answerSet: sides[side],
		question,
		category: weightedCategories(findQuestion(session, question))[category],
		value: scoreOfGrade(grade),
		by: { kind: 'person', name: session.rater },
		at: Date.now(),
	};
}

/** The result over the pairs in which every category has a grade. */
export function blindResult(session: BlindSession, scores: readonly Score[]): BlindResult {
	const grades = gradesBy(session.rater, scores);
	const marked = session.plan.filter(({ question, sides }) =>
		weightedCategories(findQuestion(session, question)).every((category) =>
			sides.every((set) => grades.has(cellKey(set, question, category))),
		),
	);
	const scoreIn = (set: string, question: string) =>
		weightedScore(
			findQuestion(session, question).weights,
			byCategory((category) => scoreOfGrade(grades.get(cellKey(set, question, category)) ?? null)),
		);
	return {
		sets: session.sets.map(({ id, by }) => {
			const own = marked.filter(({ sides }) => sides.includes(id));
			const values = own.flatMap(({ question }) => scoreIn(id, question) ?? []);
			const signs = own.flatMap(({ question, sides }) => {
				const other = sides.find((side) => side !== id);
				const a = scoreIn(id, question);
				const b = other === undefined ? null : scoreIn(other, question);
				// Sums of the same grades in another order differ in the last bit.
				return a === null || b === null ? [] : [Math.sign(Math.round((a - b) * 1e9))];
			});
			const count = (sign: number) => signs.filter((one) => one === sign).length;
			return {
				id,
				name: by.name,
				mean: values.length === 0 ? null : mean(values),
				n: values.length,
				better: count(1),
				equal: count(0),
				worse: count(-1),
			};
		}),
	};
}
