import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failure, refusal } from '../../../tests/support/failure.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
	specialTokens,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { ConversationError } from './chatTemplate.ts';
import { readTokenizer } from './tokenizer.ts';
import type { TokenizerJson } from './tokenizerChecks.ts';

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

test('without merges a vocabulary can have words, if its file says so', () => {
	const read = changed(({ model }) => {
		model.vocab = { ...model.vocab, hi: 264 };
		Object.assign(model, { ignore_merges: true });
	});
	expect(read().encode('hi')).toEqual([264]);
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

test.each([
	[{ eos_token: '</s>' }, []],
	[{ eos_token: '</s>' }, [257]],
	[{}, [3]],
])('a tokenizer with %j and ends %j has no end token', (config, ends) => {
	expect(() => readTokenizer(byteTokenizerJson(), config, { ends })).toThrow(
		'tokenizer_config.json: eos_token names no token',
	);
});

test('a tokenizer_config.json without an end token leaves it to config.json', () => {
	expect(readTokenizer(byteTokenizerJson(), {}, { ends: [null, 999, 257, 256] }).end).toBe(257);
});

const changed = (change: (json: TestJson) => void) => {
	const json = structuredClone(byteTokenizerJson()) as TestJson;
	change(json);
	return () => readTokenizer(json as TokenizerJson, byteTokenizerConfig);
};
interface TestJson {
	added_tokens: { id: unknown; content: unknown; special: boolean }[];
	pre_tokenizer: unknown;
	normalizer: unknown;
	decoder: unknown;
	model: { type: string; vocab: Record<string, unknown>; continuing_subword_prefix?: string };
}

test.each([-1, 1.5, '7', null, NaN, 2 ** 32])('the id %s is an error with its token', (id) => {
	expect(changed((json) => (json.model.vocab['a'] = id))).toThrow(
		refusal({ field: 'model.vocab: "a"' }),
	);
	expect(changed((json) => (json.added_tokens[3].id = id))).toThrow(
		refusal({ field: 'added_tokens[3]: "<|system|>"' }),
	);
});

test('a token with two ids is an error with both', () => {
	const second = { id: 300, content: 'a', special: false };
	expect(changed((json) => json.added_tokens.push(second))).toThrow(
		refusal({ field: 'added_tokens[8]: "a"' }),
	);
});

const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: true };
const sequence = (...pretokenizers: object[]) => ({ type: 'Sequence', pretokenizers });
const digits = { type: 'Digits', individual_digits: true };
const nfc = { type: 'NFC' };
const metaspace = { type: 'Metaspace', replacement: '\u2581', split: true };

describe('another composition than those of the families is refused by name', () => {
	const merged = { type: 'Split', behavior: 'MergedWithNext', pattern: { Regex: 'a' } };
	const suffix = { end_of_word_suffix: '</w>' };
	test.each([
		[(json: TestJson) => (json.model.type = 'Unigram'), { field: 'model.type' }],
		[
			(json: TestJson) => Object.assign(json.model, suffix),
			{ detail: 'model.end_of_word_suffix: "</w>"' },
		],
		[
			(json: TestJson) => Object.assign(json.model, { dropout: 0.1 }),
			{ detail: 'model.dropout: 0.1' },
		],
		[(json: TestJson) => (json.added_tokens = {} as never), { field: 'added_tokens' }],
		[
			(json: TestJson) => Object.assign(json.added_tokens[1], { rstrip: true }),
			{ detail: 'added_tokens[1].rstrip: true' },
		],
	])('%j', (change, values) => {
		expect(changed(change)).toThrow(refusal(values));
	});

	test.each([
		['normalizer', { type: 'Nmt' }],
		['normalizer', { type: 'Sequence', normalizers: [nfc, nfc] }, [nfc, nfc]],
		['pre_tokenizer', digits],
		['pre_tokenizer', metaspace],
		['pre_tokenizer', sequence(merged, byteLevel), [merged]],
		['pre_tokenizer', { ...byteLevel, add_prefix_space: true }],
		['decoder', { type: 'WordPiece' }],
		['decoder', null, []],
	] as const)('%s: %j', (name, part, parts: readonly unknown[] = [part]) => {
		const read = changed((json) => (json[name] = part));
		expect(read).toThrow(refusal({ name, parts: JSON.stringify(parts) }));
	});
});

test('a character whose bytes have no tokens is an error in a text that has it', () => {
	const { encode } = changed((json) => delete json.model.vocab['ñ'])();
	expect(encode('é')).toHaveLength(2);
	expect(() => encode('a\u{40000}')).toThrow(ConversationError);
	expect(() => encode('a\u{40000}')).toThrow(
		failure('tokenizer.json has no tokens for the character {character}. Leave the character out', {
			character: '"񀀀"',
		}),
	);
});

test('a fallback to bytes needs a token for each byte', () => {
	const decoders = [
		{ type: 'Replace', pattern: { String: '\u2581' }, content: ' ' },
		{ type: 'ByteFallback' },
		{ type: 'Fuse' },
	];
	const fallback = changed((json) => {
		json.decoder = { type: 'Sequence', decoders };
		json.pre_tokenizer = null;
		Object.assign(json.model, { byte_fallback: true });
	});
	expect(fallback).toThrow(failure('a character without a token has no tokens for its bytes'));
});

const split = (pattern: string) =>
	changed((json) => {
		json.pre_tokenizer = {
			type: 'Sequence',
			pretokenizers: [
				{ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
				{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
			],
		};
	});

test.each([
	["'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+", 'GPT-2'],
	[
		"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|" +
			' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+',
		'Llama 3',
	],
	[
		'[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+' +
			"(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s+",
		'o200k',
	],
	['(?:ab)+|[^(]\\(?|.', 'groups without a choice'],
])('the pattern %s is accepted (%s)', (pattern) => {
	expect(split(pattern)().encode('Hi, 12 cats!').length).toBeGreaterThan(4);
});

test('merges of another form are errors with their field', () => {
	const merges = (list: unknown) =>
		changed((json) => (json.model = { ...json.model, merges: list } as never));
	expect(merges(['a b', ['c', 'd']])).toThrow(refusal({ field: 'model.merges[1]' }));
	expect(merges(['ab'])).toThrow(refusal({ field: 'model.merges[0]' }));
	expect(merges({})).toThrow(refusal({ field: 'model.merges' }));
});
