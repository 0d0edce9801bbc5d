import fc from 'fast-check';
import { expect, test } from 'vitest';
import { a, b, c, ids, makeSet } from '../../../../../tests/support/blind.ts';
import { blindPlan } from './blindPlan.ts';

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
