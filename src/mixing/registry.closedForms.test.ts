/** Each policy's shares against closed forms. */
import { failure } from '../../tests/support/failure.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { sum } from '#engine/core/statistics.ts';
import { createMixer, expectClose, makeContext } from '../../tests/support/mixer.ts';

const planWeights = (id: string, settings: JsonObject, sizes: readonly number[], step = 0) =>
	createMixer(id, settings, makeContext(sizes)).plan(step).weights;

test('temperature on q = (.8, .2)', () => {
	const sizes = [800, 200];
	expectClose(planWeights('temperature', { tau: 1 }, sizes), [0.8, 0.2]);
	expectClose(planWeights('temperature', { tau: 2 }, sizes), [0.666667, 0.333333], 6);
	expectClose(planWeights('temperature', { tau: 10 }, sizes), [0.534602, 0.465398], 6);
	expectClose(planWeights('uniform', {}, sizes), [0.5, 0.5]);
	expectClose(planWeights('proportional', {}, sizes), [0.8, 0.2]);
});

test('a skill without training examples is refused by name, by every policy', () => {
	expect(() => planWeights('fixed', { ratios: { s0: 1 } }, [10, 0])).toThrow(
		failure(
			'skills.{id}: {name} has no training example to draw. Import rows for it, or only watch it.',
			{ id: 's1', name: 'Sorting' },
		),
	);
});

test('fixed: any scale, 0 for missing skills, equal without any', () => {
	expectClose(planWeights('fixed', { ratios: { s0: 3, s2: 1 } }, [10, 10, 10]), [0.75, 0, 0.25]);
	expectClose(planWeights('fixed', {}, [10, 1]), [0.5, 0.5]);
	expectClose(planWeights('fixed', { ratios: { s0: 1e308, s1: 1e308 } }, [10, 1]), [0.5, 0.5]);
});

test.each([
	['NaN', { s0: NaN }, /ratios\.s0: .*NaN|ratios\.s0: .*null/],
	['negative', { s0: 1, s1: -0.5 }, /ratios\.s1: .*-0\.5/],
	['infinite', { s0: Infinity }, /ratios\.s0/],
	['all zero', { s0: 0, s1: 0 }, /ratios: every trained skill has share 0.*s0, s1/],
	['none of a trained skill', { other: 1 }, /ratios: every trained skill has share 0/],
])('ratios that are %s are an error with the field', (_what, ratios, message) => {
	expect(() => planWeights('fixed', { ratios }, [10, 10])).toThrow(
		expect.objectContaining({ code: 'input', message: expect.stringMatching(message) as string }),
	);
	expect(() => planWeights('timetable', { points: [{ step: 0, ratios }] }, [10, 10])).toThrow(
		/points\[0\]\.ratios/,
	);
});

test('any ratios give proportional shares on the simplex', () => {
	fc.assert(
		fc.property(
			fc.array(fc.double({ min: 0, max: 1e300, noNaN: true }), { minLength: 1, maxLength: 12 }),
			(amounts) => {
				fc.pre(amounts.some((amount) => amount > 0));
				const ratios = Object.fromEntries(amounts.map((amount, i) => [`s${i}`, amount]));
				const weights = planWeights(
					'fixed',
					{ ratios },
					amounts.map(() => 5),
				);
				expect(weights.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
				expect(sum(weights)).toBeCloseTo(1, 12);
				const top = amounts.indexOf(Math.max(...amounts));
				weights.forEach((weight, i) =>
					expect(weight / weights[top]).toBeCloseTo(amounts[i] / amounts[top], 9),
				);
			},
		),
		{ seed: 7, numRuns: 300 },
	);
});

test('timetable: shares are linear between points, constant outside', () => {
	const points = [
		{ step: 10, ratios: { s0: 8, s1: 2 } },
		{ step: 20, ratios: { s1: 1 } },
	];
	const at = (step: number) => planWeights('timetable', { points }, [10, 10], step);
	expectClose(at(0), [0.8, 0.2]);
	expectClose(at(10), [0.8, 0.2]);
	expectClose(at(15), [0.4, 0.6]);
	expectClose(at(19), [0.08, 0.92]);
	expectClose(at(20), [0, 1]);
	expectClose(at(1e6), [0, 1]);
	expectClose(planWeights('timetable', {}, [10, 30]), [0.5, 0.5]);
});
