import { expect, test } from 'vitest';
import { rocArea } from '../../../scripts/lib/rocArea.ts';

test('the area is 1 for separated values and 0.5 for equal ones, and counts ties half', () => {
	expect(rocArea([3, 4], [1, 2])).toBe(1);
	expect(rocArea([1, 2], [3, 4])).toBe(0);
	expect(rocArea([1, 2], [1, 2])).toBe(0.5);
	expect(rocArea([2], [1, 2, 3, 0])).toBe(2.5 / 4);
});

test('empty lists have no area', () => {
	expect(rocArea([], [1])).toBeNull();
	expect(rocArea([1], [])).toBeNull();
});
