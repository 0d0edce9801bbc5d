/**
 * Gemma (Gemma Team 2024, arXiv 2403.08295): Llama with GeGLU, gains stored less 1, and a token
 * embedding multiplied by √width.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = openObject({
	...llamaStyleFields,
	pad_token_id: field.pad(0),
	head_dim: v.nullish(field.positive, 256),
	max_position_embeddings: v.nullish(field.context, 8192),
	hidden_act: v.nullish(field.activation, 'gelu_pytorch_tanh'),
	// Only some versions of transformers read it, in place of `hidden_act`.
	hidden_activation: field.absentOr('gelu_pytorch_tanh'),
	use_bidirectional_attention: field.absentOr(false),
	tie_word_embeddings: field.flagOr(true),
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
