import { expect, test } from 'vitest';
import { ggufBytes, openedFolder } from '../../../../tests/support/ggufFiles.ts';
import type { InputError } from '#engine/core/errors.ts';
import { readModelFolder } from '../readFolder.ts';
import { ggufFamilies, toConfig } from './families.ts';
import type { GgufValue } from './header.ts';

const good = ggufBytes('golden/gguf/llama.gguf');
const encoder = new TextEncoder();

/** The place behind the first `text` in the file. */
function behind(text: string): number {
	const bytes = encoder.encode(text);
	const at = good.findIndex((_, i) => bytes.every((byte, k) => good[i + k] === byte));
	if (at < 0) throw new Error(`${text} is not in the file.`);
	return at + bytes.length;
}

/** The file with other bytes from `at` on. */
function patched(at: number, bytes: ArrayLike<number>): Uint8Array {
	const file = good.slice();
	file.set(bytes, at);
	return file;
}
/** The file with another text of the same length. */
const renamed = (text: string, other: string) =>
	patched(behind(text) - text.length, encoder.encode(other));
const whole = (value: bigint) => new Uint8Array(BigUint64Array.of(value).buffer);
const small = (value: number) => new Uint8Array(Uint32Array.of(value).buffer);

const query = behind('blk.0.attn_q.weight');

const tokens = behind('tokenizer.ggml.tokens') + 8;
const endToken = behind('tokenizer.ggml.eos_token_id') + 4;
const type = '\u0005\0\0\0\0\0\0\0';

test.each<readonly [string, Uint8Array, string]>([
	['another format', patched(0, [0x50, 0x4b, 3, 4]), 'header'],
	['an empty file', new Uint8Array(), 'header'],
	['version 1', patched(4, small(1)), 'version'],
	['big endian', patched(4, [0, 0, 0, 3]), 'version'],
	['too many tensors', patched(8, whole(1n << 60n)), 'number of tensors'],
	['too many fields', patched(16, whole(1n << 40n)), 'number of fields'],
	['a name that is no text', patched(32, [0xd4]), 'name of field 1'],
	['a long name', patched(24, whole(1n << 33n)), 'name of field 1'],
	['a long list', patched(tokens, whole(1n << 50n)), 'tokenizer.ggml.tokens'],
	[
		'an unknown type of value',
		patched(behind('llama.block_count'), small(99)),
		'llama.block_count',
	],
	['a header that is cut', good.slice(0, query), 'blk.0.attn_q.weight'],
	['a tensor without dimensions', patched(query, small(0)), 'blk.0.attn_q.weight'],
	['a tensor too large', patched(query + 4, whole(1n << 50n)), 'blk.0.attn_q.weight'],
	['an unknown type of numbers', patched(query + 20, small(16)), 'blk.0.attn_q.weight'],
	['half a block', patched(query + 20, small(12)), 'blk.0.attn_q.weight'],
	['a tensor outside the file', patched(query + 24, whole(1n << 40n)), 'blk.0.attn_q.weight'],
	['an unknown tensor', renamed('0.attn_q.weight', '0.attn_x.weight'), 'blk.0.attn_x.weight'],
	['another architecture', renamed(`${type}llama`, `${type}mamba`), 'general.architecture'],
	['a missing field', renamed('llama.block_count', 'other.block_count'), 'llama.block_count'],
	['a field not computed', renamed('llama.vocab_size', 'llama.vocab_sign'), 'llama.vocab_sign'],
	['another splitting', renamed('gpt-2', 'gpt-9'), 'tokenizer.ggml.pre'],
	['another tokenizer', renamed('gpt2', 'bert'), 'tokenizer.ggml.model'],
	['an end token that is none', patched(endToken, small(40)), 'tokenizer.ggml.eos_token_id'],
	[
		'a token twice',
		renamed('\u0001\0\0\0\0\0\0\0w', '\u0001\0\0\0\0\0\0\0T'),
		'tokenizer.ggml.tokens',
	],
])('refuses %s by its field', async (_, bytes, field) => {
	await expect(openedFolder(bytes, 'tiny.gguf')).rejects.toMatchObject({
		code: 'input',
		data: { file: 'tiny.gguf', field },
	});
});

test('a file without its last bytes is refused by its last tensor', async () => {
	const error = await openedFolder(good.slice(0, -40), 'tiny.gguf').catch((e: unknown) => e);
	expect(JSON.stringify((error as InputError).statement)).toContain(
		'has its {byteLength, number} bytes at {start, number}, outside the file or in another tensor',
	);
});

test('an output matrix that the file lacks is the embedding', async () => {
	const { config } = readModelFolder(await openedFolder(good));
	expect(config.tied).toBe(true);
});

/** The file with the field `split.count`, and one that fills its place to multiples of 32 bytes. */
function withSplitCount(count: number): Uint8Array {
	const text = (value: string) => [...whole(BigInt(value.length)), ...encoder.encode(value)];
	const fields = [
		...[...text('split.count'), ...small(2), count, 0],
		...[...text('pad'), ...small(8), ...text(' '.repeat(16))],
	];
	const at = behind('tokenizer.chat_template') - 8 - 'tokenizer.chat_template'.length;
	const head = patched(16, whole(24n)).slice(0, at);
	return Uint8Array.from([...head, ...fields, ...good.slice(at)]);
}

test('several files are refused, and open when llama-gguf-split has joined them', async () => {
	await expect(openedFolder(withSplitCount(3))).rejects.toThrow(
		/split\.count.* in 3 files; join them with llama-gguf-split --merge/,
	);
	// A joined file has the count 0.
	expect(readModelFolder(await openedFolder(withSplitCount(0))).weights).toEqual(
		readModelFolder(await openedFolder(good)).weights,
	);
});

const llama = ggufFamilies.find(({ architecture }) => architecture === 'llama')!;
const configOf = (fields: Readonly<Record<string, GgufValue>>) =>
	toConfig(
		{
			file: 'a.gguf',
			fields: new Map(
				Object.entries({
					embedding_length: 8,
					block_count: 2,
					context_length: 16,
					feed_forward_length: [12, 12],
					'attention.head_count': [4, 4],
					'attention.head_count_kv': [2, 2],
					'attention.layer_norm_rms_epsilon': 1e-5,
					...fields,
				}).map(([name, value]) => [`llama.${name}`, value]),
			),
			tensors: new Map([['token_embd.weight', { shape: [20, 8] }]]),
		},
		llama,
		{},
	);

test.each<readonly [Readonly<Record<string, GgufValue>>, object | null]>([
	[{ 'rope.scaling.type': 'none', 'rope.scaling.factor': 4 }, null],
	[{ 'rope.scaling.type': 'none', 'rope.scaling.original_context_length': 4 }, null],
	[{ 'rope.scaling.type': 'linear', 'rope.scaling.factor': 1 }, null],
	[{ 'rope.scaling.factor': 1 }, null],
	[
		{ 'rope.scaling.type': 'linear', 'rope.scaling.factor': 2 },
		{ rope_type: 'linear', factor: 2 },
	],
])('angles of %j', (fields, scaling) => {
	expect(configOf(fields)).toMatchObject({
		rope_scaling: scaling,
		intermediate_size: 12,
		num_attention_heads: 4,
		num_key_value_heads: 2,
	});
});
