/**
 * Mistral (Jiang et al. 2023, arXiv 2310.06825): Llama with a window in all layers, or in none.
 * In a config with `layer_types` (Ministral), only the layers that are listed as sliding have the
 * window, as transformers' AutoConfig reads it.
 */
import * as v from 'valibot';
import { defineArchitecture } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(131_072, {
	num_key_value_heads: v.optional(v.nullable(field.positive), 8),
	// null: no window.
	sliding_window: v.optional(v.nullable(field.positive), 4096),
	layer_types: field.layerTypes,
});

export const mistral = defineArchitecture({
	modelType: 'mistral',
	className: 'MistralForCausalLM',
	schema,
	config: (c) => {
		const window = c.sliding_window;
		return {
			// transformers does not read attention_bias here.
			...llamaStyleConfig({ ...c, attention_bias: false }),
			...(window && { windows: field.layerWindows(c, window, () => true) }),
		};
	},
});
