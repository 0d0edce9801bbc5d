import { expect, test } from 'vitest';
import { standardiseAdvantages } from './ppo.ts';

test('equal advantages become 0', () => {
	expect([...standardiseAdvantages(Float64Array.of(2, 2, 2))]).toEqual([0, 0, 0]);
	expect([...standardiseAdvantages(Float64Array.of(1, 3))]).toEqual([-1, 1]);
	// Within groups, large advantages do not hide small ones.
	const both = Float64Array.of(1, 3, 100, 500, 7);
	expect([...standardiseAdvantages(both, 2).subarray(0, 2)]).toEqual([-1, 1]);
	expect(standardiseAdvantages(both, 2)).toHaveLength(5);
});
