/** Blind marking: the draw, the keys, going on after a reload, and that no name shows before the end. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgedCategories } from '../judge/prompt.ts';
import { questionOf } from '../judge/question.test-support.ts';
import type { AnswerSet } from '../types.ts';
import {
	cellKey,
	gradeOf,
	openMarking,
	pointAt,
	press,
	valueOf,
	type Grade,
	type Marking,
} from './marking.ts';
import { blindPlan } from './plan.ts';
import { blindView } from './view.ts';

const ids = Array.from({ length: 45 }, (_, i) => `q${i}`);
const questions = ids.map((id) => questionOf(id));
const setOf = (id: string, answered = ids): AnswerSet => ({
	...{ id, questions: 'hash', origin: { kind: 'lab' }, madeAt: 0 },
	by: { kind: 'other', name: `The secret name of ${id}` },
	answers: answered.map((question) => ({ id: question, text: `Said to ${question} by nobody` })),
});
const [a, b, c] = ['a', 'b', 'c'].map((id) => setOf(id));

describe('the draw', () => {
	test('one seed and scorer, one plan, whatever the order of the sets; another seed or scorer, another', () => {
		const plan = blindPlan(ids, [a, b], 1, 'Ada');
		expect(blindPlan(ids, [b, a], 1, 'Ada')).toEqual(plan);
		expect(blindPlan(ids, [a, b], 2, 'Ada')).not.toEqual(plan);
		expect(blindPlan(ids, [a, b], 1, 'Bob')).not.toEqual(plan);
		expect(plan.map(({ question }) => question)).not.toEqual(ids);
	});
	test('every answer once, sides balanced, and neither in step with the order', () => {
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
	test('three sets: two side by side and one alone, each answer once', () => {
		const plan = blindPlan(ids, [a, b, c], 7, 'Ada');
		expect(plan).toHaveLength(90);
		const shown = plan.flatMap(({ question, sides }) => sides.map((set) => `${set} ${question}`));
		expect(new Set(shown).size).toBe(135);
		expect(shown).toHaveLength(135);
		expect(
			new Set(plan.filter(({ sides }) => sides.length === 1).map(({ sides }) => sides[0])).size,
		).toBe(3);
	});
	test('only questions that all sets answer', () => {
		const plan = blindPlan(ids, [a, setOf('b', ['q3', 'q9'])], 1, 'Ada');
		expect(plan.map(({ question }) => question).sort()).toEqual(['q3', 'q9']);
	});
});

const plan = [
	{ question: 'q0', sides: ['b', 'a'] },
	{ question: 'q1', sides: ['a', 'b'] },
];
const open = (grades: ReadonlyMap<string, Grade> = new Map()): Marking =>
	openMarking(
		plan,
		(id) => judgedCategories(questions.find((question) => question.id === id)!),
		grades,
	);
const type = (marking: Marking, keys: readonly string[]) =>
	keys.reduce((now, key) => press(now, key).marking, marking);

describe('keys', () => {
	test('a grade is given to the category under the cursor, which moves on: left, then right', () => {
		const first = press(open(), '5');
		expect(first.change).toEqual({ answerSet: 'b', question: 'q0', category: 'clarity', grade: 5 });
		expect(first.marking.at).toEqual({ pair: 0, side: 0, category: 1 });
		expect(type(open(), ['5', '4']).at).toEqual({ pair: 0, side: 1, category: 0 });
		expect(type(open(), ['5', '4', '3', '2']).at).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('0 says that the category does not apply', () => {
		expect(press(open(), '0').change?.grade).toBe(null);
	});
	test('Enter goes on only when nothing is missing; else to what is', () => {
		expect(type(open(), ['5', '4', '3', 'Enter']).at).toEqual({ pair: 0, side: 1, category: 1 });
		expect(type(open(), ['5', '4', '3', '2', 'Enter']).at).toEqual({
			pair: 1,
			side: 0,
			category: 0,
		});
	});
	test('= gives the grade that the other answer has in this category', () => {
		expect(press(open(), '=').change).toBeUndefined();
		expect(press(type(open(), ['5', '4']), '=').change).toMatchObject({ answerSet: 'a', grade: 5 });
	});
	test('arrows choose side and category; Backspace goes back, over the pair’s beginning too', () => {
		expect(type(open(), ['ArrowRight', 'ArrowDown']).at).toEqual({ pair: 0, side: 1, category: 1 });
		expect(type(open(), ['ArrowUp', 'ArrowLeft']).at).toEqual({ pair: 0, side: 0, category: 0 });
		expect(type(open(), ['5', 'Backspace']).at).toEqual({ pair: 0, side: 0, category: 0 });
		const second = type(open(), ['5', '4', '3', '2', 'Enter']);
		expect(type(second, ['Backspace']).at).toEqual({ pair: 0, side: 1, category: 1 });
		expect(type(open(), ['Backspace'])).toEqual(open());
		expect(pointAt(open(), 1, 1).at).toEqual({ pair: 0, side: 1, category: 1 });
	});
	test('a changed grade replaces the one before, and the others stay', () => {
		const changed = type(open(), ['5', '4', 'Backspace', 'Backspace', '1']);
		expect(changed.grades.get(cellKey('b', 'q0', 'clarity'))).toBe(1);
		expect(changed.grades.get(cellKey('b', 'q0', 'accuracy'))).toBe(4);
		expect(changed.at).toEqual({ pair: 0, side: 1, category: 0 });
	});
	test('letters, control keys and 6 to 9 change nothing', () => {
		for (const key of ['a', '6', '9', 'Escape', 'Tab', 'F5', '11'])
			expect(press(open(), key)).toEqual({ marking: open() });
	});
	test('whatever is pressed, the cursor is on a cell or at the end, and grades only grow', () => {
		const keys = [
			'0',
			'1',
			'5',
			'=',
			'ArrowLeft',
			'ArrowRight',
			'ArrowUp',
			'ArrowDown',
			'Enter',
			'Backspace',
		];
		fc.assert(
			fc.property(fc.array(fc.constantFrom(...keys), { maxLength: 40 }), (pressed) => {
				let marking = open();
				for (const key of pressed) {
					const before = marking.grades.size;
					marking = press(marking, key).marking;
					expect(marking.grades.size).toBeGreaterThanOrEqual(before);
					const { pair, side, category } = marking.at;
					const inside =
						pair < 2 && side < 2 && category < 2 && Math.min(pair, side, category) >= 0;
					expect(inside || (pair === 2 && marking.grades.size === 8)).toBe(true);
				}
			}),
		);
	});
});

describe('after a reload', () => {
	test('it goes on at the first missing grade', () => {
		const before = type(open(), ['5', '4', '3', '2', 'Enter', '1']);
		expect(open(before.grades).at).toEqual({ pair: 1, side: 0, category: 1 });
		expect(open(before.grades).at).toEqual(before.at);
	});
	test('grades are marks on five steps, and come back as they were', () => {
		for (const grade of [1, 2, 3, 4, 5, null] as const) expect(gradeOf(valueOf(grade))).toBe(grade);
		expect([1, 3, 5].map((grade) => valueOf(grade as Grade))).toEqual([0, 0.5, 1]);
	});
});

describe('what the page sees', () => {
	const material = { scorer: 'Ada', questions, sets: [a, b] };
	test('no name and no id of a set until the end', () => {
		let marking = open();
		for (const key of ['5', '4', '3', '2', 'Enter', '1', '1', '1']) {
			const shown = JSON.stringify(blindView(marking, material));
			expect(shown).not.toContain('secret');
			expect(shown).not.toMatch(/"[ab]"/);
			marking = press(marking, key).marking;
		}
		expect(blindView(marking, material)).toMatchObject({ done: 1, of: 2, result: null });
		marking = type(marking, ['1', 'Enter']);
		const { result, task, done } = blindView(marking, material);
		expect({ task, done }).toEqual({ task: null, done: 2 });
		expect(result?.sets.map(({ name }) => name)).toEqual([
			'The secret name of a',
			'The secret name of b',
		]);
	});
	test('means are weighted as the questions are; better, equal and worse are counted by pair', () => {
		// q0: b 5, 4 and a 3, 2; q1: both 1, 1. Weights: clarity 1, accuracy 3.
		const marking = type(open(), [...'5432', 'Enter', ...'1111', 'Enter']);
		const { sets } = blindView(marking, material).result!;
		expect(sets[0]).toMatchObject({ id: 'a', n: 2, better: 0, equal: 1, worse: 1 });
		expect(sets[0].mean).toBeCloseTo((0.25 * 0.5 + 0.75 * 0.25) / 2, 12);
		expect(sets[1]).toMatchObject({ id: 'b', n: 2, better: 1, equal: 1, worse: 0 });
		expect(sets[1].mean).toBeCloseTo((0.25 * 1 + 0.75 * 0.75) / 2, 12);
	});
	test('ended early: the names, over what is marked', () => {
		const marking = type(open(), [...'5432', 'Enter', '1']);
		const view = blindView(marking, material, true);
		expect(view).toMatchObject({ task: null, done: 1, of: 2 });
		expect(view.result?.sets.map(({ n }) => n)).toEqual([1, 1]);
	});
	test('what does not apply has no weight', () => {
		const marking = type(open(), [...'0532', 'Enter', ...'0000', 'Enter']);
		expect(blindView(marking, material).result!.sets[1]).toMatchObject({
			mean: 1,
			n: 1,
			better: 1,
			equal: 0,
		});
	});
});
