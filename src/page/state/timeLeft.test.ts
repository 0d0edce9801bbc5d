import { expect, test } from 'vitest';
import { timeLeft } from './timeLeft.ts';

test('in proportion to what is done since it was first heard of', () => {
	const first = { at: 1000, fraction: 0.2 };
	expect(timeLeft(first, { at: 11_000, fraction: 0.4 })).toBeCloseTo(30_000);
	expect(timeLeft(first, { at: 11_000, fraction: 1 })).toBe(0);
});

test('no guess from a moment or from nothing', () => {
	const first = { at: 0, fraction: 0 };
	expect(timeLeft(first, { at: 500, fraction: 0.5 })).toBeNull();
	expect(timeLeft(first, { at: 60_000, fraction: 0 })).toBeNull();
});
