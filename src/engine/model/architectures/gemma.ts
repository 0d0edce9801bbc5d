/**
 * Gemma (Gemma Team 2024, arXiv 2403.08295): Llama with GeGLU, gains stored less 1, and a token
 * embedding multiplied by √width.
 */
import * as v from 'valibot';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

/** The fields that all versions of Gemma share. */
export const gemmaFields = {
	pad_token_id: field.pad(0),
	head_dim: v.nullish(field.positive, 256),
	use_bidirectional_attention: field.absentOr(false),
	tie_word_embeddings: field.flagOr(true),
};

const schema = llamaStyleFields(8192, {
	...gemmaFields,
	hidden_act: v.nullish(field.activation, 'gelu_pytorch_tanh'),
	// Only some versions of transformers read it, in place of `hidden_act`.
	hidden_activation: field.absentOr('gelu_pytorch_tanh'),
});

export const gemma = defineArchitecture({
	modelType: 'gemma',
	className: 'GemmaForCausalLM',
	schema,
	config: (c, json) => ({
		...llamaStyleConfig(c),
		norm: 'rms+1',
		// "gelu" in the first files means the approximation, says transformers.
		...(json['hidden_act'] === 'gelu' && { activation: 'geluTanh' as const }),
		embeddingScale: Math.sqrt(c.hidden_size),
	}),
});
