/** Two answer sets and the marking of two of their questions, for tests. */
import {
	blindPairs,
	scoreOfGrade,
	type BlindSession,
} from '#lab/features/questions/model/blind.ts';
import { byCategory } from '#lab/features/questions/model/categories.ts';
import { makeQuestion } from './question.ts';
import { openMarking, press, type Marking } from '#lab/features/questions/model/marking.ts';
import type { AnswerSet, Score } from '#lab/features/questions/model/types.ts';

export const ids = Array.from({ length: 45 }, (_, i) => `q${i}`);
/** Two categories are asked. */
const weights = { ...byCategory(() => 0), safety: 1, politeness: 3 };
export const questions = ids.map((id) => makeQuestion(id, { weights }));
export const makeSet = (id: string, answered = ids): AnswerSet => ({
	id,
	questions: 'hash',
	origin: { kind: 'lab' },
	madeAt: 0,
	by: { kind: 'other', name: `The secret name of ${id}` },
	answers: answered.map((question) => ({ id: question, text: `Said to ${question} by nobody` })),
});
export const [a, b, c] = ['a', 'b', 'c'].map((id) => makeSet(id));

const plan = [
	{ question: 'q0', sides: ['b', 'a'] },
	{ question: 'q1', sides: ['a', 'b'] },
];
export const session: BlindSession = { rater: 'Ada', plan, questions, sets: [a, b] };
export const open = (scores: readonly Score[] = []): Marking =>
	openMarking(blindPairs(session, scores));

/** The marking after these keys, and the scores that it stores on the way. */
export function type(
	keys: readonly string[],
	from = open(),
): { marking: Marking; scores: Score[] } {
	const scores: Score[] = [];
	const marking = keys.reduce((now, key) => {
		const { marking: next, change } = press(now, key);
		if (change) {
			const { question, sides } = plan[change.pair];
			scores.push({
				answerSet: sides[change.side],
				question,
				category: now.pairs[change.pair].categories[change.category].id,
				value: scoreOfGrade(change.grade),
				by: { kind: 'person', name: 'Ada' },
			});
		}
		return next;
	}, from);
	return { marking, scores };
}
