import { describe, expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { ConversationError, readChatTemplate } from './chatTemplate.ts';

const messages = [
	{ role: 'user', content: 'Q' },
	{ role: 'assistant', content: 'A' },
];
const read = (source: string, config = {}) =>
	readChatTemplate(new Map([['chat_template.jinja', source]]), config, () => ({}))!;
const render = (source: string, config = {}) =>
	read(source, config).render({ messages }, false).text;

describe('the template of a model', () => {
	test('is chat_template.jinja before tokenizer_config.json before chat_template.json', () => {
		const legacy = JSON.stringify({ chat_template: 'legacy' });
		const files = (...names: string[]) =>
			new Map(names.map((name) => [name, name.endsWith('.json') ? legacy : 'jinja']));
		const config = { chat_template: 'config' };
		const text = (texts: Map<string, string>, fields: object) =>
			readChatTemplate(texts, { ...fields }, () => ({}))?.render({ messages }, false).text;
		expect(text(files('chat_template.jinja', 'chat_template.json'), config)).toBe('jinja');
		expect(text(files('chat_template.json'), config)).toBe('config');
		expect(text(files('chat_template.json'), {})).toBe('legacy');
		expect(text(new Map(), {})).toBeUndefined();
	});

	test('of several is the one for tools if the conversation has tools', () => {
		const named = [
			{ name: 'default', template: 'plain' },
			{ name: 'tool_use', template: '{{ tools | length }} tools' },
		];
		const template = readChatTemplate(new Map(), { chat_template: named }, () => ({}))!;
		expect(template.render({ messages }, false).text).toBe('plain');
		expect(template.render({ messages, tools: [{}] }, false).text).toBe('1 tools');
	});

	test('without a default names the file', () => {
		const named = [{ name: 'rag', template: '' }];
		expect(() => readChatTemplate(new Map(), { chat_template: named }, () => ({}))).toThrow(
			failure(
				'{file}: chat_template is neither a text nor a list with a template named default. Download the file again.',
				{ file: 'tokenizer_config.json' },
			),
		);
	});

	test('sees special tokens as text, of tokenizer_config.json first', () => {
		const config = {
			bos_token: { content: '<s>' },
			chat_template: '{{ bos_token }}{{ pad_token }}',
		};
		const special = { bos_token: '<other>', pad_token: '<pad>' };
		const template = readChatTemplate(new Map(), config, () => special)!;
		expect(template.render({ messages }, false).text).toBe('<s><pad>');
	});
});

describe('values are as in Python', () => {
	const unseen = String.raw`['\xa0\u202f\u2028\ufeff\x07\x85\U0001d173 \t é漢😀']`;
	test.each([
		['{{ none }} {{ true }} {{ undefined_name }}', 'None True '],
		[`{{ [1, "it's", {'a': none}] }}`, `[1, "it's", {'a': None}]`],
		["{{ ['\u00a0\u202f\u2028\ufeff\u0007\u0085\u{1d173} \\t é漢😀'] }}", unseen],
		[
			`{{ '\\n a '.strip('\\n') }}|{{ 'xax'.lstrip('x') }}|{{ ' a\\ufeff' | trim }}|`,
			' a |ax|a\ufeff|',
		],
		[`{{ {'k': '<é>'} | tojson }}`, '{"k": "<é>"}'],
		[`{{ [1, 2] | length }} {{ 'a😀b'[:2] }}`, '2 a😀'],
		[`{{ strftime_now('%d %b %Y') }}`, '26 Jul 2024'],
		[
			'{% for i in range(3) %}{{ i }}{% if i == 1 %}{% continue %}{% endif %},{% endfor %}',
			'0,12,',
		],
		['{% for i in range(2) %}{{ seen }}{% set seen = i %}{% endfor %}', ''],
		[
			'{{ [2.0, 0.00001, 12345678901234567.0, -0.0, 123456.75] }}',
			'[2.0, 1e-05, 1.2345678901234568e+16, -0.0, 123456.75]',
		],
		[
			`{% set d = {'items': 1} %}{% for k, v in d.items() %}{{ k }}{% endfor %}{{ d['items'] }}`,
			'items1',
		],
		[
			`{{ {'b': 2.0, 'a': ['é', {}, []]} | tojson(indent=1, sort_keys=true) }}`,
			'{\n "a": [\n  "é",\n  {},\n  []\n ],\n "b": 2.0\n}',
		],
		[
			`{{ {'b': '\u007fé', 'a': none} | tojson(true, separators=(',', ':')) }}`,
			'{"b":"\\u007f\\u00e9","a":null}',
		],
		[`{{ 'f' + {'a': 2.0} }}`, 'f{"a": 2.0}'],
	])('%s', (source, text) => {
		expect(render(source)).toBe(text);
	});

	test('JSON text of a tool and of arguments is data as in Python, other texts stay', () => {
		const template = read('{{ tools }} {% for c in messages[0].tool_calls %}{{ c }}{% endfor %}');
		const call = (argumentsText: string) => ({ function: { name: 'f', arguments: argumentsText } });
		const exact = '{"b":2.0,"1":12345678901234567890,"0":{"b":1e400,"c":1,"b":-0}}';
		const tool_calls = [
			call(exact),
			{ arguments: '{"a":1.0}' },
			call('[1.0]'),
			call('no JSON'),
			'x',
		];
		const conversation = {
			messages: [{ role: 'assistant', tool_calls }],
			tools: [exact, 'x', { b: 1 }],
		};
		const dict = `{'b': 2.0, '1': 12345678901234567890, '0': {'b': 0, 'c': 1}}`;
		expect(template.render(conversation, false).text).toBe(
			`[${dict}, 'x', {'b': 1}] {'function': {'name': 'f', 'arguments': ${dict}}}` +
				`{'arguments': {'a': 1.0}}{'function': {'name': 'f', 'arguments': '[1.0]'}}` +
				`{'function': {'name': 'f', 'arguments': 'no JSON'}}x`,
		);
		const big = { messages, tools: ['{"a":9007199254740993,"b":1e400}'] };
		expect(read('{{ tools[0] | tojson }}{{ tools[0].b }}').render(big, false).text).toBe(
			'{"a": 9007199254740993, "b": Infinity}inf',
		);
	});
});

describe('a line break of Windows or an old Mac is read as \\n', () => {
	const source = "a\n{% if true %}\n  {{ 'b\nc\\r\\n' }}\n{%- endif %}\n\n";
	test.each(['\r\n', '\r', '\n'])('%j', (lineBreak) => {
		const template = source.replaceAll('\n', lineBreak);
		const config = { chat_template: template };
		expect(render(template)).toBe('a\n  b\nc\r\n');
		const ofConfig = readChatTemplate(new Map(), config, () => ({}))!;
		expect(ofConfig.render({ messages }, false).text).toBe('a\n  b\nc\r\n');
	});
});

test.each([
	['{{ "c" ? }}', 'Unexpected character: ?'],
	['{% if x %}\nb', 'a tag is not closed'],
	['a {# {{ #}\n{% endfor %}', 'Unknown statement type: endfor'],
	[`{{ ${'('.repeat(50_000)} }}`, 'its nesting is too deep'],
])('a mistake is refused: %#', (source, text) => {
	expect(() => read(source)).toThrow(
		`chat_template.jinja: the chat template has a mistake: ${text}`,
	);
});

test('a reason of the template is the error’s', () => {
	const refused = () => render(`{{ raise_exception('No system role') }}`);
	expect(refused).toThrow(ConversationError);
	expect(refused).toThrow(
		failure('the chat template refuses it: {why}', { why: 'No system role' }),
	);
});

describe('a template that makes too much fails before the memory is used up', () => {
	const repeat = (times: number, body: string) =>
		`{% for i in range(${times}) %}${body}{% endfor %}`;
	const doubled = (text: string, times: number) =>
		`{% set n = namespace(x=${text}) %}${repeat(times, '{% set n.x = n.x + n.x %}')}`;
	test.each([
		['a long range', repeat(10 ** 9, '')],
		['a range without end', '{% for i in range(1, 2, 0) %}{% endfor %}'],
		['a text that doubles', doubled("'aaaa'", 100)],
		['a list that doubles', doubled('[1]', 100)],
		['many lists', doubled('[1]', 21) + repeat(100, '{% set n.x = [n.x] + n.x %}')],
		['replacing', `${doubled("'aaaa'", 15)}{{ n.x.replace('a', n.x) }}`],
	])('%s', (_, source) => {
		const error = errorOf(source);
		expect(error).toBeInstanceOf(InputError);
		expect(error).not.toBeInstanceOf(ConversationError);
		expect(error.message).toContain('chat_template.jinja: the chat template does not end');
	});
});

function errorOf(source: string): Error {
	try {
		render(source);
	} catch (error) {
		return error as Error;
	}
	throw new Error('The template was rendered.');
}
