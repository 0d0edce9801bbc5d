/**
 * Gemma 2 (Gemma Team 2024, arXiv 2408.00118): Gemma with norms of what each part adds, soft caps
 * of scores and logits, and a window in every other layer.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import { addedNorms, llamaNames } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = openObject({
	...llamaStyleFields,
	pad_token_id: field.pad(0),
	head_dim: v.nullish(field.positive, 256),
	max_position_embeddings: v.nullish(field.context, 8192),
	hidden_activation: v.nullish(field.activation, 'gelu_pytorch_tanh'),
	query_pre_attn_scalar: v.nullish(field.above0, 256),
	sliding_window: v.nullish(field.positive, 4096),
	layer_types: field.layerTypes,
	// null: no cap.
	attn_logit_softcapping: v.optional(v.nullable(field.above0), 50),
	final_logit_softcapping: v.optional(v.nullable(field.above0), 30),
	use_bidirectional_attention: field.absentOr(false),
	tie_word_embeddings: field.flagOr(true),
});

export const gemma2Names = {
	...llamaNames,
	parts: { ...llamaNames.parts, ...addedNorms, feedForwardNorm: 'pre_feedforward_layernorm' },
};

export const gemma2 = defineArchitecture({
	modelType: 'gemma2',
	className: 'Gemma2ForCausalLM',
	schema,
	names: gemma2Names,
	config: (c) => ({
		...llamaStyleConfig({ ...c, hidden_act: c.hidden_activation }),
		windows: field.layerWindows(c, c.sliding_window, (i) => i % 2 === 0),
		norm: 'rms+1',
		embeddingScale: Math.sqrt(c.hidden_size),
		attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
		...(c.attn_logit_softcapping && { attentionCap: c.attn_logit_softcapping }),
		...(c.final_logit_softcapping && { logitCap: c.final_logit_softcapping }),
	}),
});
