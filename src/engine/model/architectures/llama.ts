/**
 * Llama (Touvron et al. 2023, arXiv 2302.13971) as transformers' LlamaForCausalLM stores it: Llama
 * 1 to 3.2, TinyLlama, SmolLM and SmolLM2, and the lab's own models.
 */
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(2048, { mlp_bias: field.flagOr(false) });

export const llama = defineArchitecture({
	modelType: 'llama',
	className: 'LlamaForCausalLM',
	schema,
	config: (c) => llamaStyleConfig(c),
});
