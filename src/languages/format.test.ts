import { expect, test } from 'vitest';
import { figure, tight, withSign } from './format.ts';

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

test('a number gets its sign, but no sign if it rounds to 0', () => {
	expect([1.25, -1.25, 0.004, -0.004, 0, -0].map((value) => withSign(value, 2))).toEqual([
		...['+1.25', '−1.25', '0.00', '0.00', '0.00', '0.00'],
	]);
	expect(withSign(-99.6, 0)).toBe('−100');
	expect([11.25, 11.249999999999998, 100 * 0.11249999999999999].map((v) => withSign(v, 1))).toEqual(
		Array.from({ length: 3 }, () => '+11.3'),
	);
});
