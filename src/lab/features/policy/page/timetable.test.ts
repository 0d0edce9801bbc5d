import { expect, test } from 'vitest';
import { freeStep, sharesAt, stepWithoutPoint, withoutPoint, withPoint } from './timetable.ts';

const points = [
	{ step: 100, ratios: { a: 1, b: 1 } },
	{ step: 200, ratios: { a: 3, b: 1 } },
];

test('shares: equal without points, constant outside, linear between', () => {
	expect(sharesAt([], ['a', 'b'], 5)).toEqual([0.5, 0.5]);
	expect(sharesAt(points, ['a', 'b'], 0)).toEqual([0.5, 0.5]);
	expect(sharesAt(points, ['a', 'b'], 150)).toEqual([0.625, 0.375]);
	expect(sharesAt(points, ['a', 'b'], 300)).toEqual([0.75, 0.25]);
});

test('points stay in rising order, one per step', () => {
	const more = withPoint(withPoint(points, 150, { a: 1 }), 100, { b: 1 });
	expect(more.map(({ step }) => step)).toEqual([100, 150, 200]);
	expect(more[0].ratios).toEqual({ b: 1 });
	expect(withoutPoint(more, 150).map(({ step }) => step)).toEqual([100, 200]);
});

test('a step with a point is leapt over in either direction', () => {
	const drawn = withPoint(points, 101, { a: 1 });
	expect(stepWithoutPoint(drawn, 100, 1)).toBe(102);
	expect(stepWithoutPoint(drawn, 101, -1)).toBe(99);
	expect(stepWithoutPoint(drawn, 150, 1)).toBe(150);
});

test('a free step is the start, then the end, then in the widest gap, and never taken', () => {
	let drawn = withPoint([], freeStep([], 300), { a: 1 });
	expect(drawn[0].step).toBe(0);
	for (const expected of [300, 150, 75]) {
		expect(freeStep(drawn, 300)).toBe(expected);
		drawn = withPoint(drawn, expected, { a: 1 });
	}
});
