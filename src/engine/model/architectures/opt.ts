/**
 * OPT (Zhang et al. 2022, arXiv 2205.01068) as transformers' OPTForCausalLM stores it: GPT-2's
 * layers with ReLU. The learned positions have two rows before the first position.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture, mustBeOnly, wrongField } from '../architecture.ts';
import * as field from '../configFields.ts';
import { attentionMatrices } from '../decoderConfig.ts';
import { gptConfig } from '../gptStyle.ts';

const schema = openObject({
	vocab_size: field.positive,
	max_position_embeddings: v.nullish(field.context, 2048),
	hidden_size: field.positive,
	num_hidden_layers: field.layerCount,
	num_attention_heads: field.positive,
	ffn_dim: field.positive,
	activation_function: v.nullish(field.activation, 'relu'),
	enable_bias: field.flagOr(true),
	pad_token_id: field.pad(1),
	// The 350M model has these otherwise.
	do_layer_norm_before: field.absentOr(true),
	word_embed_proj_dim: v.nullish(field.positive),
	_remove_final_layer_norm: field.absentOr(false),
	layer_norm_elementwise_affine: field.absentOr(true),
	tie_word_embeddings: field.flagOr(true),
});

/** Rows of the learned positions before the first one. */
const firstPosition = 2;

export const opt = defineArchitecture({
	modelType: 'opt',
	className: 'OPTForCausalLM',
	schema,
	names: {
		embedding: 'model.decoder.embed_tokens',
		positions: 'model.decoder.embed_positions',
		layers: 'model.decoder.layers',
		parts: {
			attentionNorm: 'self_attn_layer_norm',
			query: 'self_attn.q_proj',
			key: 'self_attn.k_proj',
			value: 'self_attn.v_proj',
			output: 'self_attn.out_proj',
			feedForwardNorm: 'final_layer_norm',
			up: 'fc1',
			down: 'fc2',
		},
		finalNorm: 'model.decoder.final_layer_norm',
	},
	config: (c) => {
		if ((c.word_embed_proj_dim ?? c.hidden_size) !== c.hidden_size)
			throw wrongField('word_embed_proj_dim', mustBeOnly(c.hidden_size, c.word_embed_proj_dim));
		const shape = gptConfig({
			vocabulary: c.vocab_size,
			positions: c.max_position_embeddings,
			width: c.hidden_size,
			layers: c.num_hidden_layers,
			heads: c.num_attention_heads,
			hidden: c.ffn_dim,
		});
		return {
			...shape,
			positionRows: shape.positionRows + firstPosition,
			firstPosition,
			normEpsilon: 1e-5,
			tied: c.tie_word_embeddings,
			activation: c.activation_function,
			...field.readPad(c.pad_token_id, c.vocab_size),
			biases: c.enable_bias ? [...attentionMatrices, 'up', 'down'] : [],
		};
	},
});
