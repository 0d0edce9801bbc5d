/** Against printed tables and closed forms. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { highest, lowest, median, studentQuantile } from './statistics.ts';

test('the t quantiles of 1 and 2 degrees match closed forms', () => {
	fc.assert(
		fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (p) => {
			const cauchy = Math.tan(Math.PI * (p - 0.5));
			const two = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
			expect(Math.abs(studentQuantile(p, 1) - cauchy)).toBeLessThan(1e-9 * (1 + Math.abs(cauchy)));
			expect(Math.abs(studentQuantile(p, 2) - two)).toBeLessThan(1e-9 * (1 + Math.abs(two)));
		}),
		{ seed: 3, numRuns: 200 },
	);
});

test('lowest and highest accept half a million values', () => {
	const values = Array.from({ length: 500_000 }, (_, i) => (i * 7919) % 500_000);
	expect([lowest(values), highest(values)]).toEqual([0, 499_999]);
	expect([lowest([]), highest([])]).toEqual([Infinity, -Infinity]);
	expect(highest([1, Number.NaN, 2])).toBeNaN();
});

test('the median is a value of the list, the later one of two in the middle', () => {
	expect(median([10, 9, 100])).toBe(10);
	expect(median([4, 1, 3, 2])).toBe(3);
	expect(median([])).toBeNaN();
});
