import { expect, it } from 'vitest';
import { findUnit, readQuantity } from './quantity.ts';

it.each([
	['1,234.5', 1234.5, ''],
	['1.234,50 €', 1234.5, '€'],
	['2,5 %', 2.5, '%'],
	['−4', -4, ''],
	['It costs $1,200 now', 1200, '$'],
	['USD 4.00', 4, 'usd'],
	['360 / 90 = 4 kg', 4, 'kg'],
	['12 clicks', 12, 'clicks'],
	['七 7天', 7, '天'],
])('%s is read as %d with the unit “%s”', (text, value, unit) => {
	expect(readQuantity(text, findUnit('clicks'))).toMatchObject({ value, unit });
});

it.each([
	...['1.250', '1 250', '3–5', '14:35', '1/2', '½', '1⁶', '²', "'89", '12.03.2024', '1,2,3'],
	...['A4', '.5', '4th', 'four', '٣', ''],
])('%s is not read', (text) => {
	expect(readQuantity(text)).toBeNull();
});

it('m and ms are two units, click and clicks one', () => {
	expect(findUnit('ms')[1]).not.toBe(findUnit('m')[1]);
	expect(readQuantity('5 ms', findUnit('m'))).toMatchObject({ unit: '', after: ' ms' });
	expect(findUnit('clicks')).toEqual(findUnit('click'));
});
