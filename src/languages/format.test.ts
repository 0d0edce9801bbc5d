import { expect, test } from 'vitest';
import { figure, tight } from './format.ts';

test('figures of any size keep three digits', () => {
	const values = [0.123456, -1234.5, 0, NaN, null];
	expect(values.map(figure)).toEqual(['0.123', '−1230', '0', '–', '–']);
});

test('a cell has room for two decimals, a sign, and nothing else', () => {
	expect([0.834, -0.118, 1, -0.001, 12.34, -250, null].map(tight)).toEqual([
		'.83',
		'−.12',
		'1.0',
		'0',
		'12',
		'−250',
		'',
	]);
});
