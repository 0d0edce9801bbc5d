import { expect, test } from 'vitest';
import { isTold, pairedMeans, pairedShares } from './paired.ts';

/** Rows that became right, became wrong, and kept their mark. */
function shares(gained: number, lost: number, same: number) {
	const before = Array.from({ length: gained + lost + same }, (_, i) => i >= gained);
	const after = before.map((_, i) => i < gained || i >= gained + lost);
	return pairedShares(before, after);
}
/** The two-sided p of McNemar's exact test: a fair coin for each changed row. */
function mcNemar(gained: number, lost: number): number {
	const m = gained + lost;
	let [ways, sum] = [1, 0];
	for (let k = 0; k <= Math.min(gained, lost); k++) {
		sum += ways;
		ways = (ways * (m - k)) / (k + 1);
	}
	return Math.min(1, (2 * sum) / 2 ** m);
}

test('the interval of right answers leaves out zero where the exact test rejects', () => {
	for (let gained = 0; gained <= 14; gained++)
		for (let lost = 0; lost <= 14; lost++) {
			const interval = shares(gained, lost, 20);
			expect(isTold(interval)).toBe(gained + lost > 0 && mcNemar(gained, lost) < 0.05);
			expect(interval.low).toBeLessThanOrEqual(interval.mean);
			expect(interval.high).toBeGreaterThanOrEqual(interval.mean);
			expect(shares(lost, gained, 20).high).toBeCloseTo(-interval.low, 12);
		}
});

test('the ends are those of Clopper and Pearson', () => {
	// 8 of 10 changed rows became right: 0.4439 to 0.9748, as in published tables.
	const { low, high, mean, n } = shares(8, 2, 90);
	expect([mean, n]).toEqual([0.06, 100]);
	expect(low).toBeCloseTo((2 * 0.44390454 - 1) / 10, 8);
	expect(high).toBeCloseTo((2 * 0.97478927 - 1) / 10, 8);
});

test('where no row changed, the interval says how many prompts can have changed', () => {
	const { mean, low, high } = shares(0, 0, 12);
	expect(mean).toBe(0);
	// 0.975 quantile for 0 of 12.
	expect(high).toBeCloseTo(0.2646485, 6);
	expect(low).toBe(-high);
	expect(pairedShares([], []).high).toBeNaN();
});

test('losses have the interval of their differences, however much the rows differ', () => {
	const before = [1, 5, 9, 2];
	const fallen = before.map((loss, i) => loss - [0.1, 0.2, 0.1, 0.2][i]);
	const { mean, low, high } = pairedMeans(before, fallen);
	expect(mean).toBeCloseTo(-0.15, 12);
	// t(0.975, 3) · 0.0577 / 2
	expect(high - mean).toBeCloseTo((3.182446305 * Math.sqrt(0.01 / 3)) / 2, 9);
	expect(isTold({ mean, low, high, n: 4 })).toBe(true);
	expect(isTold(pairedMeans(before, [2, 4, 9.5, 1.5]))).toBe(false);
	expect(isTold(pairedMeans([1], [0]))).toBe(false);
});
