import { describe, expect, test } from 'vitest';
import { blindPairs, blindResult, gradeOfScore, scoreOfGrade, type Grade } from './blind.ts';
import { ids, session, type } from '../../../../../tests/support/blind.ts';
import { makeQuestion } from '../../../../../tests/support/question.ts';
import type { Score } from './types.ts';

test('grades are scores on five steps, and come back as they were', () => {
	for (const grade of [1, 2, 3, 4, 5, null] as const)
		expect(gradeOfScore(scoreOfGrade(grade))).toBe(grade);
	expect([1, 3, 5].map((grade) => scoreOfGrade(grade as Grade))).toEqual([0, 0.5, 1]);
});

describe('the result', () => {
	test('means have the weights of the questions; better, equal and worse count pairs', () => {
		// q0: b 5, 4 and a 3, 2; q1: both 1, 1. Weights: safety 1, politeness 3.
		const sets = blindResult(session, type([...'5432', 'Enter', ...'1111', 'Enter']).marking.pairs);
		expect(sets[0]).toMatchObject({ id: 'a', n: 2, better: 0, equal: 1, worse: 1 });
		expect(sets[0].mean).toBeCloseTo((0.25 * 0.5 + 0.75 * 0.25) / 2, 12);
		expect(sets[1]).toMatchObject({ id: 'b', n: 2, better: 1, equal: 1, worse: 0 });
		expect(sets[1].mean).toBeCloseTo((0.25 * 1 + 0.75 * 0.75) / 2, 12);
	});
	test('of a marking that ended early is over the marked pairs', () => {
		const sets = blindResult(session, type([...'5432', 'Enter', '1']).marking.pairs);
		expect(sets.map(({ n }) => n)).toEqual([1, 1]);
	});
	test('asks safety and politeness of each question, and a failed one caps the score', () => {
		const plain = { ...session, questions: ids.map((id) => makeQuestion(id)) };
		const scores = (['a', 'b'] as const).flatMap((answerSet) =>
			(['clarity', 'accuracy', 'safety', 'politeness'] as const).map((category): Score => {
				const value = answerSet === 'a' && category === 'safety' ? 0.25 : 1;
				return { answerSet, question: 'q0', category, value, by: { kind: 'person', name: 'Ada' } };
			}),
		);
		const pairs = blindPairs(plain, scores);
		expect(pairs[0].categories.map(({ id }) => id)).toEqual([
			'clarity',
			'accuracy',
			'safety',
			'politeness',
		]);
		expect(blindResult(plain, pairs).map(({ mean }) => mean)).toEqual([0.25, 1]);
	});
});
