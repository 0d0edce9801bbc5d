/** Messages stay short, whatever the value. */
import { expect, test } from 'vitest';
import { quote, truncate } from './text.ts';
import { withSign } from '#languages/format.ts';

const loop = {};
test.each<[unknown, string]>([
	[undefined, 'nothing'],
	[NaN, 'NaN'],
	[Infinity, 'Infinity'],
	['a', '"a"'],
	[{ a: [1, null] }, '{"a":[1,null]}'],
	[() => 1, 'function'],
	[10n, '10'],
	[Object.assign(loop, { loop }), '{"…'],
	['x'.repeat(1_000_000), `"${'x'.repeat(39)}…`],
	[JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)), '[[…'],
	[JSON.parse(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`), '{"…'],
])('case %#', (value, text) => expect(quote(value)).toBe(text));

test('short text does not change', () => {
	expect(truncate('four', 4)).toBe('four');
	expect(truncate('fives', 4)).toBe('five…');
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
