import { expect, test, vi } from 'vitest';
import golden from '../../../../tests/golden/tokenization.json' with { type: 'json' };
import { InputError } from '#engine/core/errors.ts';
import { readTokenizer } from '../tokenizer.ts';
import type { TokenizerJson } from '../tokenizerChecks.ts';
import type { GgufValue } from './header.ts';
import { readTokens, writeTokens } from './tokens.ts';

const families = Object.entries(golden.families).map(([name, family]) => ({
	name,
	json: family.tokenizer as unknown as TokenizerJson,
	encodings: family.encodings as unknown as readonly [string, readonly number[]][],
}));
const config = { eos_token: '<end>', unk_token: '<unk>' };
const written = (json: TokenizerJson) =>
	writeTokens(json, config, readTokenizer(json, config), { rows: 400, isBegun: false });
/** llama.cpp has names for them that the lab does not write, or none. */
const refused = ['deepseek', 'o200k'];

test.each(families.filter(({ name }) => !refused.includes(name)))(
	'the tokenizer of $name has the same tokens after it was in a GGUF file',
	({ name, json, encodings }) => {
		const fields = new Map<string, GgufValue>(
			Array.from(written(json), ([name, { value }]) => [name, value as GgufValue]),
		);
		const read = readTokens({ file: 'tiny.gguf', fields, tensors: new Map() });
		expect(read.config).toMatchObject({ eos_token: '<end>', bos_token: null });
		const tokenizer = readTokenizer(read.tokenizer, read.config);
		expect(tokenizer.vocabulary).toBe(readTokenizer(json, config).vocabulary);
		for (const [text, ids] of encodings) {
			// llama.cpp writes its space also before a text that begins with one.
			if (name.endsWith('transformers 5') && text.startsWith(' ')) continue;
			expect(tokenizer.encode(text), text).toEqual(ids);
			expect(tokenizer.decode(ids), text).toBe(readTokenizer(json, config).decode(ids));
		}
	},
);

test.each(families.filter(({ name }) => refused.includes(name)))(
	'the splitting of $name is refused by its field',
	({ json }) => {
		expect(() => written(json)).toThrow(InputError);
		expect(() => written(json)).toThrow(
			expect.objectContaining({ data: { file: 'tokenizer.json', field: 'pre_tokenizer' } }),
		);
	},
);

test('the splitting of each family has the name that llama.cpp gives it', () => {
	const names = families
		.filter(({ name }) => !refused.includes(name))
		.map(({ name, json }) => [name, written(json).get('tokenizer.ggml.pre')?.value]);
	expect(Object.fromEntries(names)).toEqual({
		gpt2: 'gpt-2',
		pythia: 'olmo',
		smollm2: 'smollm',
		qwen: 'qwen2',
		llama3: 'llama-bpe',
		'deepseek-coder': 'gpt-2',
		'tinyllama by transformers 5': 'default',
		tinyllama: 'default',
		gemma: 'default',
		gemma3: 'default',
	});
});

test('a SentencePiece token is cut only where both parts can be tokens', () => {
	const { json } = families.find(({ name }) => name === 'tinyllama')!;
	const fields = new Map<string, GgufValue>(
		Array.from(written(json), ([name, { value }]) => [name, value as GgufValue]),
	);
	const add = (name: string, value: string | number) =>
		fields.set(name, [...(fields.get(name) as string[]), value]);
	for (const length of [30_000, 29_999]) {
		add('tokenizer.ggml.tokens', 'a'.repeat(length));
		add('tokenizer.ggml.token_type', 1);
		add('tokenizer.ggml.scores', -1000 + length / 1e5);
	}
	const slices = vi.spyOn(String.prototype, 'slice');
	const joins = vi.spyOn(Array.prototype, 'join');
	const { tokenizer } = readTokens({ file: 'long.gguf', fields, tensors: new Map() });
	const cuts = slices.mock.calls.length + joins.mock.calls.length;
	vi.restoreAllMocks();
	expect(cuts).toBeLessThan(10_000);
	// The longest one is merged from the other and one letter.
	const merges = tokenizer.model!.merges!.filter(([a, b]) => a.length + b.length === 30_000);
	expect(merges.map(([a, b]) => [a.length, b.length]).sort()).toEqual([
		[1, 29_999],
		[29_999, 1],
	]);
});
