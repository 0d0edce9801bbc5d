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
	expect(() => parse('{"a":}')).toThrow(/^It is not JSON: .*\.$/);
	for (const depth of [102, 100_000])
		expect(() => parse(nested(depth))).toThrow('It is nested more than 100 levels deep.');
	expect(() => parse('['.repeat(100_000))).toThrow('nested more than');
});

it('names no line of its own for a text of one line: its row has another one in the file', () => {
	const place = "Expected '}' in JSON at position 24";
	const parse = vi.spyOn(JSON, 'parse').mockImplementation(() => {
		throw new SyntaxError(`${place} (line 1 column 25)`);
	});
	const faults: string[] = [];
	const fail = (fault: Parameters<typeof englishText>[0]) => {
		faults.push(englishText(fault));
		return new Error('read');
	};
	expect(() => parseJson('{"prompt": "broken"', fail)).toThrow('read');
	parse.mockRestore();
	expect(faults).toEqual([`not JSON: ${place}`]);
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
