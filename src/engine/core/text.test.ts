/** Messages stay short, whatever the value. */
import { expect, test } from 'vitest';
import { quote, truncate } from './text.ts';

const loop = {};
test.each<[unknown, string]>([
	[undefined, 'null'],
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

test('no emoji is cut in half', () => {
	expect(truncate('abc😀de', 4)).toBe('abc…');
});
