import { expect, test } from 'vitest';
import { signed } from './signed.ts';

test('has a sign, but none if the value rounds to 0', () => {
	expect([1.25, -1.25, 0.004, -0.004, 0, -0].map((value) => signed(value, 2))).toEqual([
		...['+1.25', '−1.25', '0.00', '0.00', '0.00', '0.00'],
	]);
	expect(signed(-99.6, 0)).toBe('−100');
});
