import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
	specialTokens,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
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
	expect(() => readTokenizer(byteTokenizerJson(), { eos_token: '</s>' }, { endId: 257 })).toThrow(
		/eos_token/,
	);
	expect(() => readTokenizer(byteTokenizerJson(), {}, { endId: 3 })).toThrow(/eos_token/);
});

test('a tokenizer_config.json without an end token leaves it to config.json', () => {
	expect(readTokenizer(byteTokenizerJson(), {}, { endId: 257 }).end).toBe(257);
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
	model: { type: string; vocab: Record<string, unknown>; continuing_subword_prefix?: string };
}

test.each([-1, 1.5, '7', null, Number.NaN])('the id %s is an error with its token', (id) => {
	expect(changed((json) => (json.model.vocab['a'] = id))).toThrow(/model\.vocab: "a"/);
	expect(changed((json) => (json.added_tokens[3].id = id))).toThrow(/added_tokens\[3\]/);
});

test('two tokens with one id are an error with both', () => {
	expect(changed((json) => (json.model.vocab['b'] = 97))).toThrow(/"b".* 97 .*"a"/);
});

test('types that are not supported are errors with their names', () => {
	expect(changed((json) => (json.model.type = 'Odd'))).toThrow(/model\.type: "Odd"/);
	const unigram = changed((json) => (json.model.type = 'Unigram'));
	expect(unigram).toThrow(/model\.vocab: a list of tokens/);
	expect(changed((json) => (json.model.vocab = [['a', -1]] as never))).toThrow(/model\.vocab/);
	expect(changed((json) => (json.pre_tokenizer = { type: 'Odd' }))).toThrow(/Odd/);
	expect(changed((json) => (json.normalizer = { type: 'Nmt' }))).toThrow(/Nmt/);
	const prefixed = changed((json) => (json.model.continuing_subword_prefix = '##'));
	expect(prefixed).toThrow(/continuing_subword_prefix/);
	expect(changed((json) => (json.added_tokens = {} as never))).toThrow(/added_tokens/);
});

test('a vocabulary of 200,000 tokens can be read', () => {
	const open = changed((json) => {
		for (let id = 264; id < 200_000; id++) json.model.vocab[`token ${id}`] = id;
	});
	expect(open().vocabulary).toBe(200_000);
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
	'(a+)+$',
	'(a|a)*b',
	'(.|[^é]){35}x',
	'((a?){3}|b)*',
	'(?:\\s*x?)*y',
	'a*a*a*a*b',
	'(?=(a+)+b)',
	'(a?){40}a{40}',
	'(a|a)'.repeat(40),
	'(.|[^é])'.repeat(35),
	`${'a?'.repeat(40)}b`,
	'(?:[ab]?){2,}c',
])('the pattern %s is an error: it can stop the worker', (pattern) => {
	expect(split(pattern)).toThrow(/pre_tokenizer\.pretokenizers\.0\.pattern\.Regex/);
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

const words = (unknown: unknown) =>
	changed((json) => {
		json.normalizer = null;
		json.pre_tokenizer = { type: 'Whitespace' };
		json.model = { type: 'WordLevel', unk_token: unknown, vocab: { '?': 0, two: 1 } } as never;
	});

test('a word without a token is the unknown token, which must exist', () => {
	expect(words('?')().encode('two new words')).toEqual([1, 0, 0]);
	for (const unknown of ['<unk>', undefined, 3])
		expect(words(unknown)).toThrow(/^tokenizer\.json: model\.unk_token: .* Download/);
});

test('merges of another form are errors with their field', () => {
	const merges = (list: unknown) =>
		changed((json) => (json.model = { ...json.model, merges: list } as never));
	expect(merges(['a b', ['c', 'd']])).toThrow(/model\.merges\[1\]: \["c","d"\]/);
	expect(merges(['ab'])).toThrow(/model\.merges\[0\]/);
	expect(merges({})).toThrow(/model\.merges: a list/);
});

test('a part that fails when it is used is an error without words of the engine', () => {
	const broken = changed((json) => (json.pre_tokenizer = { type: 'Sequence', pretokenizers: 3 }));
	expect(broken).toThrow(/^tokenizer\.json cannot be used: .*Use a model/);
	expect(broken).not.toThrow(/is not a function|undefined/);
});
