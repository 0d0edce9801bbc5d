import { expect, test } from 'vitest';
import { roundScale, roundTicks, tickTexts } from './scales.ts';

test('an axis has a few round ticks that cover every value', () => {
	const axis = (values: (number | null)[]) => roundScale(values, [3, 97]);
	expect(roundTicks(axis([0.219, 0.54, 0.47]))).toEqual([0.2, 0.3, 0.4, 0.5, 0.6]);
	for (const values of [
		[0, 1],
		[-0.253, 0.068, 0],
		[1e-5, 3e-5],
		[12, 1200],
		[0.3, 0.31],
		[5],
		[0],
		[1 / 3, 1 / 3 + 2 ** -54],
	]) {
		const scale = axis(values);
		const ticks = roundTicks(scale);
		expect(ticks.length).toBeGreaterThanOrEqual(2);
		expect(ticks.length).toBeLessThanOrEqual(7);
		expect(new Set([...ticks, ...scale.domain()]).size).toBe(ticks.length);
		for (const value of values) {
			expect(scale(value)).toBeGreaterThanOrEqual(3 - 1e-9);
			expect(scale(value)).toBeLessThanOrEqual(97 + 1e-9);
		}
	}
	expect(axis([null]).domain()).toEqual([0, 1]);
});

test('the axis of one value begins or ends at 0', () => {
	expect([[100, 100], [-3], [0]].map((values) => roundScale(values, [3, 97]).domain())).toEqual([
		[0, 100],
		[-3, 0],
		[0, 1],
	]);
});

test('the numbers of an axis have the same number of decimals', () => {
	expect(tickTexts([1.4, 1.42, 1.44])).toEqual(['1.40', '1.42', '1.44']);
	expect(tickTexts([0, 1, 2])).toEqual(['0', '1', '2']);
	expect(tickTexts([])).toEqual([]);
});
