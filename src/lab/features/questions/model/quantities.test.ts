import { describe, expect, it } from 'vitest';
import { isOperand, prepared, quantities } from './quantities.ts';

const read = (text: string) =>
	quantities(prepared(text)).map(({ value, unit }) => `${value} ${unit}`.trim());

describe('quantities', () => {
	it.each([
		['1,234.5 and 1.234,50', ['1234.5', '1234.5']],
		['$3, €4.20, USD 36', ['3 usd', '4.2 eur', '36 usd']],
		['1.2k of 3 million', ['1200', '3000000']],
		['$1.2k, $1,200 and 1,200 dollars', ['1200 usd', '1200 usd', '1200 usd']],
		['v2 is no number, 2 is', ['2']],
		['at 14:35', []],
		['−5, or 5 - 3', ['-5', '5', '3']],
		['2,5 und 0,125', ['2.5', '125']],
		['12,34 €; 1234,5; 1,2345', ['12.34 eur', '1234.5', '1.2345']],
		['am 12.03.2024 in 3.', ['3']],
		['2 % or 3 per cent, ten percent', ['2 %', '3 %', '10 %']],
		['two hundred and five thousand dollars', ['205000 usd']],
		['fourteen hundred; one hundred fifty-five', ['1400', '155']],
		['a million', ['1000000']],
		['two point five, 2½, two and a half', ['2.5', '2.5', '2.5']],
		['2 hours 35 minutes, 2:35 hours', ['155 time', '155 time']],
		['1 in 40 and four to one', ['0.025', '4 x']],
		['4:1, 4x, 4 times 5', ['4 x', '4 x', '4', '5']],
		['someone is alone', []],
	])('of %s', (text, found) => {
		expect(read(text)).toEqual(found);
	});

	it('know the parts of a calculation', () => {
		const text = prepared('2 × 60 + 35 = 155 and 360 divided by 90 is 4');
		const operands = quantities(text).filter((one) => isOperand(one, text));
		expect(operands.map(({ value }) => value)).toEqual([2, 60, 35, 360, 90]);
	});

	it('know that a point before three digits is ambiguous', () => {
		const one = (text: string) => quantities(text).map(({ isAmbiguous }) => isAmbiguous);
		expect(['1.250', '1,250', '0.125', '12.50'].flatMap(one)).toEqual([true, false, false, false]);
	});
});
