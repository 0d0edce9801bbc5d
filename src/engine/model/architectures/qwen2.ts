/** Qwen2 and Qwen2.5 (Yang et al. 2024, arXiv 2407.10671, 2412.15115): Llama with three biases. */
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(32_768, field.windowFields);

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
