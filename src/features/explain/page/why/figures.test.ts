import { expect, test } from 'vitest';
import { comparable, isMix } from './figures.ts';

test('a mix sums to 1 over the skills that have a figure', () => {
	expect(isMix([0.25, null, 0.75])).toBe(true);
	expect(isMix([1.5, -0.5])).toBe(false);
	expect(isMix([0.2, 0.2])).toBe(false);
	expect(isMix([null])).toBe(false);
});

test('shares stand against shares, other figures against others', () => {
	const traces = [
		{ label: 'Reward', values: [2, 3] },
		{ label: 'R/ΣR', values: [0.4, 0.6] },
		{ label: 'Averaged', values: [2.1, 2.9] },
		{ label: 'Share before', values: [0.5, 0.5] },
	];
	expect(comparable({ traces }, null)).toEqual(['R/ΣR', 'Share before']);
	expect(comparable({ traces }, 'Reward')).toEqual(['Averaged']);
	expect(comparable({ traces: [] }, null)).toEqual([]);
});
