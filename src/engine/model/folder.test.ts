import { describe, expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import {
	byteTokenizerConfig,
	byteTokenizerJson,
} from '../../../scripts/lib/pretraining/byteTokenizer.ts';
import { folderBytes } from '../../../tests/support/folderBytes.ts';
import { collectWeights, weightReader, writeModelFolder } from './folder.ts';
import { readModelFolder } from './readFolder.ts';
import { writeSafetensors } from '../../../scripts/lib/memoryFolder.ts';
import { ConversationError, plainTemplate } from './chatTemplate.ts';
import { answerEnds } from './tokenizer.ts';

const config = {
	model_type: 'llama',
	vocab_size: 264,
	hidden_size: 8,
	intermediate_size: 12,
	num_hidden_layers: 1,
	num_attention_heads: 2,
	num_key_value_heads: 1,
	hidden_act: 'silu',
	rms_norm_eps: 1e-5,
	max_position_embeddings: 64,
	tie_word_embeddings: true,
};
const shapes: Record<string, number[]> = {
	'model.embed_tokens.weight': [264, 8],
	'model.layers.0.input_layernorm.weight': [8],
	'model.layers.0.self_attn.q_proj.weight': [8, 8],
	'model.layers.0.self_attn.k_proj.weight': [4, 8],
	'model.layers.0.self_attn.v_proj.weight': [4, 8],
	'model.layers.0.self_attn.o_proj.weight': [8, 8],
	'model.layers.0.post_attention_layernorm.weight': [8],
	'model.layers.0.mlp.gate_proj.weight': [12, 8],
	'model.layers.0.mlp.up_proj.weight': [12, 8],
	'model.layers.0.mlp.down_proj.weight': [8, 12],
	'model.norm.weight': [8],
};
const deep = `${'['.repeat(5000)}${']'.repeat(5000)}`;
const deepJson = new TextEncoder().encode(`{"model_type":${deep}}`);
const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
function folder(
	change: { config?: object; shapes?: Record<string, number[]>; fill?: number } = {},
): Map<string, Uint8Array> {
	const tensors = Object.entries(change.shapes ?? shapes).map(([name, shape]) => {
		const size = shape.reduce((a, b) => a * b, 1);
		return {
			name,
			shape,
			values: Float32Array.from(
				{ length: size },
				(_, i) => change.fill ?? Math.sin(i + name.length),
			),
		};
	});
	return new Map([
		['config.json', bytes({ ...config, ...change.config })],
		['tokenizer.json', bytes(byteTokenizerJson())],
		['tokenizer_config.json', bytes(byteTokenizerConfig)],
		['model.safetensors', writeSafetensors(tensors)],
	]);
}
const without = (name: string): Map<string, Uint8Array> => {
	const files = folder();
	files.delete(name);
	return files;
};
const replaced = (name: string, content: Uint8Array): Map<string, Uint8Array> =>
	folder().set(name, content);
const withHeader = (header: string): Uint8Array =>
	Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0, ...new TextEncoder().encode(header));

/** Tensors a and b at these bytes of 12. */
function withTensors(...offsets: readonly (readonly [number, number])[]): Uint8Array {
	const entries = offsets.map((data_offsets, i) => [
		'ab'[i],
		{ dtype: 'F32', shape: [1], data_offsets },
	]);
	const header = withHeader(JSON.stringify(Object.fromEntries(entries)));
	return Uint8Array.of(...header, ...new Uint8Array(12));
}

test.each([
	['a list of generation_config.json', { eos_token_id: [258, 5] }, { eos_token_id: 9 }, [258, 5]],
	['one of config.json', {}, { eos_token_id: 9 }, [9]],
	['none', { eos_token_id: null }, {}, []],
])('more tokens end an answer: %s', (_name, generation, changed, stops) => {
	const files = folder({ config: changed });
	files.set('generation_config.json', bytes(generation));
	const { tokenizer } = readModelFolder(files);
	expect(new Set(answerEnds(tokenizer))).toEqual(new Set([tokenizer.end, ...stops]));
});

test('weights for which there is no room are named with their size', async () => {
	const size = 2 ** 40;
	const spec = { name: 'a', role: 'a', shape: [size], offset: 0, size };
	await expect(collectWeights([spec], async () => undefined)).rejects.toThrow(
		'The model has 1,099,511,627,776 parameters, and the browser refuses the 4400 GB to read them.',
	);
});

describe('a model folder', () => {
	test.each([
		['no hidden_act', { hidden_act: undefined }, 10_000],
		['rope_scaling of type default', { rope_scaling: { rope_type: 'default' } }, 10_000],
		['the older name of it', { rope_scaling: { type: 'default' } }, 10_000],
		['linear positions by the older name', { rope_scaling: { type: 'linear', factor: 2 } }, 10_000],
		['a base in rope_parameters', { rope_parameters: { rope_theta: 5e5 } }, 5e5],
	])('with %s is opened', (_, changed, rotaryBase) => {
		expect(readModelFolder(folder({ config: changed })).config).toMatchObject({ rotaryBase });
	});

	test('lists tensors that are not used', () => {
		const extra = 'model.layers.0.self_attn.rotary_emb.inv_freq';
		expect(readModelFolder(folder({ shapes: { ...shapes, [extra]: [2] } })).unread).toEqual([
			extra,
		]);
		expect(readModelFolder(folder()).unread).toEqual([]);
	});

	test('without a chat template is written with one, and opens as before', async () => {
		const plain = { eos_token: '<|eos|>', bos_token: null };
		const json = byteTokenizerJson() as { added_tokens: { content: string }[] };
		const named = json.added_tokens.filter(({ content }) => content === '<|eos|>');
		const files = folder()
			.set('tokenizer.json', bytes({ ...json, added_tokens: named }))
			.set('tokenizer_config.json', bytes(plain));
		const model = readModelFolder(files);
		const written = await folderBytes(await writeModelFolder(model, weightReader(model)));
		const template = new TextDecoder().decode(written.get('chat_template.jinja'));
		expect(template).toBe(plainTemplate({ begin: null, user: null }));
		// transformers gives GPT-2 a begin token that the lab does not write.
		expect(template).not.toContain('bos_token');
		const again = readModelFolder(written);
		expect(again.tokenizer).not.toHaveProperty('chat');
		const twice = await writeModelFolder(again, weightReader(again));
		expect(await folderBytes(twice)).toEqual(written);
	});

	test('keeps the chat template, and encodes with it', async () => {
		const template = '{{ eos_token }}{% for m in messages %}{{ m.content }}|{% endfor %}';
		const files = folder().set('chat_template.jinja', new TextEncoder().encode(template));
		const model = readModelFolder(files);
		const messages = [{ role: 'user', content: 'a' }];
		expect(model.tokenizer.chat!.prompt({ messages })).toEqual([257, 97, 124]);
		const written = await folderBytes(await writeModelFolder(model, weightReader(model)));
		expect(written.get('chat_template.jinja')).toEqual(files.get('chat_template.jinja'));
		expect(readModelFolder(folder()).tokenizer).not.toHaveProperty('chat');
	});

	test('may have a token without a row, as Gemma 3: a text that has it is an error', () => {
		const json = byteTokenizerJson() as { added_tokens: object[] };
		const image = { ...json.added_tokens[0], id: 264, content: '<image>' };
		const template = '{{ eos_token }}{% for m in messages %}{{ m.content }}{% endfor %}';
		const files = folder()
			.set('tokenizer.json', bytes({ ...json, added_tokens: [...json.added_tokens, image] }))
			.set('chat_template.jinja', new TextEncoder().encode(template));
		const { tokenizer } = readModelFolder(files);
		expect(tokenizer.encode('<image>')).toHaveLength(7);
		const prompt = (content: string) =>
			tokenizer.chat!.prompt({ messages: [{ role: 'user', content }] });
		expect(prompt('image')).toHaveLength(6);
		expect(() => prompt('an <image>')).toThrow(ConversationError);
		expect(() => prompt('an <image>')).toThrow(
			failure(
				"a text has the token {token} with the id {id}, but config.json's vocab_size is {rows}. Leave the text out, or choose the files of one model",
				{ token: '"<image>"', id: 264, rows: 264 },
			),
		);
	});

	const { 'model.norm.weight': norm, ...noNorm } = shapes;
	const tensorFile = (content: Uint8Array) => replaced('model.safetensors', content);
	const header = (text: string) => tensorFile(withHeader(text));
	const template = (content: Uint8Array) => folder().set('chat_template.jinja', content);
	// The error has these words: the field or the tensor, or what is wrong with the file.
	test.each([
		['a chat template that is not UTF-8', template(Uint8Array.of(0xe9)), 'chat_template.jinja'],
		['a template with a mistake', template(Buffer.from('{% if x %}')), 'a tag is not closed'],
		['a missing file', without('tokenizer.json'), 'has no tokenizer.json'],
		['a config that is null', replaced('config.json', bytes(null)), 'config.json is not a JSON'],
		['a deep config', replaced('config.json', deepJson), 'config.json is nested more than 100'],
		[
			'a config that is no JSON',
			replaced('config.json', Buffer.from('{')),
			'is not JSON (column 2)',
		],
		['a deep header', header(`{"a":${'['.repeat(100)}${']'.repeat(100)}}`), 'nested more than 100'],
		['a header that is null', header('null'), 'its header is not a JSON object'],
		['a tensor without a shape', header('{"a":{}}'), 'does not say what tensor a is'],
		[
			'a shape of lists',
			header('{"a":{"dtype":"F32","shape":[[4]],"data_offsets":[0,16]}}'),
			'does not say what tensor a is',
		],
		['overlapping tensors', tensorFile(withTensors([0, 8], [4, 12])), 'b begins at byte 4'],
		['a hole', tensorFile(withTensors([0, 4], [8, 12])), 'b begins at byte 8'],
		['bytes without a tensor', tensorFile(withTensors([0, 4], [4, 8])), '4 bytes belong to no'],
		['offsets of half a byte', tensorFile(withTensors([0, 4.5], [4.5, 12])), 'offsets of tensor a'],
		['a missing tensor', folder({ shapes: noNorm }), 'model.norm.weight is missing'],
		[
			'a tensor of another shape',
			folder({ shapes: { ...noNorm, 'model.norm.weight': [...norm, 2] } }),
			'model.norm.weight has shape [8,2]',
		],
		[
			'a tied head of its own',
			folder({ shapes: { ...shapes, 'lm_head.weight': [264, 8] } }),
			'lm_head.weight differs from the embedding',
		],
		['numbers that are none', folder({ fill: Number.NaN }), 'model.embed_tokens.weight holds'],
		['a file cut off', tensorFile(folder().get('model.safetensors')!.slice(0, 1000)), 'incomplete'],
		['a file that is none', tensorFile(bytes('hello there')), 'incomplete'],
	])('with %s is refused', (_, files, words) => {
		expect(() => readModelFolder(files)).toThrow(InputError);
		expect(() => readModelFolder(files)).toThrow(words);
	});

	const rope = (scaling: object) => ({ rope_scaling: scaling });
	test.each([
		[{ num_hidden_layers: 1e9 }, 'num_hidden_layers: must be'],
		[{ hidden_size: 1e9 }, 'model.embed_tokens.weight has shape [264,8]'],
		[{ model_type: 'mamba' }, 'model_type "mamba" is not known here'],
		[{ hidden_size: '8' }, 'hidden_size: must be'],
		[{ num_key_value_heads: 3 }, '2 heads are not a multiple of 3 key heads'],
		[{ head_dim: 3 }, 'head_dim: each head has 3 numbers'],
		[{ hidden_size: 9, num_key_value_heads: 2 }, 'hidden_size: each head has 4.5 numbers'],
		[rope({ rope_type: 'longrope', short_factor: [1, 2, 3, 4, 5] }), 'short_factor has 5 numbers'],
		[rope({ factor: 2 }), 'rope_scaling: must have a rope_type'],
		[rope({ type: 'linear' }), 'rope_scaling: must have a factor'],
		[{ rope_parameters: { type: 'mrope', factor: 2 } }, 'rope_parameters.type: must be'],
		[{ rope_parameters: { partial_rotary_factor: 0.5 } }, '.partial_rotary_factor: must be'],
		[{ rope_theta: 0 }, 'rope_theta: must be'],
		[{ rms_norm_eps: -1e-5 }, 'rms_norm_eps: must be'],
		[{ vocab_size: 100 }, 'vocab_size is 100'],
	])('with %j in its config is refused', (change, words) => {
		expect(() => readModelFolder(folder({ config: change }))).toThrow(InputError);
		expect(() => readModelFolder(folder({ config: change }))).toThrow(words);
	});
});
