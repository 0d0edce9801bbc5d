import fc from 'fast-check';
import { englishText } from '#engine/core/message.ts';
import { expect, test } from 'vitest';
import { jsonRow } from './jsonRow.ts';

const readValue = (raw: string): unknown => {
	const row = jsonRow(1, raw);
	return 'value' in row ? row.value : englishText(row.error);
};

test.each([
	['12345678901234567890', '12345678901234567890'],
	['-12345678901234567890', '-12345678901234567890'],
	['1e310', '1e310'],
	['-1E400', '-1E400'],
	['1e-400', '1e-400'],
	['3.14159265358979323846', '3.14159265358979323846'],
	['0.1', 0.1],
	['51.0', 51],
	['2.0', 2],
	['2.50', '2.50'],
	['2.00', '2.00'],
	['1e3', '1e3'],
	['1.50e+2', '1.50e+2'],
	['1000000000000000000000', '1000000000000000000000'],
	['0.0000001', '0.0000001'],
	['0.00000025', '0.00000025'],
	['0.000001', 0.000001],
	['0e5', '0e5'],
	['-0', '-0'],
	['9007199254740993', '9007199254740993'],
	['9007199254740992', 9007199254740992],
	['"1e310"', '1e310'],
])('the number %s is read as the file has it', (raw, expected) => {
	expect(readValue(`{"n": [${raw}]}`)).toEqual({ n: [expected] });
});

test('texts keep their digits, whatever stands around them', () => {
	const text = '{"a": "say \\"12345678901234567890\\" or 1e999", "b": 12345678901234567890}';
	expect(readValue(text)).toEqual({
		a: 'say "12345678901234567890" or 1e999',
		b: '12345678901234567890',
	});
});

test('JSON of any value is read as JSON.parse reads it', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const json = JSON.stringify({ value, tools: value, arguments: '1e5' });
			expect(JSON.stringify(readValue(json))).toBe(JSON.stringify(JSON.parse(json)));
		}),
		{ seed: 12, numRuns: 500 },
	);
});

test('a row that is nested too deeply is rejected', () => {
	const nested = (depth: number) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;
	expect(readValue(nested(90))).toBeTypeOf('object');
	for (const depth of [101, 5000, 100_000]) expect(readValue(nested(depth))).toMatch(/100 levels/);
	expect(readValue(`{"a":"${'['.repeat(5000)}"}`)).toBeTypeOf('object');
});
