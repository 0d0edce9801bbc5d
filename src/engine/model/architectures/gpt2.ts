/**
 * GPT-2 (Radford et al. 2019) as transformers' GPT2LMHeadModel stores it. Its matrices are
 * [in, out], and queries, keys and values are the columns of one.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { attentionMatrices } from '../decoderConfig.ts';
import { gptConfig, gptNames } from '../gptStyle.ts';
import { fromColumns, fromRows } from '../stored.ts';

const schema = openObject({
	vocab_size: field.positive,
	n_positions: field.context,
	n_embd: field.positive,
	n_layer: field.layerCount,
	n_head: field.positive,
	n_inner: v.nullish(field.positive),
	activation_function: v.nullish(field.activation, 'gelu_new'),
	layer_norm_epsilon: v.nullish(field.epsilon, 1e-5),
	scale_attn_weights: field.flagOr(true),
	scale_attn_by_inverse_layer_idx: field.flagOr(false),
	add_cross_attention: field.absentOr(false),
	tie_word_embeddings: field.flagOr(true),
});

export const gpt2 = defineArchitecture({
	modelType: 'gpt2',
	className: 'GPT2LMHeadModel',
	prefix: 'transformer.',
	constants: /\.attn\.(masked_)?bias$/,
	adapterTargets: ['c_attn'],
	schema,
	aliases: {
		hidden_size: 'n_embd',
		max_position_embeddings: 'n_positions',
		num_attention_heads: 'n_head',
		num_hidden_layers: 'n_layer',
	},
	names: {
		...gptNames,
		parts: {
			attentionNorm: 'ln_1',
			query: 'attn.c_attn',
			key: 'attn.c_attn',
			value: 'attn.c_attn',
			output: 'attn.c_proj',
			feedForwardNorm: 'ln_2',
			up: 'mlp.c_fc',
			down: 'mlp.c_proj',
		},
		stored: ({ width }, part, [out, inner]) => {
			const fused = ['query', 'key', 'value'].indexOf(part);
			if (inner === undefined)
				return fused < 0 ? undefined : fromRows([3 * width], (row) => fused * width + row);
			return fused < 0 ? fromColumns([inner, out]) : fromColumns([width, 3 * width], fused * width);
		},
	},
	config: (c) => ({
		...gptConfig({
			vocabulary: c.vocab_size,
			positions: c.n_positions,
			width: c.n_embd,
			layers: c.n_layer,
			heads: c.n_head,
			hidden: c.n_inner,
		}),
		normEpsilon: c.layer_norm_epsilon,
		tied: c.tie_word_embeddings,
		activation: c.activation_function,
		biases: [...attentionMatrices, 'up', 'down'],
		...(!c.scale_attn_weights && { attentionScale: 1 }),
		...(c.scale_attn_by_inverse_layer_idx && { isScaledByLayer: true }),
	}),
});
