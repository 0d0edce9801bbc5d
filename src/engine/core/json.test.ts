import { englishText } from './message.ts';
import { expect, it, vi } from 'vitest';
import { exactText, JsonNumber, parseExact, parseJson } from './json.ts';

const parse = (text: string) =>
	parseJson(text, (fault) => new Error(`It is ${englishText(fault)}.`));
const nested = (depth: number) => `${'[{"a":'.repeat(depth / 2)}1${'}]'.repeat(depth / 2)}`;

it('gives the value, with any brackets in strings', () => {
	const value = { text: `${'['.repeat(1000)}"\\`, list: [1, null] };
	expect(parse(JSON.stringify(value))).toEqual(value);
	expect(parse(nested(100))).toEqual(JSON.parse(nested(100)));
});

it('names the fault', () => {
	expect(() => parse('{"a":}')).toThrow(/^It is not JSON \(column 6\): .*\.$/);
	for (const depth of [102, 100_000])
		expect(() => parse(nested(depth))).toThrow('It is nested more than 100 levels deep.');
	expect(() => parse('['.repeat(100_000))).toThrow('nested more than');
});

it.each([
	['{\n\t"a": 1\n\t"b": 2\n}', 3, 2],
	['{\n\t"a": [1,\n\t2,]\n}', 3, 4],
	['{\n\t"a": NaN\n}', 2, 7],
	['{\n\t"a": "x\n"}', 2, 9],
	['{\n\t"a": "\\x"}', 2, 8],
	['{\n\t"a": {"b": [{}, "c"]}, "a": 01}', 2, 31],
	['{"a": 1\n} x', 2, 3],
	['{"a": 1,\n', 2, 1],
	["\ufeff{'a': 1}", null, 2],
	['{"prompt": "broken"', null, 20],
	[`{"a": "${'\\n'.repeat(5e6)}"`, null, 1e7 + 9],
])('names the place of the fault: %#', (text, line, column) => {
	expect(() => parseJson(text, ({ values }) => new Error(JSON.stringify(values)))).toThrow(
		JSON.stringify({ line, column }).slice(0, -1),
	);
});

it.each([
	"Expected '}' in JSON at position 24",
	"Expected '}' in JSON at position 24 (line 1 column 25)",
	`Expected '}', ..."abc": [1,],\n"... is not valid JSON`,
	"JSON.parse: Expected '}' at line 1 column 25 of the JSON data",
	"JSON Parse error: Expected '}'",
])('leaves out the place of the browser: %s', (message) => {
	const parse = vi.spyOn(JSON, 'parse').mockImplementation(() => {
		throw new SyntaxError(message);
	});
	const faults: string[] = [];
	const fail = (fault: Parameters<typeof englishText>[0]) => {
		faults.push(englishText(fault));
		return new Error('read');
	};
	expect(() => parseJson('{"prompt": "broken"', fail)).toThrow('read');
	parse.mockRestore();
	expect(faults).toEqual(["not JSON (column 20): Expected '}'"]);
});

it('keeps the text of numbers and the order of keys in exact JSON', () => {
	const text =
		'{"b":[2.0,-0,1E+3],"10":{"#":{},"":12345678901234567890},' + String.raw`"9":"{\"2.0\":[]}"}`;
	const read = parseExact(text) as ReadonlyMap<string, unknown>;
	expect([...read.keys()]).toEqual(['b', '10', '9']);
	expect(read.get('b')).toEqual([
		new JsonNumber('2.0'),
		new JsonNumber('-0'),
		new JsonNumber('1E+3'),
	]);
	expect(exactText(read)).toBe(text);
	expect(exactText(parseExact(' { "a" : 1 , "b" : 2 , "a" : null } '))).toBe('{"a":null,"b":2}');
	expect(exactText(read, (said) => said.length.toString())).toContain('"9":"10"');
	for (const wrong of ['{"a","b"}', '{"a":[1:2]}', nested(102), ''])
		expect(parseExact(wrong)).toBeUndefined();
});
