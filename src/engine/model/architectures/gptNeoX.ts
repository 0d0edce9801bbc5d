/**
 * GPT-NeoX (Black et al. 2022, arXiv 2204.06745) as transformers' GPTNeoXForCausalLM stores it, for
 * example Pythia. Each head has its queries, keys and values after one another in one matrix.
 */
import * as v from 'valibot';
import { above0 as above0AtMost, openObject } from '#engine/core/fields.ts';
import { defineArchitecture, mustBeOnly, wrongField } from '../architecture.ts';
import * as field from '../configFields.ts';
import { attentionMatrices } from '../decoderConfig.ts';
import { fromRows, rotatedIndex } from '../stored.ts';

const part = above0AtMost(1);
const rotary = field.rotaryObjectWith(v.nullish(part));
const schema = openObject({
	vocab_size: field.positive,
	hidden_size: field.positive,
	num_hidden_layers: field.layerCount,
	num_attention_heads: field.positive,
	intermediate_size: field.positive,
	hidden_act: v.nullish(field.activation, 'gelu'),
	max_position_embeddings: v.nullish(field.context, 2048),
	layer_norm_eps: v.nullish(field.epsilon, 1e-5),
	use_parallel_residual: field.flagOr(true),
	rotary_pct: v.nullish(part, 0.25),
	rotary_emb_base: v.nullish(field.above0, 10_000),
	rope_scaling: v.nullish(rotary),
	rope_parameters: v.nullish(rotary),
	original_max_position_embeddings: v.nullish(field.positive),
	// In transformers, only the angles follow it.
	head_dim: v.nullish(field.positive),
	attention_bias: field.flagOr(true),
	tie_word_embeddings: field.flagOr(false),
});

export const gptNeoX = defineArchitecture({
	modelType: 'gpt_neox',
	className: 'GPTNeoXForCausalLM',
	prefix: 'gpt_neox.',
	head: 'embed_out.weight',
	constants: /\.attention\.(masked_bias|bias|rotary_emb\.inv_freq)$/,
	adapterTargets: ['query_key_value'],
	schema,
	names: {
		embedding: 'gpt_neox.embed_in',
		layers: 'gpt_neox.layers',
		parts: {
			attentionNorm: 'input_layernorm',
			query: 'attention.query_key_value',
			key: 'attention.query_key_value',
			value: 'attention.query_key_value',
			output: 'attention.dense',
			feedForwardNorm: 'post_attention_layernorm',
			up: 'mlp.dense_h_to_4h',
			down: 'mlp.dense_4h_to_h',
		},
		finalNorm: 'gpt_neox.final_layer_norm',
		stored: (c, part, [, ...inner]) => {
			const fused = ['query', 'key', 'value'].indexOf(part);
			if (fused < 0) return undefined;
			const { width, headDim } = c;
			const inHead = part === 'value' ? (n: number) => n : rotatedIndex(c);
			const row = (out: number) =>
				(3 * Math.floor(out / headDim) + fused) * headDim + inHead(out % headDim);
			return fromRows([3 * width, ...inner], row);
		},
	},
	config: (c) => {
		const headDim = c.hidden_size / c.num_attention_heads;
		if ((c.head_dim ?? headDim) !== headDim)
			throw wrongField('head_dim', mustBeOnly(headDim, c.head_dim));
		const angles = field.chooseAngles(c);
		const share = angles?.partial_rotary_factor;
		return {
			vocabulary: c.vocab_size,
			width: c.hidden_size,
			layers: c.num_hidden_layers,
			heads: c.num_attention_heads,
			keyValueHeads: c.num_attention_heads,
			headDim,
			hidden: c.intermediate_size,
			normEpsilon: c.layer_norm_eps,
			rotaryBase: angles?.rope_theta ?? c.rotary_emb_base,
			rotated: field.readRotated(
				headDim,
				share ?? c.rotary_pct,
				share ? 'partial_rotary_factor' : 'rotary_pct',
			),
			...field.scaledContext(angles, c),
			tied: c.tie_word_embeddings,
			norm: 'layer',
			activation: c.hidden_act,
			isParallel: c.use_parallel_residual,
			biases: [...(c.attention_bias ? attentionMatrices : []), 'up', 'down'],
		};
	},
});
