/** Qwen2 and Qwen2.5 (Yang et al. 2024, arXiv 2407.10671, 2412.15115): Llama with three biases. */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = openObject({
	...llamaStyleFields,
	...field.windowFields,
	max_position_embeddings: v.nullish(field.context, 32_768),
	hidden_act: v.nullish(field.activation, 'silu'),
	tie_word_embeddings: field.flagOr(false),
});

export const qwen2 = defineArchitecture({
	modelType: 'qwen2',
	className: 'Qwen2ForCausalLM',
	schema,
	config: (c) => ({
		...llamaStyleConfig(c),
		...field.readWindows(c),
		biases: ['query', 'key', 'value'],
	}),
});
