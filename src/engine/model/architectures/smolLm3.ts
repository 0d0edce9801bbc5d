/** SmolLM3 (Hugging Face 2025): Llama with every fourth layer without positions (NoPE). */
import * as v from 'valibot';
import { list, whole } from '#engine/core/fields.ts';
import { say } from '#engine/core/message.ts';
import { defineArchitecture, layerMismatch, wrongField } from '../architecture.ts';
import * as field from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';

const schema = llamaStyleFields(32_768, {
	pad_token_id: field.pad(128_004),
	num_key_value_heads: v.optional(v.nullable(field.positive), 4),
	use_sliding_window: field.flagOr(false),
	sliding_window: v.nullish(field.positive),
	/** 0: a layer without positions. The list may be longer than the model. */
	no_rope_layers: v.nullish(list(whole(0, 1), say('numbers 0 or 1'), 1000)),
	no_rope_layer_interval: v.nullish(field.positive, 4),
	layer_types: field.layerTypes,
	mlp_bias: field.flagOr(false),
	tie_word_embeddings: field.flagOr(true),
});

export const smolLm3 = defineArchitecture({
	modelType: 'smollm3',
	className: 'SmolLM3ForCausalLM',
	schema,
	config: (c) => {
		const layers = c.num_hidden_layers;
		const every = c.no_rope_layer_interval;
		const rotates =
			c.no_rope_layers ?? Array.from({ length: layers }, (_, i) => ((i + 1) % every === 0 ? 0 : 1));
		if (rotates.length < layers) throw layerMismatch('no_rope_layers', rotates.length, layers);
		const indices = Array.from({ length: layers }, (_, i) => i);
		const window = c.sliding_window ?? 0;
		const hasWindows = c.use_sliding_window && window > 0;
		if (c.layer_types?.includes('sliding_attention') && window === 0)
			throw wrongField('sliding_window', say('is missing. Add it.'));
		return {
			...llamaStyleConfig(c, 2_000_000),
			windows: field.layerWindows(c, window, (i) => hasWindows && rotates[i] === 0),
			layersWithoutPositions: indices.filter((i) => rotates[i] === 0),
		};
	},
});
