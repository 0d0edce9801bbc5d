/** Values that jinja2 3.1.6 in transformers 5.23 (`_compile_jinja_template`) renders. */
import { expect, test } from 'vitest';
import { readChatTemplate } from '../chatTemplate.ts';

const render = (source: string): string =>
	readChatTemplate(new Map([['chat_template.jinja', source]]), {}, () => ({}))!.render(
		{ messages: [{ role: 'user', content: 'Q' }] },
		false,
	).text;

test.each([
	["{{ ['number', none] | upper }} {{ x | upper }}{{ 'Ä' | lower }}", "['NUMBER', NONE] ä"],
	["{{ 'a' | trim('a') }}{{ ' b' | string }}", ' b'],
	["{% for k, v in {'b': 1}.items() if v %}{{ k }}{{ v }}{% endfor %}", 'b1'],
	['{% for a in x %}{{ a }}{% else %}-{% endfor %}{% for a, b in x if a %}{% endfor %}', '-'],
	['{% set a %}{% set b = 1 %}{{ b }}{% endset %}{{ a }}{{ b }}', '1'],
	['{% set b = 0 %}{% filter trim %}{% set b = 1 %}{{ b }}{% endfilter %}{{ b }}', '10'],
	['{% macro f(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call f(1) %}2{% endcall %}', '12'],
])('%s', (source, text) => {
	expect(render(source)).toBe(text);
});

test.each([
	["{{ 'a' + 1 }}", 'it adds a value of type IntegerValue to one of type StringValue'],
	["{{ 'a' | trim(x=1) }}", 'it gives a filter the unknown argument x'],
])('%s is an error', (source, text) => {
	expect(() => render(source)).toThrow(text);
});
