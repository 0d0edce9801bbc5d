/**
 * A blind marking: the draw of its pairs, the texts without names, the cursor and what each key
 * does, and the result with names at the end. Pure.
 */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { permutation, randomStream, type RandomStream } from '#engine/core/random.ts';
import { meanOfKnown } from '#engine/core/statistics.ts';
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

/**
 * The draw from a seed: the pairs, their sides and their order. It covers the questions that every
 * set answers. Each answer comes once; with an odd number of sets, one answer to each question
 * stands alone. Of each two sets, the counts on the left differ by one at most. The sides of a pair
 * are the ids of one or two sets. The first is on the left.
 */
export function blindPlan(
	questions: readonly string[],
	sets: readonly AnswerSet[],
	seed: number,
	rater: string,
) {
	const stream = randomStream(seed, `blind ${rater}`);
	// The order in which the sets are given must not change the plan.
	const ids = sets.map(({ id }) => id).sort();
	const answered = questions.filter((question) =>
		sets.every(({ answers }) => answers.some(({ id }) => id === question)),
	);
	const meetings = new Map<string, number>();
	const pairs = [...permutation(stream.child('questions'), answered.length)].flatMap((which) =>
		pairUp(ids, stream.child(`couples ${answered[which]}`)).map((couple) => ({
			question: answered[which],
			sides: drawSides(couple, meetings, stream),
		})),
	);
	return [...permutation(stream.child('order'), pairs.length)].map((which) => pairs[which]);
}

/** Each id in one couple, in the order of the ids. The last is alone if their number is odd. */
function pairUp(ids: readonly string[], stream: RandomStream): readonly (readonly string[])[] {
	const order = [...permutation(stream, ids.length)];
	return Array.from({ length: Math.ceil(ids.length / 2) }, (_, i) =>
		order
			.slice(2 * i, 2 * i + 2)
			.sort((a, b) => a - b)
			.map((which) => ids[which]),
	);
}

/** Two sets that meet twice change sides, in a random order: balanced and not predictable. */
function drawSides(
	couple: readonly string[],
	meetings: Map<string, number>,
	stream: RandomStream,
): readonly string[] {
	const name = couple.join(' ');
	const meeting = meetings.get(name) ?? 0;
	meetings.set(name, meeting + 1);
	const drawn = stream.child(`sides ${name}`).bits(Math.floor(meeting / 2)) & 1;
	return (meeting & 1) === drawn ? couple : [...couple].reverse();
}

export type BlindSession = ReturnType<typeof openSession>;
/** Throws InputError without a name, and if the sets have no question in common. */
export function openSession(
	{ questions }: QuestionSet,
	sets: readonly AnswerSet[],
	rater: string,
	seed: number,
) {
	if (rater === '') throw new InputError(sentence('questions.errors.giveNameMarksOfTwo'));
	const judged = questions.filter((question) => weightedCategories(question).length > 0);
	const ids = judged.map(({ id }) => id);
	const plan = blindPlan(ids, sets, seed, rater);
	if (plan.length === 0) throw new InputError(sentence('questions.errors.noQuestionHasAnswer'));
	return { rater, plan, questions, sets };
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

export function gradedScore(
	session: BlindSession,
	{ pair, side, category, grade }: Cursor & { readonly grade: Grade },
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

/** Indices of a cell. */
type Cursor = Readonly<Record<'pair' | 'side' | 'category', number>>;

export interface Marking {
	readonly pairs: readonly BlindPair[];
	/** The current cell. When all are graded, its `pair` is the number of pairs. */
	readonly at: Cursor;
}

/** The marking after a key, and the grade that the key gave, to be stored. */
interface Pressed {
	readonly marking: Marking;
	readonly change?: Cursor & { readonly grade: Grade };
}

/** The marking resumes at the first cell without a grade. */
export const openMarking = (pairs: readonly BlindPair[]) => ({ pairs, at: gapFrom(pairs, 0) });

/** The cells of a pair: first the left answer's, then the right answer's. */
const cellsIn = ({ sides }: BlindPair, pair: number): readonly Cursor[] =>
	sides.flatMap(({ grades }, side) => grades.map((_, category) => ({ pair, side, category })));

/** The cells of a pair without a grade. */
const gapsIn = (blindPair: BlindPair, pair: number): readonly Cursor[] =>
	cellsIn(blindPair, pair).filter(
		({ side, category }) => blindPair.sides[side].grades[category] === undefined,
	);

/** The first gap in this pair or a later one, else in an earlier pair, else the end. */
function gapFrom(pairs: readonly BlindPair[], pair: number): Cursor {
	const gaps = pairs.flatMap(gapsIn);
	const next = gaps.find((gap) => gap.pair >= pair) ?? gaps[0];
	return next ?? { pair: pairs.length, side: 0, category: 0 };
}

export const isDone = ({ pairs, at }: Marking): boolean => at.pair >= pairs.length;
export const countGraded = ({ pairs }: Marking): number => pairs.filter(isGraded).length;

/** `key` as in KeyboardEvent.key. Other keys change nothing. */
export function press(marking: Marking, key: string): Pressed {
	const { at, pairs } = marking;
	const move = (to: Partial<Cursor>): Pressed => ({ marking: { pairs, at: { ...at, ...to } } });
	if (key === 'Backspace') return move(cellBefore(marking));
	if (isDone(marking)) return { marking };
	if (/^[0-5]$/.test(key)) return grade(marking, key === '0' ? null : (Number(key) as Grade));
	const { sides, categories } = pairs[at.pair];
	switch (key) {
		case '=': {
			const other = sides[1 - at.side]?.grades[at.category];
			return other === undefined ? { marking } : grade(marking, other);
		}
		case 'ArrowLeft':
			return move({ side: 0 });
		case 'ArrowRight':
			return move({ side: sides.length - 1 });
		case 'ArrowUp':
			return move({ category: Math.max(0, at.category - 1) });
		case 'ArrowDown':
			return move({ category: Math.min(categories.length - 1, at.category + 1) });
		case 'Enter':
			return move(gapFrom(pairs, at.pair));
		default:
			return { marking };
	}
}

export const pointAt = ({ pairs, at }: Marking, side: number, category: number): Marking => ({
	pairs,
	at: { ...at, side, category },
});

/** Grades the current cell. The cursor goes to the next cell of the pair without a grade. */
function grade({ pairs, at }: Marking, mark: Grade): Pressed {
	const pair = pairs[at.pair];
	const side = pair.sides[at.side];
	const graded = { ...side, grades: side.grades.with(at.category, mark) };
	const changed = { ...pair, sides: pair.sides.with(at.side, graded) };
	const gaps = gapsIn(changed, at.pair);
	const next = gaps.find((gap) => isBefore(at, gap)) ?? gaps[0] ?? at;
	const marking = { pairs: pairs.with(at.pair, changed), at: next };
	return { marking, change: { ...at, grade: mark } };
}

/** The cell before the current one; from the first cell of a pair, the last of the pair before. */
const cellBefore = ({ at, pairs }: Marking): Cursor =>
	pairs
		.slice(0, at.pair + 1)
		.flatMap(cellsIn)
		.findLast((cell) => isBefore(cell, at)) ?? at;

const isBefore = (a: Cursor, b: Cursor): boolean =>
	(a.pair - b.pair || a.side - b.side || a.category - b.category) < 0;
