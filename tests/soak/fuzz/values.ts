/** Values that break readers: odd numbers and texts, slow patterns, deep nesting. */
import type { Json } from '#engine/core/json.ts';
import type { Chance } from './chance.ts';

const texts: readonly string[] = [
	...['', ' ', '\n', '\r', '\0', '\u007f', '\u00a0', '\u2028', '\u202e', '\ufeff', '\ufffd'],
	...['\ud800', 'x\udc00', 'e\u0301', '👩‍👩‍👧', 'ﷺ', 'İ', 'ß'],
	...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then'],
	...['NaN', 'Infinity', 'null', 'undefined', 'true', '0', '-1', '1e999', '[object Object]'],
	...['"', "'", '\\', '`', ',', ';', '\t', '{', ']', '%', '%00', '${x}', '{{x}}', '</script>'],
	...['../../etc/passwd', 'C:\\x', 'file:///x', 'javascript:alert(1)', '#', '?', 'a.b[0].c'],
	...['2024-01-01', '1,5', '１２', '٣', '1_000', '0x10', '1n'],
];

/** Patterns that are slow, broken, or read differently by different engines. */
const patterns: readonly string[] = [
	...['(a+)+$', '(a|a)*b', '(.|[^é])*x', '(?:a*)*b', '(\\w+\\s?)+$', '(a?){40}a{40}', '(.*)*!'],
	...['((a{1,50}){1,50}){1,50}', 'a{1000000}', '(?:(?:(?:a+)+)+)+b', '\\s+$', '(x+x+)+y'],
	...[
		'(',
		'[',
		'\\',
		'*',
		'(?',
		'(?<',
		'[z-a]',
		'a{2,1}',
		'\\u{110000}',
		'(?<n>a)(?<n>b)',
		'\\k<x>',
	],
	...[
		'(?<=a)b',
		'(?=a)*',
		'(?!)',
		'\\p{L}',
		'\\p{Nope}',
		'[\\p{L}--[a-z]]',
		'(?i)a',
		'\\1',
		'\\cA',
	],
	...['', '.', '^', '$', '\\b', '(?:)', '[^]', '[]', '𝕬', '\\d+|\\D+'],
];

const numbers: readonly number[] = [
	...[0, -0, 1, -1, 2, 0.1, 0.5, -0.5, 1.5, 3, 7, 10, 255, 256, 264, 1000, 1e6, 1e9, 1e15, 1e21],
	...[2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53, -(2 ** 31), 1e-9, 1e-310, 5e-324],
	...[1e38, 3.5e38, 1e300, 1.7976931348623157e308, -1e300],
];

/** Numbers that JSON allows and `JSON.stringify` never writes. */
const rawNumbers = ['12345678901234567890', '1e999', '-1e999', '1E400', '-0', '1e-400', '0.1000'];

/** Stands for text that `JSON.stringify` cannot write. `jsonText` puts the text in its place. */
const raw = (kind: string, argument: string | number): string => `@raw ${kind} ${argument}@`;

const nesting = (depth: number): readonly string[] => [
	raw('lists', depth),
	raw('objects', depth),
	raw('open', depth),
];

export const oddText = (chance: Chance): string => {
	if (chance.is(0.03)) return chance.one(['a', 'é', 'ab ', '\n', '['].slice()).repeat(100_000);
	return chance.is(0.3) ? chance.one(patterns) : chance.one(texts);
};

export const oddNumber = (chance: Chance): number => chance.one(numbers);

export const slowPattern = (chance: Chance): string => chance.one(patterns);

/** Any value of JSON, or a mark for text that `JSON.stringify` cannot write. */
export function oddValue(chance: Chance): Json {
	const kind = chance.below(100);
	if (kind < 4) return chance.one(nesting(chance.between(5000, 100_000)));
	if (kind < 8) return raw('number', chance.one(rawNumbers));
	if (kind < 35) return oddText(chance);
	if (kind < 60) return oddNumber(chance);
	if (kind < 75) return chance.one<Json>([null, true, false, [], {}, [[]], [null], [{}]]);
	if (kind < 85) return { [oddText(chance)]: oddText(chance) };
	return Array.from({ length: chance.below(5) }, () => oddNumber(chance));
}

/** JSON text of a value with marks; empty for no value. */
export const jsonText = (value: unknown, indent?: string): string =>
	(JSON.stringify(value, null, indent) ?? '').replace(
		/"@raw (\w+) ([^@"]*)@"/g,
		(_mark, kind: string, argument: string) => {
			// A mutation can lengthen the number.
			const depth = Math.min(Number(argument), 1_000_000);
			if (kind === 'lists') return '['.repeat(depth) + ']'.repeat(depth);
			if (kind === 'objects') return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
			return kind === 'open' ? '['.repeat(depth) : argument;
		},
	);
