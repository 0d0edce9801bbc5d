import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byCategory } from './categories.ts';
import { makeQuestion } from './judge/question.test-support.ts';
import type { AnswerSet, Score } from './types.ts';
import {
	blindPairs,
	blindPlan,
	blindResult,
	countGraded,
	gradeOfScore,
	isDone,
	openMarking,
	pointAt,
	press,
	scoreOfGrade,
	type BlindSession,
	type Grade,
	type Marking,
} from './blind.ts';

const ids = Array.from({ length: 45 }, (_, i) => `q${i}`);
/** Two categories are asked. */
const weights = { ...byCategory(() => 0), safety: 1, politeness: 3 };
const questions = ids.map((id) => makeQuestion(id, { weights }));
const makeSet = (id: string, answered = ids): AnswerSet => ({
	id,
	questions: 'hash',
	origin: { kind: 'lab' },
	madeAt: 0,
	by: { kind: 'other', name: `The secret name of ${id}` },
	answers: answered.map((question) => ({ id: question, text: `Said to ${question} by nobody` })),
});
const [a, b, c] = ['a', 'b', 'c'].map((id) => makeSet(id));

describe('the draw', () => {
	test('the plan depends on the seed and the rater, not on the order of the sets', () => {
		const plan = blindPlan(ids, [a, b], 1, 'Ada');
		expect(blindPlan(ids, [b, a], 1, 'Ada')).toEqual(plan);
		expect(blindPlan(ids, [a, b], 2, 'Ada')).not.toEqual(plan);
		expect(blindPlan(ids, [a, b], 1, 'Bob')).not.toEqual(plan);
		expect(plan.map(({ question }) => question)).not.toEqual(ids);
	});
	test('every answer comes once, the sides are balanced, and the order does not tell them', () => {
		fc.assert(
			fc.property(fc.nat(), (seed) => {
				const plan = blindPlan(ids, [a, b], seed, 'Ada');
				expect(plan.map(({ question }) => question).sort()).toEqual([...ids].sort());
				const left = plan.filter(({ sides }) => sides[0] === 'a').length;
				expect(Math.abs(left - 22.5)).toBe(0.5);
				const sides = plan.map(({ sides: [first] }) => first).join('');
				expect(sides).not.toBe('ab'.repeat(23).slice(0, 45));
			}),
			{ numRuns: 30 },
		);
	});
	test('with three sets, two answers stand side by side and one stands alone', () => {
		const plan = blindPlan(ids, [a, b, c], 7, 'Ada');
		expect(plan).toHaveLength(90);
		const shown = plan.flatMap(({ question, sides }) => sides.map((set) => `${set} ${question}`));
		expect(new Set(shown).size).toBe(135);
		expect(shown).toHaveLength(135);
		expect(
			new Set(plan.filter(({ sides }) => sides.length === 1).map(({ sides }) => sides[0])).size,
		).toBe(3);
	});
	test('only questions that all sets answer are marked', () => {
		const plan = blindPlan(ids, [a, makeSet('b', ['q3', 'q9'])], 1, 'Ada');
		expect(plan.map(({ question }) => question).sort()).toEqual(['q3', 'q9']);
	});
});

const plan = [
	{ question: 'q0', sides: ['b', 'a'] },
	{ question: 'q1', sides: ['a', 'b'] },
];
const session: BlindSession = { rater: 'Ada', plan, questions, sets: [a, b] };
const open = (scores: readonly Score[] = []): Marking => openMarking(blindPairs(session, scores));

/** The marking after these keys, and the scores that it stores on the way. */
function type(keys: readonly string[], from = open()): { marking: Marking; scores: Score[] } {
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
const at = (...keys: readonly string[]) => type(keys).marking.at;

describe('keys', () => {
	test('a grade goes to the current cell; the cursor moves to the next: left, then right', () => {
		const first = press(open(), '5');
		expect(first.change).toEqual({ pair: 0, side: 0, category: 0, grade: 5 });
		expect(first.marking.at).toEqual({ pair: 0, side: 0, category: 1 });
		expect(type(['5']).scores).toMatchObject([{ answerSet: 'b', question: 'q0', value: 1 }]);
		expect(at('5', '4')).toEqual({ pair: 0, side: 1, category: 0 });
		expect(at('5', '4', '3', '2')).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('0: the category does not apply', () => {
		expect(press(open(), '0').change?.grade).toBe(null);
	});
	test('Enter opens the next pair, or the gap in this one', () => {
		expect(at('5', '4', '3', 'Enter')).toEqual({ pair: 0, side: 1, category: 1 });
		expect(at('5', '4', '3', '2', 'Enter')).toEqual({ pair: 1, side: 0, category: 0 });
	});
	test('= gives the grade of the other answer in this category', () => {
		expect(press(open(), '=').change).toBeUndefined();
		expect(press(type(['5', '4']).marking, '=').change).toMatchObject({ side: 1, grade: 5 });
	});
	test('arrows move the cursor; Backspace goes back, also into the pair before', () => {
		expect(at('ArrowRight', 'ArrowDown')).toEqual({ pair: 0, side: 1, category: 1 });
		expect(at('ArrowUp', 'ArrowLeft')).toEqual({ pair: 0, side: 0, category: 0 });
		expect(at('5', 'Backspace')).toEqual({ pair: 0, side: 0, category: 0 });
		expect(at('5', '4', '3', '2', 'Enter', 'Backspace')).toEqual({ pair: 0, side: 1, category: 1 });
		expect(type(['Backspace']).marking).toEqual(open());
		expect(pointAt(open(), 1, 1).at).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('a changed grade replaces the earlier one, and the others stay', () => {
		const { marking } = type(['5', '4', 'Backspace', 'Backspace', '1']);
		expect(marking.pairs[0].sides[0].grades).toEqual([1, 4]);
		expect(marking.at).toEqual({ pair: 0, side: 1, category: 0 });
	});
	test('letters, control keys and 6 to 9 change nothing', () => {
		for (const key of ['a', '6', '9', 'Escape', 'Tab', 'F5', '11'])
			expect(press(open(), key)).toEqual({ marking: open() });
	});
	test('after any keys the cursor is on a cell or at the end, and no grade is lost', () => {
		const arrows = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];
		const keys = ['0', '1', '5', '=', 'Enter', 'Backspace', ...arrows];
		const size = ({ pairs }: Marking) =>
			pairs
				.flatMap(({ sides }) => sides.flatMap(({ grades }) => grades))
				.filter((g) => g !== undefined).length;
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (pressed) => {
				let marking = open();
				for (const key of pressed) {
					const before = size(marking);
					marking = press(marking, key).marking;
					expect(size(marking)).toBeGreaterThanOrEqual(before);
					const { pair, side, category } = marking.at;
					const inside =
						pair < 2 && side < 2 && category < 2 && Math.min(pair, side, category) >= 0;
					expect(inside || (pair === 2 && size(marking) === 8)).toBe(true);
				}
			}),
		);
	});
});

describe('after a reload', () => {
	test('the marking resumes at the first missing grade', () => {
		const { marking, scores } = type(['5', '4', '3', '2', 'Enter', '1']);
		expect(open(scores)).toEqual(marking);
		expect(marking.at).toEqual({ pair: 1, side: 0, category: 1 });
	});
	test('grades are scores on five steps, and come back as they were', () => {
		for (const grade of [1, 2, 3, 4, 5, null] as const)
			expect(gradeOfScore(scoreOfGrade(grade))).toBe(grade);
		expect([1, 3, 5].map((grade) => scoreOfGrade(grade as Grade))).toEqual([0, 0.5, 1]);
	});
});

describe('the page', () => {
	test('shows no name and no id of a set before the end', () => {
		const { marking } = type(['5', '4', '3', '2', 'Enter', '1', '1', '1']);
		expect(JSON.stringify(marking)).not.toContain('secret');
		expect(JSON.stringify(marking)).not.toMatch(/"[ab]"/);
		expect([countGraded(marking), isDone(marking)]).toEqual([1, false]);
		const { marking: end } = type([...'5432', 'Enter', ...'1111', 'Enter']);
		expect([countGraded(end), isDone(end)]).toEqual([2, true]);
		expect(blindResult(session, end.pairs).map(({ name }) => name)).toEqual([
			'The secret name of a',
			'The secret name of b',
		]);
	});
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
	test('gives no weight to a category that does not apply', () => {
		const sets = blindResult(session, type([...'0532', 'Enter', ...'0000', 'Enter']).marking.pairs);
		expect(sets[1]).toMatchObject({ mean: 1, n: 1, better: 1, equal: 0 });
	});
});
