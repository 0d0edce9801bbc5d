/** Configs of published models are read, and what the lab does not compute is refused by name. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { architectures, findArchitecture } from './architectures.ts';
import { tensorSpecs, type ConfigJson } from './architecture.ts';

const read = (json: ConfigJson) => {
	const architecture = findArchitecture(json['model_type']);
	const config = architecture.config(json);
	const parameters = tensorSpecs(architecture, config).reduce((sum, { size }) => sum + size, 0);
	return { config, parameters };
};

/** Parameters as transformers counts them, and the fields of config.json that matter. */
const published: readonly (readonly [string, number, ConfigJson])[] = [
	[
		'SmolLM2-135M',
		134_515_008,
		{
			model_type: 'llama',
			attention_bias: false,
			hidden_act: 'silu',
			hidden_size: 576,
			intermediate_size: 1536,
			max_position_embeddings: 8192,
			mlp_bias: false,
			num_attention_heads: 9,
			num_hidden_layers: 30,
			num_key_value_heads: 3,
			pretraining_tp: 1,
			rms_norm_eps: 1e-5,
			rope_interleaved: false,
			rope_scaling: null,
			rope_theta: 100_000,
			tie_word_embeddings: true,
			vocab_size: 49_152,
		},
	],
	[
		'Llama-3.2-1B',
		1_235_814_400,
		{
			model_type: 'llama',
			attention_bias: false,
			head_dim: 64,
			hidden_act: 'silu',
			hidden_size: 2048,
			intermediate_size: 8192,
			max_position_embeddings: 131_072,
			mlp_bias: false,
			num_attention_heads: 32,
			num_hidden_layers: 16,
			num_key_value_heads: 8,
			rms_norm_eps: 1e-5,
			rope_scaling: {
				factor: 32,
				high_freq_factor: 4,
				low_freq_factor: 1,
				original_max_position_embeddings: 8192,
				rope_type: 'llama3',
			},
			rope_theta: 500_000,
			tie_word_embeddings: true,
			vocab_size: 128_256,
		},
	],
	[
		'Qwen2.5-0.5B',
		494_032_768,
		{
			model_type: 'qwen2',
			hidden_act: 'silu',
			hidden_size: 896,
			intermediate_size: 4864,
			max_position_embeddings: 32_768,
			max_window_layers: 24,
			num_attention_heads: 14,
			num_hidden_layers: 24,
			num_key_value_heads: 2,
			rms_norm_eps: 1e-6,
			rope_theta: 1_000_000,
			sliding_window: 32_768,
			tie_word_embeddings: true,
			use_mrope: false,
			use_sliding_window: false,
			vocab_size: 151_936,
		},
	],
	[
		'Qwen3-0.6B',
		596_049_920,
		{
			model_type: 'qwen3',
			attention_bias: false,
			head_dim: 128,
			hidden_act: 'silu',
			hidden_size: 1024,
			intermediate_size: 3072,
			max_position_embeddings: 40_960,
			max_window_layers: 28,
			num_attention_heads: 16,
			num_hidden_layers: 28,
			num_key_value_heads: 8,
			rms_norm_eps: 1e-6,
			rope_scaling: null,
			rope_theta: 1_000_000,
			sliding_window: null,
			tie_word_embeddings: true,
			use_sliding_window: false,
			vocab_size: 151_936,
		},
	],
	[
		'gemma-2b',
		2_506_172_416,
		{
			model_type: 'gemma',
			head_dim: 256,
			hidden_act: 'gelu',
			hidden_activation: 'gelu_pytorch_tanh',
			hidden_size: 2048,
			intermediate_size: 16_384,
			max_position_embeddings: 8192,
			num_attention_heads: 8,
			num_hidden_layers: 18,
			num_key_value_heads: 1,
			rms_norm_eps: 1e-6,
			rope_scaling: null,
			rope_theta: 10_000,
			vocab_size: 256_000,
		},
	],
	[
		'gemma-3-1b',
		999_885_952,
		{
			model_type: 'gemma3_text',
			attention_bias: false,
			attn_logit_softcapping: null,
			final_logit_softcapping: null,
			head_dim: 256,
			hidden_activation: 'gelu_pytorch_tanh',
			hidden_size: 1152,
			intermediate_size: 6912,
			max_position_embeddings: 32_768,
			num_attention_heads: 4,
			num_hidden_layers: 26,
			num_key_value_heads: 1,
			query_pre_attn_scalar: 256,
			rms_norm_eps: 1e-6,
			rope_local_base_freq: 10_000,
			rope_scaling: null,
			rope_theta: 1_000_000,
			sliding_window: 512,
			sliding_window_pattern: 6,
			vocab_size: 262_144,
		},
	],
	[
		'gpt2',
		124_439_808,
		{
			model_type: 'gpt2',
			activation_function: 'gelu_new',
			layer_norm_epsilon: 1e-5,
			n_ctx: 1024,
			n_embd: 768,
			n_head: 12,
			n_layer: 12,
			n_positions: 1024,
			vocab_size: 50_257,
		},
	],
	[
		'pythia-70m',
		70_426_624,
		{
			model_type: 'gpt_neox',
			hidden_act: 'gelu',
			hidden_size: 512,
			intermediate_size: 2048,
			layer_norm_eps: 1e-5,
			max_position_embeddings: 2048,
			num_attention_heads: 8,
			num_hidden_layers: 6,
			rotary_emb_base: 10_000,
			rotary_pct: 0.25,
			tie_word_embeddings: false,
			use_parallel_residual: true,
			vocab_size: 50_304,
		},
	],
	[
		'TinyStories-33M',
		68_514_048,
		{
			model_type: 'gpt_neo',
			activation_function: 'gelu_new',
			attention_layers: ['global', 'local', 'global', 'local'],
			attention_types: [[['global', 'local'], 2]],
			hidden_size: 768,
			intermediate_size: null,
			layer_norm_epsilon: 1e-5,
			max_position_embeddings: 2048,
			num_heads: 16,
			num_layers: 4,
			vocab_size: 50_257,
			window_size: 256,
		},
	],
];
const toJson = (model: string) => published.find(([name]) => name === model)![2];

describe('the config of', () => {
	test.each(published)('%s has %d parameters', (_, parameters, json) => {
		expect(read(json).parameters).toBe(parameters);
	});
});

test('layers of Gemma 3: five with a window, then one without', () => {
	const { windows, windowRotaryBase, rotaryBase } = read(toJson('gemma-3-1b')).config;
	expect(windows!.slice(0, 7)).toEqual([512, 512, 512, 512, 512, 0, 512]);
	expect([rotaryBase, windowRotaryBase]).toEqual([1e6, 1e4]);
});

test('a config with longrope has its original context, where one list of factors holds', () => {
	const long = {
		rope_type: 'longrope',
		short_factor: [1, 2],
		original_max_position_embeddings: 64,
	};
	const json = { ...toJson('Llama-3.2-1B'), max_position_embeddings: 4096, rope_scaling: long };
	const { context, rotaryScaling } = read(json).config;
	expect(context).toBe(64);
	// √(1 + ln 64 / ln 64)
	expect(rotaryScaling).toEqual({ kind: 'longrope', factors: [1, 2], attention: Math.SQRT2 });
});

describe('two fields of one meaning are read as in transformers', () => {
	const config = (model: string, change: object) => read({ ...toJson(model), ...change }).config;
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

	test('Gemma 3: rope_scaling over the angles of full attention', () => {
		const { rotaryBase, rotaryScaling } = config('gemma-3-1b', {
			rope_scaling: linear,
			rope_parameters: { full_attention: { rope_type: 'default', rope_theta: 99 } },
		});
		expect([rotaryBase, rotaryScaling]).toEqual([99, { kind: 'linear', factor: 4 }]);
	});

	test('GPT-Neo: attention_layers', () => {
		const { windows } = config('TinyStories-33M', {
			attention_layers: ['local', 'global', 'global', 'global'],
		});
		expect(windows).toEqual([256, 0, 0, 0]);
	});
});

test('long contexts are used up to 4,096 tokens, and learned positions keep their rows', () => {
	expect(read(toJson('Llama-3.2-1B')).config.context).toBe(4096);
	const { context, positionRows } = read({ ...toJson('gpt2'), n_positions: 5000 }).config;
	expect([context, positionRows]).toEqual([4096, 5000]);
});

test.each([
	['Llama-3.2-1B', { hidden_act: 'tanh' }, 'hidden_act'],
	['Llama-3.2-1B', { rope_scaling: { rope_type: 'longrope', factor: 2 } }, 'rope_scaling'],
	['Llama-3.2-1B', { rope_scaling: { rope_type: 'su', factor: 2 } }, 'rope_scaling.rope_type'],
	['Llama-3.2-1B', { quantization_config: { bits: 4 } }, 'quantization_config'],
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
	['gpt2', { scale_attn_by_inverse_layer_idx: true }, 'scale_attn_by_inverse_layer_idx'],
	['gpt2', { add_cross_attention: true }, 'add_cross_attention'],
	['gpt2', { activation_function: 'tanh' }, 'activation_function'],
	['pythia-70m', { rotary_pct: 0 }, 'rotary_pct'],
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

test('docs/guide/models.md has a row for each, and its difference to transformers', () => {
	const docs = readFileSync(new URL('../../../docs/guide/models.md', import.meta.url), 'utf8');
	for (const { modelType } of architectures)
		expect(docs.split(`\n| \`${modelType}\` `), modelType).toHaveLength(3);
});
