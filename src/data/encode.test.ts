import { describe, expect, test } from 'vitest';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../scripts/lib/pretraining/byteTokenizer.ts';
import { readTokenizer } from '#model/tokenizer.ts';
import { encodeExample, encodeExamples, encodePrompt } from './encode.ts';
import { promptAnswer, rawText } from './example.ts';

const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);
const [bos, eos, user, assistant] = [256, 257, 260, 261];
const codes = (text: string): number[] => [...new TextEncoder().encode(text)];
const encode = (messages: Parameters<typeof encodeExample>[0], context = 100) =>
	encodeExample(messages, tokenizer, context);

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
		expect(tokens).toEqual([bos, ...codes('vwx')]);
		expect(targets).toEqual([0, 1, 1, 1]);
	});

	test('is counted as cut', () => {
		const set = encodeExamples([promptAnswer('abcdef', 'x'), promptAnswer('a', 'x')], tokenizer, 6);
		expect(set).toMatchObject({ count: 2, cut: 1 });
		expect([...set.promptLengths]).toEqual([4, 4]);
		expect([...set.offsets]).toEqual([0, 6, 12]);
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
