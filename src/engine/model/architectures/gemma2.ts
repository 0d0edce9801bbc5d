/**
 * Gemma 2 (Gemma Team 2024, arXiv 2408.00118): Gemma with norms of what each part adds, soft caps
 * of scores and logits, and a window in every other layer.
 */
import * as v from 'valibot';
import { defineArchitecture } from '../architecture.ts';
import { addedNorms, llamaNames } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';
import { gemmaFields } from './gemma.ts';

/** The fields that Gemma 3 has too. */
export const gemma2Fields = {
	...gemmaFields,
	// transformers reads the next field in its place.
	hidden_act: v.optional(v.unknown()),
	hidden_activation: v.nullish(field.activation, 'gelu_pytorch_tanh'),
	query_pre_attn_scalar: v.nullish(field.above0, 256),
	sliding_window: v.nullish(field.positive, 4096),
	layer_types: field.layerTypes,
};

const schema = llamaStyleFields(8192, {
	...gemma2Fields,
	// null: no cap.
	attn_logit_softcapping: v.optional(v.nullable(field.above0), 50),
	final_logit_softcapping: v.optional(v.nullable(field.above0), 30),
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
