import { describe, expect, test } from 'vitest';
import { numberText } from '#languages/format.ts';
import { parseNumber } from './forms.ts';

describe('a typed number', () => {
	test.each([
		['300', 300],
		[' 5e-4 ', 5e-4],
		['0,003', 0.003],
		['3,000', 3000],
		['1,234,567.5', 1234567.5],
		['１２．５', 12.5],
		['−3', -3],
		['.5', 0.5],
		['2.500', 2.5],
	])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));
	test.each([
		...['', '  ', 'abc', '1.2.3', '1,2,3', '0x1', '0X1F', '0b1', '0o7', '1 0', '1,00,00'],
		...['Infinity', '-', '1e', '5 %', '1n', '½x', '10 000', '1.234,5'],
	])('%j is none', (text) => {
		expect(parseNumber(text)).toBeNaN();
		expect(parseNumber(text, true)).toBeNaN();
	});
	test('a point before three digits is no decimal point in a field of whole numbers', () => {
		expect(parseNumber('2.500', true)).toBeNaN();
		expect(parseNumber('300.0', true)).toBe(300);
	});
	test('is the one that was displayed', () => {
		for (const value of [3e-3, 5e-4, 1e-8, 300, 0, 0.98, 123456789, 2 ** 53 - 1])
			expect(parseNumber(numberText(value))).toBe(value);
	});
});
