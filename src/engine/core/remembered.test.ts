import { expect, test, vi } from 'vitest';
import { remembered } from './remembered.ts';

test('each value is computed once, also one that is null', () => {
	const make = vi.fn((n: number) => (n > 1 ? n * n : null));
	const square = remembered(make);
	expect([3, 1, 3, 1].map(square)).toEqual([9, null, 9, null]);
	expect(make).toHaveBeenCalledTimes(2);
});
