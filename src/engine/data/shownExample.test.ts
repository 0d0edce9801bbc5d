import { describe, expect, test } from 'vitest';
import { englishText } from '#engine/core/message.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { readTokenizer } from '#engine/model/tokenizer.ts';
import { promptAnswer } from './example.ts';
import { shownExample } from './shownExample.ts';

describe('an example as the model reads it', () => {
	const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);

	test('names special tokens, and says what is trained', () => {
		expect(shownExample(promptAnswer('é?', 'ja'), tokenizer, 100)).toEqual({
			parts: [
				{ text: '<|bos|><|user|>é?<|assistant|>', isTrained: false },
				{ text: 'ja<|eos|>', isTrained: true },
			],
			cut: false,
		});
	});

	test('is cut as in training', () => {
		const { parts, cut } = shownExample(promptAnswer('abcdef', 'ja'), tokenizer, 6);
		expect(parts.map(({ text }) => text)).toEqual(['<|bos|>f<|assistant|>', 'ja<|eos|>']);
		expect(cut).toBe(true);
	});

	test('has the reason if the model cannot read it', () => {
		const messages = [{ role: 'tool', content: 'x' } as const, ...promptAnswer('a', 'b').messages];
		const { parts, unfit } = shownExample({ messages }, tokenizer, 100);
		expect(parts).toEqual([]);
		expect(englishText(unfit!)).toMatch(/^it calls tools/);
	});
});
