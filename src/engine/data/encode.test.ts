import { describe, expect, test } from 'vitest';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { failure } from '../../../tests/support/failure.ts';
import { englishText } from '#engine/core/message.ts';
import { createChat } from '#engine/model/chat.ts';
import { markerTemplate, plainTemplate, readChatTemplate } from '#engine/model/chatTemplate.ts';
import { answerEnds, readTokenizer } from '#engine/model/tokenizer.ts';
import {
	encodeExample,
	encodeExamples,
	encodePrompt,
	encodeSkill,
	writtenTokens,
} from './encode.ts';
import { promptAnswer, rawText, type Example } from './example.ts';
import type { SkillInfo, SkillSource } from './skill.ts';

const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);
const [bos, eos, user, assistant] = [256, 257, 260, 261];
const codes = (text: string): number[] => [...new TextEncoder().encode(text)];
const encode = (messages: Example['messages'], context = 100) =>
	encodeExample({ messages }, tokenizer, context);

describe('messages to tokens', () => {
	test('the loss is on the answer and the end token', () => {
		const { tokens, targets, cut } = encode(promptAnswer('ab', 'cd').messages);
		expect(tokens).toEqual([bos, user, ...codes('ab'), assistant, ...codes('cd'), eos]);
		expect(targets).toEqual([0, 0, 0, 0, 0, 1, 1, 1]);
		expect(cut).toBe(false);
	});

	test('raw text has no role marker, and the loss is on the whole text', () => {
		const { tokens, targets } = encode(rawText('ab').messages);
		expect(tokens).toEqual([bos, ...codes('ab'), eos]);
		expect(targets).toEqual([0, 1, 1, 1]);
	});

	test('in a conversation the loss is on each answer and no question', () => {
		const turn = (role: 'user' | 'assistant', content: string) => ({ role, content });
		const { tokens, targets } = encode([
			turn('user', 'a'),
			turn('assistant', 'b'),
			turn('user', 'c'),
			turn('assistant', 'd'),
		]);
		expect(tokens).toEqual([bos, user, 97, assistant, 98, eos, user, 99, assistant, 100, eos]);
		expect(targets).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 1, 1]);
		const silent = encode([
			turn('user', 'a'),
			{ ...turn('assistant', 'b'), weight: 0 },
			turn('user', 'c'),
			turn('assistant', 'd'),
		]);
		expect(silent.tokens).toEqual(tokens);
		expect(silent.targets).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
	});
});

describe('an example longer than the context', () => {
	test('loses the start of its prompt', () => {
		const { tokens, targets, cut } = encode(promptAnswer('abcdef', 'xy').messages, 8);
		expect(tokens).toEqual([bos, ...codes('def'), assistant, ...codes('xy'), eos]);
		expect(targets.filter(Boolean)).toHaveLength(3);
		expect(cut).toBe(true);
	});

	test('never has an empty answer: a long answer loses its end', () => {
		const { tokens, targets } = encode(promptAnswer('abc', 'vwxyz').messages, 4);
		expect(tokens).toEqual([bos, assistant, ...codes('vw')]);
		expect(targets).toEqual([0, 0, 1, 1]);
	});

	test('keeps the header and part of the question before an answer of any length', () => {
		for (const length of [20, 30, 37, 38, 40, 100]) {
			const { tokens, targets } = encode(promptAnswer('abcdefgh', 'v'.repeat(length)).messages, 40);
			const start = targets.indexOf(1);
			expect(tokens.slice(Math.max(1, start - 5), start)).toEqual([...codes('efgh'), assistant]);
			expect(targets.lastIndexOf(1)).toBe(tokens.length - 1);
			expect(tokens.length).toBeLessThanOrEqual(40);
		}
		const cut = encode(rawText('v'.repeat(50)).messages, 40);
		expect(cut.tokens).toEqual([bos, ...codes('v'.repeat(39))]);
	});

	test('a prompt for generation loses its start too', () => {
		expect(encodePrompt('abcdef', 'question', tokenizer, 4)).toEqual([
			bos,
			...codes('ef'),
			assistant,
		]);
		expect(encodePrompt('ab', 'text', tokenizer, 10)).toEqual([bos, ...codes('ab')]);
	});
});

const unfit: Example = { messages: [{ role: 'tool', content: 'x' }, ...rawText('y').messages] };

describe('special tokens that are written out', () => {
	const row = '<|bos|><|user|>q0<|assistant|>a0<|eos|>';
	const tokens = [bos, user, ...codes('q0'), assistant, ...codes('a0'), eos];
	const targets = [0, 0, 0, 0, 0, 1, 1, 1];

	test.each([
		['as the template writes it', row],
		['without the begin token', row.slice('<|bos|>'.length)],
		['without the end token', row.slice(0, -'<|eos|>'.length)],
	])('in a text, whose answers are in the loss: %s', (_, text) => {
		expect(encode(rawText(text).messages)).toEqual({ tokens, targets, cut: false });
		expect(writtenTokens([rawText(text)], tokenizer)?.loss).toBe('answers');
	});

	test.each([
		['<|bos|><|user|>q0<|assistant|>', 'a0<|eos|>'],
		['<|user|>q0<|assistant|>', 'a0'],
	])('in a prompt: %s', async (prompt, answer) => {
		const example = promptAnswer(prompt, answer);
		expect(encode(example.messages)).toEqual({ tokens, targets, cut: false });
		const { answers } = await encodeSkill(memorySource([example]), 'train', tokenizer, 100);
		expect(answers.heldOut).toEqual(['a0']);
		expect(writtenTokens([example], tokenizer)?.loss).toBe('answers');
	});

	test('a text without turns is all in the loss, and ends once', () => {
		const { tokens, targets } = encode(rawText('ab<|eos|>c<|eos|>\n').messages);
		expect(tokens).toEqual([bos, ...codes('ab'), eos, ...codes('c'), eos, 10]);
		expect(targets).toEqual([0, 1, 1, 1, 1, 1, 1]);
	});

	test('an answer of a message keeps them as text', () => {
		const answer = 'a<|eos|><|user|>b<|assistant|>c';
		expect(encode(promptAnswer('q', answer).messages).tokens).toEqual(
			[bos, user, codes('q'), assistant, codes(answer), eos].flat(),
		);
	});
});

describe('with a chat template', () => {
	const template = `{{ '<|bos|>' }}
{%- if messages[0].role == 'tool' %}{{ raise_exception('no') }}{% endif %}
{%- for m in messages %}{{ '<|' + m.role + '|>' + m.content | trim + '<|eos|>\\n' }}{% endfor %}
{%- if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}`;
	const texts = new Map([['chat_template.jinja', template]]);
	const source = readChatTemplate(texts, { ...byteTokenizerConfig }, () => ({}))!;
	const chat = createChat(source, tokenizer);
	const chatting = { ...tokenizer, chat };
	const [userTurn, answer] = [
		[user, ...codes('ab'), eos, 10],
		[...codes('cd'), eos, 10],
	];

	test('an answer, the end of its turn and the blanks after it are in the loss', () => {
		const { tokens, targets } = encodeExample(promptAnswer('ab ', ' cd'), chatting, 100);
		expect(tokens).toEqual([bos, ...userTurn, assistant, ...answer]);
		expect(targets).toEqual([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
	});

	test('a prompt is what comes before the answer', () => {
		expect(encodePrompt('ab', 'question', chatting, 100)).toEqual([bos, ...userTurn, assistant]);
		expect(encodePrompt('ab', 'question', chatting, 4)).toEqual([bos, eos, 10, assistant]);
		expect(encodePrompt('ab', 'text', chatting, 100)).toEqual([bos, ...codes('ab')]);
		// Earlier turns stand before it, as the template writes them.
		const earlier = [
			{ role: 'user', content: 'ab' },
			{ role: 'assistant', content: 'cd' },
		];
		expect(encodePrompt('ab', 'question', chatting, 100, earlier)).toEqual(
			[bos, userTurn, assistant, answer, userTurn, assistant].flat(),
		);
		const [first, second] = [[user, ...codes('ab'), assistant], codes('cd')];
		expect(encodePrompt('ab', 'question', tokenizer, 100, earlier)).toEqual(
			[bos, first, second, eos, first].flat(),
		);
		expect(answerEnds(chatting)).toEqual([eos, eos]);
	});

	const noMarkers = { ...tokenizer, system: null, user: null, assistant: null };
	test.each([
		['markers', tokenizer],
		['line breaks', noMarkers],
		['line breaks and no begin token', { ...noMarkers, begin: null }],
	])('the template for other programs says what the lab does with %s', (_, turns) => {
		const source = plainTemplate(turns);
		const read = (text: string) =>
			readChatTemplate(new Map([['chat_template.jinja', text]]), byteTokenizerConfig, () => ({}));
		expect(read(source)).toBeNull();
		// A line break at its end makes it a foreign template, so the lab renders it.
		const byTemplate = createChat(read(`${source}\n`)!, turns);
		const { messages } = promptAnswer('ab', 'cd');
		const earlier = [{ role: 'system', content: 'ef' }, ...messages];
		const prompt = (each: typeof tokenizer) => encodePrompt('gh', 'question', each, 100, earlier);
		expect(prompt({ ...turns, chat: byTemplate })).toEqual(prompt(turns));
	});

	test('the base models’ template has the loss where their markers have it', () => {
		const files = new Map([['chat_template.jinja', `${markerTemplate}\n`]]);
		const render = readChatTemplate(files, { ...byteTokenizerConfig }, () => ({}))!;
		const byTemplate = createChat(render, tokenizer);
		const { messages } = promptAnswer('ab', 'cd');
		const twice = { messages: [...messages, ...messages] };
		const byMarkers = encodeExample(twice, tokenizer, 100);
		expect(encodeExample(twice, { ...tokenizer, chat: byTemplate }, 100)).toEqual(byMarkers);
		expect(readChatTemplate(new Map(), byteTokenizerConfig, () => ({}))).toBeNull();
	});

	test('a special token before the words does not end an answer', () => {
		const channel = template.replace('+ m.content', "+ '<|reserved_0|>' + m.content");
		const channelTemplate = readChatTemplate(
			new Map([['chat_template.jinja', channel]]),
			{},
			() => ({}),
		)!;
		expect(createChat(channelTemplate, tokenizer).end).toBe(eos);
	});

	test('a longer conversation keeps its begin token and its last answer', () => {
		const { messages } = promptAnswer('ab', 'cd');
		const twice = { messages: [...messages, ...messages] };
		const { tokens, targets } = encodeExample(twice, chatting, 7);
		expect(tokens).toEqual([bos, 10, assistant, ...answer]);
		expect(targets).toEqual([0, 0, 0, 1, 1, 1, 1]);
		expect(encodeExample(twice, chatting, 3).tokens).toEqual([bos, assistant, 99]);
	});

	test('an example that does not fit is left out with the reason; the others keep rows', () => {
		const good = promptAnswer('a', 'b');
		const set = encodeExamples([good, unfit, unfit, good], chatting, 100);
		expect(set).toMatchObject({ count: 2, rejected: { count: 2, row: 1 } });
		expect([...set.rejected!.fitting]).toEqual([0, 3]);
		expect(englishText(set.rejected!.why)).toBe('the chat template refuses it: no');
		expect(encodeExamples([good], chatting, 100)).not.toHaveProperty('rejected');
	});
});

test('calls of tools need a chat template', () => {
	const calls = [{ function: { name: 'f', arguments: {} } }];
	const example: Example = {
		messages: [
			{ role: 'user', content: 'x' },
			{ role: 'assistant', content: '', tool_calls: calls },
		],
	};
	expect(() => encodeExample(example, tokenizer, 100)).toThrow(
		failure('it calls tools, and the model has no chat template that says how'),
	);
});

test('a skill keeps the question before the first trained answer of a held-out row', async () => {
	const turn = (role: 'system' | 'user' | 'assistant', content: string, weight?: 0) =>
		weight === 0 ? { role, content, weight } : { role, content };
	const rows = [
		[turn('system', 's'), turn('user', 'a'), turn('assistant', 'b'), turn('user', 'c')],
		[turn('user', 'a'), turn('assistant', 'b', 0), turn('user', 'c'), turn('assistant', 'd')],
		[turn('assistant', 'raw')],
	].map((messages) => ({ messages }));
	const skill = await encodeSkill(memorySource(rows), 'train', tokenizer, 100);
	expect(skill.questions).toEqual(['a', 'c', '']);
});

test('a skill of which no example fits is an error with the reason', async () => {
	const source = memorySource([unfit]);
	await expect(encodeSkill(source, 'train', tokenizer, 100)).rejects.toThrow(
		failure('it calls tools, and the model has no chat template that says how', {
			name: 'Tools',
			row: 1,
		}),
	);
});

const memorySource = (rows: readonly Example[]): SkillSource => ({
	info: { name: 'Tools' } as SkillInfo,
	async *read() {
		yield rows;
	},
});
