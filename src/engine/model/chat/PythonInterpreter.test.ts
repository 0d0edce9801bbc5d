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

describe('texts are Python’s', () => {
	test.each([
		[
			"{{ 'hELLO' | capitalize }} {{ 'hELLO'.capitalize() }} {{ 'ß'.capitalize() }}",
			'Hello Hello Ss',
		],
		[`{{ "they're (a-b) ßX" | title }}`, "They're (A-B) SSx"],
		[`{{ "they're (a-b) 1st".title() }}`, "They'Re (A-B) 1St"],
		[`{{ 'a😀b'[1] }}{{ 'a😀b'[-2] }}{{ 'ab'[5] is defined }}{{ 'a😀b'.length }}`, '😀😀False'],
		[
			"{{ 'a\\x1cb  c '.split() }} {{ 'a b  c '.split(none, 1) }}",
			"['a', 'b', 'c'] ['a', 'b  c ']",
		],
		["{{ 'a\\r\\n\\nb' | indent(2, true) }}|{{ '' | indent(1, first=true) }}", '  a\n\n  b| '],
		["{{ '3.7' | int }} {{ '1x' | int(7) }} {{ -3.7 | int(0) }} {{ '1e3' | int }}", '3 7 -3 1000'],
		["{{ '1x' | float }} {{ 3 | float(0) }} {{ none | int }}", '0.0 3.0 0'],
		['{% filter capitalize %}aB{{ 1 }}{% endfilter %}', 'Ab1'],
		["{{ ['number', none] | upper }} {{ x | upper }}{{ 'Ä' | lower }}", "['NUMBER', NONE] ä"],
		["{{ 'a<' | safe }}{{ ('<' | safe) ~ '>' }}", 'a<<>'],
		[
			"{{ 'a1' is lower }} {{ '1' is lower }} {{ '' is upper }} {{ 'Ä' is upper }}",
			'True False False True',
		],
	])('%s', (source, text) => {
		expect(render(source)).toBe(text);
	});
});

describe('lists and tuples are Python’s', () => {
	const list = "[{'a': 1, 'b': {'c': 'x'}}, {'a': 2}]";
	test.each([
		["{{ {'b': 1}.items() | list }} {{ {'b': 1} | items | list }}", "[('b', 1)] [('b', 1)]"],
		[
			"{% for pair in {'b': 1, 'A': 2} | dictsort %}{{ pair }}{{ pair[:1] }}{% endfor %}",
			"('A', 2)('A',)('b', 1)('b',)",
		],
		["{% for k, v in {'b': 1}.items() if v %}{{ k }}{{ v }}{% endfor %}", 'b1'],
		['{% for a, b in [(1, 2), [3, 4]] %}{{ a }}{{ b }}{% endfor %}', '1234'],
		['{{ (1, 2) + (3, 4) }} {{ (1, 2) == [1, 2] }} {{ 1 in (1.0, 2) }}', '(1, 2, 3, 4) False True'],
		['{{ [(1, 2)] | tojson }} {{ (true, 2) | join }}', '[[1, 2]] True2'],
		[`{{ ${list} | join(',', attribute='a') }}|{{ [1, 2] | join(d='-') }}`, '1,2|1-2'],
		[`{{ ${list} | selectattr('a', 'eq', 2) | list }}`, "[{'a': 2}]"],
		[`{{ ${list} | rejectattr('b', 'undefined') | list | length }}`, '1'],
		[`{{ ${list}[:1] | selectattr('b.c', 'in', ['x']) | map(attribute='a') | list }}`, '[1]'],
		[
			"{{ ['b', 'B', 'a'] | unique | list }} {{ [1, true, 2] | unique | list }}",
			"['b', 'a'] [1, 2]",
		],
		["{{ 1 if [] | selectattr('a') else 2 }}{{ 1 if [] | selectattr('a') | list else 2 }}", '12'],
		["{{ [] | first is defined }} {{ (1, 2) | last }} {{ {'a': 1} | list }}", "False 2 ['a']"],
		["{{ x | default(default_value='d') }}{{ '' | default('e', boolean=true) }}", 'de'],
		['{% for a in x %}{{ a }}{% else %}-{% endfor %}{% for a, b in x if a %}{% endfor %}', '-'],
		['{{ x is iterable }} {{ x is sequence }} {{ messages.length }}', 'True True '],
	])('%s', (source, text) => {
		expect(render(source)).toBe(text);
	});
});

describe('a block keeps its variables, and a macro sees its own place', () => {
	const macro = "{% macro f(a='-') %}{{ a }}{{ x }}{{ y }}{{ caller() if caller }};{% endmacro %}";
	test.each([
		['{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b }}', '1'],
		['{% set b = 0 %}{% filter trim %}{% set b = 1 %}{{ b }}{% endfilter %}{{ b }}', '10'],
		[`${macro}{% for x in [1] %}{{ f() }}{% endfor %}`, '-;'],
		[`{% set x = 2 %}${macro}{% set y = 3 %}{% for x in [1] %}{{ f(x) }}{% endfor %}`, '123;'],
		[`${macro}{% for x in [1] %}{% call f() %}{{ x }}{{ f() }}{% endcall %}{% endfor %}`, '-1-;;'],
	])('%s', (source, text) => {
		expect(render(source)).toBe(text);
	});
});

test.each([
	['{{ 1 // 0 }}', 'it divides by zero'],
	['{{ 9007199254740993 }}', 'it has an integer over 2^53'],
	['{{ 2 ** 63 }}', 'it has an integer over 2^53'],
	["{{ 'a' + 1 }}", 'it adds a value of type IntegerValue to one of type StringValue'],
	["{{ '<' + ('a' | safe) }}", 'it adds to a text marked as safe'],
	['{{ x.y }}', 'it reads a field of a value of type UndefinedValue'],
	["{{ messages | map(attribute='role') | length }}", 'it asks for the length of a generator'],
	["{{ 'a' | trim(x=1) }}", 'it gives a filter the unknown argument x'],
])('%s is an error', (source, text) => {
	expect(() => render(source)).toThrow(text);
});
