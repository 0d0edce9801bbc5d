/**
 * Llama (Touvron et al. 2023, arXiv 2302.13971) as transformers' LlamaForCausalLM stores it: Llama
 * 1 to 3.2, TinyLlama, SmolLM and SmolLM2, and the lab's own models.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = openObject({
	...llamaStyleFields,
	max_position_embeddings: v.nullish(field.context, 2048),
	hidden_act: v.nullish(field.activation, 'silu'),
	mlp_bias: field.flagOr(false),
	tie_word_embeddings: field.flagOr(false),
});

export const llama = defineArchitecture({
	modelType: 'llama',
	className: 'LlamaForCausalLM',
	schema,
	config: (c) => llamaStyleConfig(c),
});
