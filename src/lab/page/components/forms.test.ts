import { describe, expect, test } from 'vitest';
import { numberText } from '#languages/format.ts';
import { parseNumber, sliderFraction, sliderValue } from './forms.ts';

test('the slider is logarithmic and stays inside its ends', () => {
	const scale = { min: 5e-4, max: 1e-2 };
	expect(sliderValue(0, scale)).toBe(5e-4);
	expect(sliderValue(1, scale)).toBe(1e-2);
	expect(sliderValue(sliderFraction(3e-3, scale), scale)).toBe(3e-3);
	expect(sliderValue(0.5, scale)).toBeCloseTo(Math.sqrt(5e-4 * 1e-2), 4);
	expect(sliderFraction(1, scale)).toBe(1);
	expect(sliderFraction(1e-9, scale)).toBe(0);
});

describe('a typed number', () => {
	test.each([
		['300', 300],
		[' 5e-4 ', 5e-4],
		['0,003', 0.003],
		['3,000', 3000],
		['1,234,567.5', 1234567.5],
		['1.234.567,5', 1234567.5],
		['1.234,5', 1234.5],
		['10 000', 10_000],
		['10\u00a0000\u00a0000', 1e7],
		["10'000", 10_000],
		['1_000', 1000],
		['１２．５', 12.5],
		['−3', -3],
		['.5', 0.5],
		['1.000', 1],
		['2.500', 2.5],
	])('%s is %d', (text, value) => expect(parseNumber(text)).toBe(value));
	test.each([
		['1.000', 1000],
		['2.500', 2500],
		['12.000', 12_000],
		['1.000.000', 1e6],
		['1,000', 1000],
		['１．０００', 1000],
		['0.000', 0],
		['300.0', 300],
		['1e3', 1000],
		['2.5', 2.5],
	])('in a field of whole numbers, %s is %d', (text, value) =>
		expect(parseNumber(text, true)).toBe(value),
	);
	test.each([
		...['', '  ', 'abc', '1.2.3', '1,2,3', '0x1', '0X1F', '0b1', '0o7', '1 0', '1,00,00'],
		...['Infinity', '-', '1e', '5 %', '1n', '½x'],
	])('%j is none', (text) => {
		expect(parseNumber(text)).toBeNaN();
		expect(parseNumber(text, true)).toBeNaN();
	});
	test('is the one that was displayed', () => {
		for (const value of [3e-3, 5e-4, 1e-8, 300, 0, 0.98, 123456789, 2 ** 53 - 1])
			expect(parseNumber(numberText(value))).toBe(value);
	});
});
