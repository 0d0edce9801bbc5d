import { sum } from '#engine/core/statistics.ts';
import { describe, expect, test } from 'vitest';
import { systematicQuotas } from './rows.ts';

describe('systematic quotas', () => {
	test('fill the batch, are within 1 of the share, and are right on average', () => {
		const weights = [0.61, 0.02, 0.37];
		const sums = [0, 0, 0];
		for (let k = 0; k < 1000; k++) {
			const quotas = systematicQuotas(weights, 7, (k + 0.5) / 1000);
			expect(sum(quotas)).toBe(7);
			quotas.forEach((count, i) => {
				expect(Math.abs(count - 7 * weights[i])).toBeLessThan(1);
				sums[i] += count / 1000;
			});
		}
		sums.forEach((mean, i) => expect(mean).toBeCloseTo(7 * weights[i], 2));
	});
	test('a weight of 0 gets none', () => {
		expect(systematicQuotas([0, 0.5, 0.5], 5, 0.999999)[0]).toBe(0);
	});
});
