import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteTokenizerConfig, byteTokenizerJson, specialTokens } from './byteTokenizer.ts';
import { readTokenizer } from './tokenizer.ts';

const tokenizer = readTokenizer(byteTokenizerJson(), byteTokenizerConfig);

test('encodes any text as its UTF-8 bytes and decodes it again', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), (text) => {
			const ids = tokenizer.encode(text);
			expect(ids).toEqual([...new TextEncoder().encode(text)]);
			expect(tokenizer.decode(ids)).toBe(text);
		}),
		{ seed: 1, numRuns: 200 },
	);
});

test('the name of a special token in a text stays text', () => {
	for (const special of specialTokens) {
		const ids = tokenizer.encode(`a ${special} b`);
		expect(Math.max(...ids)).toBeLessThan(256);
		expect(tokenizer.decode(ids)).toBe(`a ${special} b`);
	}
});

test('special tokens have their roles and decode to nothing', () => {
	const { begin, end, system, user, assistant } = tokenizer;
	expect([begin, end, system, user, assistant]).toEqual([256, 257, 259, 260, 261]);
	expect(tokenizer.decode([256, 104, 105, 257])).toBe('hi');
	expect(tokenizer.decode([257])).toBe('');
	expect(tokenizer.vocabulary).toBe(264);
});

test('a tokenizer without an end token gives an error with its field', () => {
	expect(() => readTokenizer(byteTokenizerJson(), { eos_token: '</s>' })).toThrow(/eos_token/);
});
