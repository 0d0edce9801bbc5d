/** A message stays short, whatever somebody gave. */
import { expect, test } from 'vitest';
import { clipped, shown } from './shown.ts';

test.each<[unknown, string]>([
	[undefined, 'nothing'],
	[NaN, 'NaN'],
	[Infinity, 'Infinity'],
	['a', '"a"'],
	[{ a: [1, null] }, '{"a":[1,null]}'],
	[() => 1, 'function'],
	['x'.repeat(1_000_000), `"${'x'.repeat(39)}…`],
	[JSON.parse('['.repeat(200_000) + ']'.repeat(200_000)), '[[…'],
	[JSON.parse(`${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`), '{"…'],
])('case %#', (value, text) => expect(shown(value)).toBe(text));

test('short text does not change', () => {
	expect(clipped('four', 4)).toBe('four');
	expect(clipped('fives', 4)).toBe('five…');
});
