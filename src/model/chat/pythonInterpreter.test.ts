/** Values that jinja2 3.1.6 in transformers 5.23 (`_compile_jinja_template`) renders. */
import { describe, expect, test } from 'vitest';
import { readChatTemplate } from '../chatTemplate.ts';

const render = (source: string): string =>
	readChatTemplate(new Map([['chat_template.jinja', source]]), {}, () => ({}))!.render(
		{ messages: [{ role: 'user', content: 'Q' }] },
		false,
	).text;

describe('operators are Python’s', () => {
	test.each([
		['{{ -7 % 3 }} {{ 7 % -3 }} {{ -7 // 2 }} {{ -7.5 % 2 }} {{ 1.0 // 0.1 }}', '2 -2 -4 0.5 9.0'],
		[
			'{{ -6 % 3 }} {{ -6.0 % 3 }} {{ 6 % -3.0 }} {{ 6 // 4.0 }} {{ 7 / 2 }} {{ true % 2 }}',
			'0 0.0 -0.0 1.0 3.5 1',
		],
		['{{ 1 != 2 == true }} {{ (1 != 2) == true }}', 'False True'],
		["{{ 1 < 2 < 3 }} {{ 'a' in 'ab' == 'ab' }} {{ [1 == 1] == [true] }}", 'True True True'],
		['{{ 1 == 2 == raise_exception() }}', 'False'],
	])('%s', (source, text) => {
		expect(render(source)).toBe(text);
	});
});

test.each([
	['{{ 1 // 0 }}', 'the template divides by zero'],
	['{{ 9007199254740993 }}', 'the template has an integer over 2^53'],
	['{{ 2 ** 63 }}', 'the template has an integer over 2^53'],
	["{{ 'a' + 1 }}", 'the template adds a value of type IntegerValue to a text'],
])('%s is an error', (source, text) => {
	expect(() => render(source)).toThrow(text);
});
