/** Qwen3 (Yang et al. 2025, arXiv 2505.09388): Llama with norms of the heads' queries and keys. */
import * as v from 'valibot';
import { defineArchitecture } from '../architecture.ts';
import { headNorms, llamaNames } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(32_768, {
	...field.windowFields,
	head_dim: v.nullish(field.positive, 128),
});

export const qwen3 = defineArchitecture({
	modelType: 'qwen3',
	className: 'Qwen3ForCausalLM',
	schema,
	names: { ...llamaNames, parts: { ...llamaNames.parts, ...headNorms } },
	config: (c) => ({ ...llamaStyleConfig(c), ...field.readWindows(c) }),
});
