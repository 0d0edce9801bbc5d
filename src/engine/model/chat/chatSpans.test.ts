import { describe, expect, test } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { answerSpans } from './chatSpans.ts';
import { ConversationError, readChatTemplate, type Conversation } from '../chatTemplate.ts';

function said(
	source: string,
	messages: Conversation['messages'],
	tools?: Conversation['tools'],
): string[] {
	const template = readChatTemplate(new Map([['chat_template.jinja', source]]), {}, () => ({}))!;
	const { text, spans } = answerSpans(template, { messages, tools }, ['<think>']);
	return spans.map(({ from, to }) => text.slice(from, to));
}
const turns = ['a', 'b', 'c', 'd'].map((content, i) => ({
	role: i % 2 === 0 ? 'user' : 'assistant',
	content,
}));
const each = '{% for m in messages %}';
const written = "{{ m.role + ': ' + m.content }}";
const prompt = "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";
const indexed = '{% for i in range(messages | length) %}{% set m = messages[i] %}';

describe('an answer is what the template writes after the opening', () => {
	const line = `${each}{{ m.role + ': ' + m.content + '|' }}{% endfor %}`;
	const thinking = prompt.replace(': ', ': <think>…');
	const ended = prompt.replace('{% endif', '{% else %}!{% endif');
	test.each([
		['a header', line + prompt, ['b|', 'd|']],
		['no prompt for an answer', line, ['b|', 'd|']],
		['no header', `${each}{{ m.content + '|' }}{% endfor %}`, ['b|', 'd|']],
		['an end after the loop', line + ended, ['b|', 'd|!']],
		['an index', `${indexed}${written}{% endfor %}${prompt}`, ['b', 'd']],
		[
			'a thought in the prompt only',
			`${each}{{ m.role + ': <think>' + m.content }}{% endfor %}${thinking}`,
			['b', 'd'],
		],
	])('%s', (_, source, answers) => {
		expect(said(source, turns)).toEqual(answers);
	});
});

test('an answer with the weight 0 is written, but not marked', () => {
	const weighted = turns.map((turn, i) => (i === 1 ? { ...turn, weight: 0 } : turn));
	expect(said(`${each}${written}{% endfor %}${prompt}`, weighted)).toEqual(['d']);
	const marked = '{% generation %}{{ m.content }}{% endgeneration %}';
	const answersMarked =
		`${each}{% if m.role == 'user' %}${written}{% else %}${marked}` + '{% endif %}{% endfor %}';
	expect(said(answersMarked, turns)).toEqual(['b', 'd']);
	expect(said(answersMarked, weighted)).toEqual(['d']);
});

describe('a conversation is rejected if the template', () => {
	test.each(['end', 'turn', 'text', 'hangup'])('leaves out the call of %s', (name) => {
		const call = { type: 'function', function: { name, arguments: {} } };
		const calling = [
			{ role: 'user', content: 'stop' },
			{ role: 'assistant', content: '', tool_calls: [call] },
		];
		const marker = "{{ '<turn>' + m.role + ' text: ' + m.content }}";
		const calls = '{% for c in m.tool_calls %}{{ c.function.name }}{% endfor %}';
		const open = "{% if add_generation_prompt %}{{ '<turn>assistant text: ' }}{% endif %}";
		const source = (middle: string) => `${each}${marker}${middle}{{ '<end>' }}{% endfor %}${open}`;
		expect(said(source(calls), calling)).toEqual([`${name}<end>`]);
		const generated = '{% generation %}{{ m.content }}<end>{% endgeneration %}';
		for (const silent of [source(''), `${each}${marker}${generated}{% endfor %}`])
			expect(() => said(silent, calling)).toThrow(
				failure('the chat template leaves out or changes the words of message {at}'),
			);
	});

	test.each([
		['leaves out an answer', "{{ m.role + ': ' }}{% if loop.last %}{{ m.content }}{% endif %}"],
		['leaves out a question', `{% if m.role == 'assistant' %}${written}{% endif %}`],
		['changes words', "{{ m.role + ': ' + m.content | upper }}"],
	])('%s', (_, body) => {
		const source = `${each}${body}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow(
			failure('the chat template leaves out or changes the words of message {at}'),
		);
	});

	test('begins an answer in another way than it asks for one', () => {
		const source = `${each}{{ m.role[:1] + ': ' + m.content }}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow(
			failure('the chat template begins an answer in another way than it asks for one'),
		);
	});

	test('reverses the messages', () => {
		const reversed = '{% set m = messages[-1 - i] %}{{ m.content }}';
		const source = `{% for i in range(messages | length) %}${reversed}{% endfor %}`;
		expect(() => said(source, turns)).toThrow(
			failure('the chat template begins an answer in another way than it asks for one'),
		);
	});

	test('goes by indices and writes an answer at two places', () => {
		const first = "{% if messages[-1].role == 'assistant' %}!{% endif %}";
		const source = `${first}${indexed}${written}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow(
			failure(
				'the chat template does not write message {at} in one piece, so the answer cannot be found',
				{ at: 2 },
			),
		);
	});

	test('begins the turn of an answer with a system message', () => {
		const opened = "{{ '<think>' + m.role + ': ' + m.content }}";
		const answerPrompt = "{% if add_generation_prompt %}{{ '<think>assistant: ' }}{% endif %}";
		const standard = "{% if loop.first %}{{ '<think>system: s' }}{% endif %}";
		const source = `${each}${standard}${opened}{% endfor %}${answerPrompt}`;
		expect(said(source, turns)).toEqual(['b', 'd']);
		expect(() => said(source, turns.slice(1))).toThrow(
			failure('the chat template begins an answer in another way than it asks for one'),
		);
	});

	test('writes a tool’s result into the turn of the call', () => {
		const tool = [...turns.slice(0, 2), { role: 'tool', content: 'sky' }];
		const result = '{{ messages[loop.index].content if loop.nextitem }}';
		const answer = `{% if m.role == 'assistant' %}${result}{% endif %}`;
		const body = `{% if m.role != 'tool' %}${written}${answer}{% endif %}`;
		const source = `${each}${body}{% endfor %}${prompt}`;
		expect(said(source, turns.slice(0, 2))).toEqual(['b']);
		expect(() => said(source, tool)).toThrow(
			failure('the chat template writes message {i} into an answer', { i: 3 }),
		);
	});

	test('refuses the messages before the answer', () => {
		const refused = "{% if messages[-1].role == 'user' %}{{ raise_exception('No!') }}{% endif %}";
		const source = `${refused}${each}${written}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow(ConversationError);
		expect(() => said(source, turns)).toThrow(
			failure('the chat template refuses it: {why}', { why: 'No!' }),
		);
	});
});

describe('the conversation’s own messages show how its answers begin, for a template that', () => {
	const system = { role: 'system', content: 's' };
	const refuse = (isRefused: string) =>
		`{% if ${isRefused} %}{{ raise_exception('No!') }}{% endif %}`;
	test('refuses a question alone', () => {
		const refused = refuse("messages[0].role != 'system'");
		const source = `${refused}${each}${written}{% endfor %}${prompt}`;
		expect(said(source, [system, ...turns])).toEqual(['b', 'd']);
	});

	test('refuses a conversation without tools', () => {
		const source = `${refuse('not tools')}${each}${written}{% endfor %}${prompt}`;
		expect(said(source, turns, [{}])).toEqual(['b', 'd']);
	});

	test('has another opening after this system message', () => {
		const other = prompt.replace('{% if ', "{% if messages[0].role == 'system' and ");
		const source = `${each}${written}{% endfor %}${other}`;
		expect(said(source, [system, ...turns])).toEqual(['b', 'd']);
		expect(said(source, turns)).toEqual(['b', 'd']);
	});

	test('is asked about the second answer if the first message is an answer', () => {
		const source = `${each}${written}{% endfor %}${prompt}`;
		expect(said(source, turns.slice(1))).toEqual(['b', 'd']);
		expect(() => said(source, turns.slice(1, 3))).toThrow(
			failure("no message stands before an answer, so the answer's start cannot be found"),
		);
	});
});

test('the header is not in the answer if messages are read by index and none is asked for', () => {
	expect(said(`${indexed}${written}|{% endfor %}`, turns)).toEqual(['b|', 'd|']);
});
