import { expect, test } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { parseExpression } from './expression.ts';
import type { Measures } from './measures.ts';

const values: Readonly<Record<string, number | string | boolean | null>> = {
	"exact('fact')": 0.4,
	"exact('fact',100)": null,
	"loss('general')": 3.5,
	"share('fact')": 0.1,
	step: 120,
	policy: 'mos',
	finished: false,
	'reached(100)': true,
};
const measures: Measures = (name, parameters) => {
	const inside = parameters
		.map((value) => (typeof value === 'string' ? `'${value}'` : value))
		.join();
	return values[parameters.length > 0 ? `${name}(${inside})` : name] ?? null;
};
const units = { before: 'share' } as const;
const result = (source: string) =>
	parseExpression(source, units).evaluate(measures, { before: 0.9 });

test.each([
	["exact('fact') < 0.5", true],
	["loss('general') > 2 and step >= 100", true],
	['reached(100) and finished', false],
	['finished or step == 120', true],
	["not finished and policy == 'mos'", true],
	["before - exact('fact') > 0.25", true],
	['1 + 2 * 3 - 4 / 2', 5],
	['-(1 - 3) * 2', 4],
	['abs(1 - 3)', 2],
	['2 - 3 - 4', -5],
	['1 / 0', null],
])('%s is %s', (source, expected) => {
	expect(result(source)).toBe(expected);
});

test('a value that is not measured yet makes a condition unknown, unless the rest decides', () => {
	expect(result("exact('fact', 100) > 0.5")).toBeNull();
	expect(result("not exact('fact', 100) > 0.5")).toBeNull();
	expect(result("exact('fact', 100) > 0.5 and finished")).toBe(false);
	expect(result("exact('fact', 100) > 0.5 or step > 1")).toBe(true);
});

test('units: a difference of shares is in points, and products keep the left unit', () => {
	const unit = (source: string) => parseExpression(source, units).unit;
	expect(unit("exact('fact')")).toBe('share');
	expect(unit("before - exact('fact')")).toBe('points');
	expect(unit("loss('general') - loss('general', 0)")).toBe('nats');
	expect(unit('before * 2')).toBe('share');
	expect(unit("loss('general') / 2")).toBe('plain');
});

test.each([
	[
		'exact(fact) < 1',
		failure("parentheses hold a skill in quotes or a number, as in exact('capitals')."),
	],
	['exact()', failure("parentheses hold a skill in quotes or a number, as in exact('capitals').")],
	["exact('fact', 'add')", /write it as exact\('skill'\) or exact\('skill', 100\)/],
	["loss('general'", failure('a closing parenthesis is missing. Add it.')],
	['accuracy > 0.5', /"accuracy" is not known\. Known are exact/],
	['step >= 100 step', failure('"{word}" is one too many. Join conditions with "and" or "or".')],
	['step >=', failure('the expression ends too early. Add a value.')],
	["policy > 'mos'", failure('texts have no order. Use == or !=.')],
	[
		"step == 'mos'",
		failure('"{sign}" compares two numbers or two texts, not a {left} and a {right}.', {
			left: 'number',
			right: 'text',
		}),
	],
	[
		'finished and step',
		failure('"{value}" needs a {needed} on both sides, not a {given}.', {
			value: 'and',
			needed: 'condition',
			given: 'number',
		}),
	],
	[
		'step = 100',
		failure(
			"{source}: {sign} means nothing here. Use numbers, 'texts', names, + - * / < <= > >= == != and or not, and parentheses.",
			{ sign: '"="' },
		),
	],
	[
		'window.alert(1)',
		failure(
			"{source}: {sign} means nothing here. Use numbers, 'texts', names, + - * / < <= > >= == != and or not, and parentheses.",
			{ sign: '"."' },
		),
	],
	[
		'constructor',
		failure('"{name}" is not known. Known are {known}.', {
			source: '"constructor"',
			name: 'constructor',
		}),
	],
])('%s is refused with the fix', (source, message) => {
	expect(() => parseExpression(source, units)).toThrow(message);
});
