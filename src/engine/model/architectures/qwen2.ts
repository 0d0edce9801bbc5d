/** Qwen2 and Qwen2.5 (Yang et al. 2024, arXiv 2407.10671, 2412.15115): Llama with three biases. */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { checkedConfig, defineArchitecture } from '../architecture.ts';
import {
	activationField,
	contextField,
	flagOr,
	readWindows,
	windowFields,
} from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields, llamaStyleTensors, toRotary } from '../llamaStyle.ts';

const schema = openObject({
	...llamaStyleFields,
	...windowFields,
	max_position_embeddings: v.nullish(contextField, 32_768),
	hidden_act: v.nullish(activationField, 'silu'),
	tie_word_embeddings: flagOr(false),
});

export const qwen2 = defineArchitecture({
	id: 'qwen2',
	modelType: 'qwen2',
	className: 'Qwen2ForCausalLM',
	config: (json) => {
		const c = checkedConfig(schema, json);
		return {
			...llamaStyleConfig(c),
			...toRotary(c),
			...readWindows(c),
			activation: c.hidden_act,
			attentionBias: 'qkv',
		};
	},
	tensors: (c) => llamaStyleTensors(c),
});
