/** Configs of published models are read, and what the lab does not compute is refused by name. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { findArchitecture } from './architectures.ts';
import { tensorSpecs, type ConfigJson } from './architecture.ts';
import published from '../../../tests/golden/published.json' with { type: 'json' };

const read = (json: ConfigJson) => findArchitecture(json['model_type']).config(json);

/** Configs of published models, with what transformers makes of them (published.py). */
const { models } = published as {
	readonly models: readonly {
		readonly name: string;
		readonly config: ConfigJson;
		readonly parameters: number;
		readonly tensors: string;
	}[];
};
const toJson = (name: string) => models.find((model) => model.name === name)!.config;
/** The decoder of a published model with some fields changed. */
const config = (model: string, change: object) => read({ ...toJson(model), ...change });

test.each(models)(
	'$name has the $parameters parameters of transformers, by name and shape',
	({ config: json, parameters, tensors }) => {
		const architecture = findArchitecture(json['model_type']);
		const config = architecture.config(json);
		const specs = tensorSpecs(architecture, config);
		expect(specs.reduce((sum, { size }) => sum + size, 0)).toBe(parameters);
		const shapes = new Map(specs.map((s) => [s.name, s.stored?.shape ?? s.shape]));
		const listing = [...shapes].map(([name, shape]) => `${name}[${shape.join()}]\n`).sort();
		expect(createHash('sha256').update(listing.join('')).digest('hex')).toBe(tensors);
	},
);

test('a config with longrope has its original context, where one list of factors holds', () => {
	const long = {
		rope_type: 'longrope',
		short_factor: [1, 2],
		original_max_position_embeddings: 64,
	};
	const json = { ...toJson('Llama-3.2-1B'), max_position_embeddings: 4096, rope_scaling: long };
	const { context, rotaryScaling } = read(json);
	expect(context).toBe(64);
	// √(1 + ln 64 / ln 64)
	expect(rotaryScaling).toEqual({ kind: 'longrope', factors: [1, 2], attention: Math.SQRT2 });
});

describe('a field is read as in transformers', () => {
	const yarn = { rope_type: 'yarn', factor: 2, original_max_position_embeddings: 64 };

	test('the original context outside of nested angles (Gemma 3) is not', () => {
		const outer = { original_max_position_embeddings: 128 };
		const scaled = { rope_scaling: yarn };
		expect(config('gemma-3-1b', { ...scaled, ...outer }).rotaryScaling).toMatchObject({
			original: 64,
		});
		expect(config('Llama-3.2-1B', { ...scaled, ...outer }).rotaryScaling).toMatchObject({
			original: 128,
		});
	});

	test('the pad token: from the end, by default, or none', () => {
		const readPad = (model: string, pad?: number | null) =>
			config(model, pad === undefined ? {} : { pad_token_id: pad }).padToken;
		expect(readPad('Llama-3.2-1B')).toBeUndefined();
		expect(readPad('Llama-3.2-1B', -1)).toBe(128_255);
		expect(readPad('gemma-2b')).toBe(0);
		expect(config('gemma-2b', { pad_token_id: undefined }).padToken).toBe(0);
		expect(readPad('gemma-2b', null)).toBeUndefined();
		// Their embeddings have no padding_idx.
		for (const model of ['gpt2', 'pythia-70m', 'TinyStories-33M'])
			expect(readPad(model, 5), model).toBeUndefined();
	});
});

describe('two fields of one meaning are read as in transformers', () => {
	const linear = { rope_type: 'linear', factor: 4 };

	test.each(['Llama-3.2-1B', 'pythia-70m'])('%s: rope_scaling, unless it is empty', (model) => {
		const both = { rope_scaling: linear, rope_parameters: { rope_theta: 5 } };
		expect(config(model, both)).toEqual(config(model, { rope_scaling: linear }));
		const scaled = { rope_parameters: { ...linear, rope_theta: 5 } };
		expect(config(model, { ...scaled, rope_scaling: {} })).toEqual(
			config(model, { ...scaled, rope_scaling: null }),
		);
		expect(config(model, { ...scaled, rope_scaling: {} }).rotaryBase).toBe(5);
	});
});

test('long contexts are used up to 4,096 tokens, and learned positions keep their rows', () => {
	expect(read(toJson('Llama-3.2-1B')).context).toBe(4096);
	const { context, positionRows } = read({ ...toJson('gpt2'), n_positions: 5000 });
	expect([context, positionRows]).toEqual([4096, 5000]);
});

test.each([
	['Llama-3.2-1B', { hidden_act: 'tanh' }, 'hidden_act'],
	['Llama-3.2-1B', { rope_scaling: { rope_type: 'longrope', factor: 2 } }, 'rope_scaling'],
	['Llama-3.2-1B', { rope_scaling: { rope_type: 'su', factor: 2 } }, 'rope_scaling.rope_type'],
	['Llama-3.2-1B', { quantization_config: { bits: 4 } }, 'quantization_config'],
	['Llama-3.2-1B', { partial_rotary_factor: 0.5 }, 'partial_rotary_factor'],
	['Qwen2.5-0.5B', { rope_scaling: { type: 'mrope' } }, 'rope_scaling.type'],
	['Qwen2.5-0.5B', { use_sliding_window: true, layer_types: ['full_attention'] }, 'layer_types'],
	['gemma-3-1b', { rope_scaling: { type: 'linear', factor: 2 } }, 'rope_scaling'],
	['gemma-2b', { hidden_activation: 'relu' }, 'hidden_activation'],
	['gemma-2b', { hidden_activation: 'gelu' }, 'hidden_activation'],
	['gemma-3-1b', { final_logit_softcapping: 0 }, 'final_logit_softcapping'],
	['gemma-3-1b', { attn_logit_softcapping: 50 }, 'attn_logit_softcapping'],
	['gemma-3-1b', { use_bidirectional_attention: true }, 'use_bidirectional_attention'],
	['gemma-3-1b', { layer_types: ['chunked_attention'] }, 'layer_types[0]'],
	[
		'gemma-3-1b',
		{ rope_parameters: { sliding_attention: { rope_type: 'linear', factor: 2 } } },
		'rope_parameters.sliding_attention.rope_type',
	],
	[
		'gemma-3-1b',
		{ rope_scaling: { rope_type: 'yarn', factor: 2, truncate: false } },
		'rope_scaling',
	],
	// transformers does not read a value of null here.
	[
		'gemma-3-1b',
		{ rope_scaling: { rope_type: 'yarn', factor: 2, truncate: null } },
		'rope_scaling',
	],
	['Llama-3.2-1B', { is_causal: false }, 'is_causal'],
	['gpt2', { is_causal: false }, 'is_causal'],
	['Qwen3-0.6B', { is_causal: null }, 'is_causal'],
	['Llama-3.2-1B', { rms_norm_eps: 0 }, 'rms_norm_eps: must be a number from 1e-20 to 1, not 0'],
	['Llama-3.2-1B', { pad_token_id: 128_256 }, 'pad_token_id'],
	['Llama-3.2-1B', { pad_token_id: -128_257 }, 'pad_token_id'],
	['gpt2', { add_cross_attention: true }, 'add_cross_attention'],
	['gpt2', { activation_function: 'tanh' }, 'activation_function'],
	['pythia-70m', { rotary_pct: 0 }, 'rotary_pct'],
	['pythia-70m', { rotary_pct: 0.3 }, 'rotary_pct'],
	['pythia-70m', { rope_parameters: { partial_rotary_factor: 0.3 } }, 'partial_rotary_factor'],
	['pythia-70m', { head_dim: 32 }, 'head_dim: must be 64, the only supported value, not 32.'],
	['opt-125m', { word_embed_proj_dim: 512 }, 'word_embed_proj_dim'],
	['opt-125m', { do_layer_norm_before: false }, 'do_layer_norm_before'],
	['Phi-3-mini-4k', { rope_scaling: { type: 'yarn', factor: 2 } }, 'rope_scaling.type'],
	['Phi-4-mini', { partial_rotary_factor: 0.7 }, 'partial_rotary_factor'],
	['SmolLM3-3B', { no_rope_layers: [1, 0] }, 'no_rope_layers'],
	['SmolLM3-3B', { no_rope_layers: [2] }, 'no_rope_layers[0]'],
	['SmolLM3-3B', { layer_types: Array(36).fill('sliding_attention') }, 'sliding_window'],
	[
		'TinyStories-33M',
		{ attention_types: [[['global'], 3]], attention_layers: null },
		'attention_types',
	],
	['TinyStories-33M', { attention_layers: ['global'] }, 'attention_layers'],
])('%s with %o is refused by field', (model, change, field) => {
	const json = { ...toJson(model), ...change };
	expect(() => read(json)).toThrow(InputError);
	expect(() => read(json)).toThrow(`config.json: ${field}`);
});
