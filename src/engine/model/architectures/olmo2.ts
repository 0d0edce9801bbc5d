/**
 * OLMo 2 (Team OLMo 2024, arXiv 2501.00656): Llama with norms of what each part adds in place of
 * those of what it reads, and norms of all queries and all keys of a token together.
 */
import * as v from 'valibot';
import { defineArchitecture } from '../architecture.ts';
import { addedNorms, headNorms, llamaMatrices, llamaNames } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(2048, {
	rms_norm_eps: v.nullish(field.epsilon, 1e-5),
	pad_token_id: field.pad(1),
});

export const olmo2 = defineArchitecture({
	modelType: 'olmo2',
	className: 'Olmo2ForCausalLM',
	schema,
	names: {
		...llamaNames,
		parts: { ...llamaMatrices, ...headNorms, ...addedNorms },
		normsHeadsTogether: true,
	},
	config: (c) => llamaStyleConfig(c),
});
