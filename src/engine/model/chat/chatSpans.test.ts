import { describe, expect, test } from 'vitest';
import { answerSpans, findOpening } from './chatSpans.ts';
import { readChatTemplate, type Conversation } from '../chatTemplate.ts';

function said(source: string, messages: Conversation['messages']): string[] {
	const template = readChatTemplate(new Map([['chat_template.jinja', source]]), {}, () => ({}))!;
	const { text, spans } = answerSpans(template, { messages }, findOpening(template), ['<think>']);
	return spans.map(({ from, to }) => text.slice(from, to));
}
const turns = ['a', 'b', 'c', 'd'].map((content, i) => ({
	role: i % 2 === 0 ? 'user' : 'assistant',
	content,
}));
const each = '{% for m in messages %}';
const written = "{{ m.role + ': ' + m.content }}";
const prompt = "{% if add_generation_prompt %}{{ 'assistant: ' }}{% endif %}";

describe('an answer is what the template writes after the opening', () => {
	const line = `${each}{{ m.role + ': ' + m.content + '|' }}{% endfor %}`;
	const thinking = prompt.replace(': ', ': <think>…');
	const ended = prompt.replace('{% endif', '{% else %}!{% endif');
	const indexed = '{% for i in range(messages | length) %}{% set m = messages[i] %}';
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
	const own =
		`${each}{% if m.role == 'user' %}${written}{% else %}${marked}` + '{% endif %}{% endfor %}';
	expect(said(own, turns)).toEqual(['b', 'd']);
	expect(said(own, weighted)).toEqual(['d']);
});

describe('a conversation is rejected if the template', () => {
	test.each([
		['leaves out an answer', "{{ m.role + ': ' }}{% if loop.last %}{{ m.content }}{% endif %}"],
		['leaves out a question', `{% if m.role == 'assistant' %}${written}{% endif %}`],
		['changes words', "{{ m.role + ': ' + m.content | upper }}"],
	])('%s', (_, body) => {
		const source = `${each}${body}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow(/leaves out or changes the words of message/);
	});

	test('begins an answer in another way than it asks for one', () => {
		const source = `${each}{{ m.role[:1] + ': ' + m.content }}{% endfor %}${prompt}`;
		expect(() => said(source, turns)).toThrow('begins an answer in another way');
	});

	test('reverses the messages', () => {
		const reversed = '{% set m = messages[-1 - i] %}{{ m.content }}';
		const source = `{% for i in range(messages | length) %}${reversed}{% endfor %}`;
		expect(() => said(source, turns)).toThrow('does not write message 2 in one piece');
	});
});
