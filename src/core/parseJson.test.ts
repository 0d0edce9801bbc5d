import { englishText } from './message.ts';
import { expect, it } from 'vitest';
import { parseJson } from './json.ts';

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
