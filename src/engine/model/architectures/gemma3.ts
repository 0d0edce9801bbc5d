/**
 * The text model of Gemma 3 (Gemma Team 2025, arXiv 2503.19786): Gemma with norms of heads and of
 * what each part adds. Most layers have a window, and rotary positions of another base.
 */
import * as v from 'valibot';
import { sentence } from '#engine/core/message.ts';
import { openObject, toIssue } from '#engine/core/fields.ts';
import { checkedConfig, defineArchitecture } from '../architecture.ts';
import {
	above0,
	absent,
	absentOr,
	activationField,
	contextField,
	flagOr,
	layerTypesField,
	layerWindows,
	padField,
	positive,
	rotaryObject,
} from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields, llamaStyleTensors, toRotary } from '../llamaStyle.ts';

const globalRotary = v.nullish(
	v.pipe(
		rotaryObject,
		v.check(
			({ truncate, type, rope_type }) =>
				(truncate === undefined || truncate === true) &&
				(typeof type !== 'string' || typeof rope_type === 'string'),
			toIssue(sentence('engine.model.readsNeitherTypeNorTruncate')),
		),
	),
);
const localRotary = openObject({
	rope_type: absentOr('default'),
	type: absentOr('default'),
	rope_theta: v.nullish(above0),
	partial_rotary_factor: absentOr(1),
});
const schema = openObject({
	...llamaStyleFields,
	pad_token_id: padField(0),
	head_dim: v.nullish(positive, 256),
	max_position_embeddings: v.nullish(contextField, 131_072),
	hidden_activation: v.nullish(activationField, 'gelu_pytorch_tanh'),
	query_pre_attn_scalar: v.nullish(above0, 256),
	sliding_window: v.nullish(positive, 4096),
	layer_types: layerTypesField,
	sliding_window_pattern: v.nullish(positive, 6),
	rope_local_base_freq: v.nullish(above0, 10_000),
	rope_scaling: globalRotary,
	rope_parameters: v.nullish(
		openObject({ full_attention: globalRotary, sliding_attention: v.nullish(localRotary) }),
	),
	// transformers reads this field, and does not use it.
	attn_logit_softcapping: absent,
	final_logit_softcapping: v.nullish(above0),
	use_bidirectional_attention: absentOr(false),
	tie_word_embeddings: flagOr(true),
});

export const gemma3 = defineArchitecture({
	id: 'gemma3',
	modelType: 'gemma3_text',
	className: 'Gemma3ForCausalLM',
	config: (json) => {
		const { rope_parameters, ...c } = checkedConfig(schema, json);
		const layers = c.num_hidden_layers;
		// Each `sliding_window_pattern`-th layer sees all tokens.
		const types =
			c.layer_types ??
			Array.from({ length: layers }, (_, i) =>
				(i + 1) % c.sliding_window_pattern === 0 ? 'full_attention' : 'sliding_attention',
			);
		const { full_attention, sliding_attention } = rope_parameters ?? {};
		return {
			...llamaStyleConfig(c),
			...(c.final_logit_softcapping && { logitCap: c.final_logit_softcapping }),
			...toRotary(
				{
					...c,
					rope_scaling: { ...full_attention, ...c.rope_scaling },
					// transformers reads it inside the angles only.
					original_max_position_embeddings: null,
				},
				1_000_000,
			),
			windowRotaryBase: sliding_attention?.rope_theta ?? c.rope_local_base_freq,
			windows: layerWindows(types, layers, c.sliding_window),
			norm: 'rms+1',
			activation: c.hidden_activation,
			embeddingScale: Math.sqrt(c.hidden_size),
			attentionScale: 1 / Math.sqrt(c.query_pre_attn_scalar),
		};
	},
	tensors: (c) => llamaStyleTensors(c, { headNorms: 'each', norms: 'both' }),
});
