/** The fields of config.json that Llama, Qwen and Gemma share. */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import * as field from './configFields.ts';
import { attentionMatrices, feedForwardMatrices } from './decoderConfig.ts';
import type { Activation } from './layerParts.ts';

const sharedFields = {
	hidden_size: field.positive,
	num_attention_heads: field.positive,
	num_key_value_heads: v.nullish(field.positive),
	head_dim: v.nullish(field.positive),
	num_hidden_layers: field.layerCount,
	intermediate_size: field.positive,
	vocab_size: field.positive,
	attention_bias: field.flagOr(false),
	rms_norm_eps: v.nullish(field.epsilon, 1e-6),
	rope_theta: v.nullish(field.above0),
	rope_scaling: v.nullish(field.rotaryObject),
	rope_parameters: v.nullish(field.rotaryObject),
	original_max_position_embeddings: v.nullish(field.positive),
	// transformers fails, or repeats the angles of longrope.
	partial_rotary_factor: field.absentOr(1),
	pad_token_id: field.pad(null),
	// Only some families read it.
	mlp_bias: v.optional(
		v.pipe(
			v.unknown(),
			v.transform(() => false),
		),
		false,
	),
};

/** `context`: of a config without one. `fields`: which the architecture adds or reads otherwise. */
export const llamaStyleFields = <const Fields extends v.ObjectEntries>(
	context: number,
	fields: Fields,
) =>
	openObject({
		...sharedFields,
		max_position_embeddings: v.nullish(field.context, context),
		hidden_act: v.nullish(field.activation, 'silu'),
		tie_word_embeddings: field.flagOr(false),
		...fields,
	});

type Fields = Omit<
	v.InferOutput<v.ObjectSchema<typeof sharedFields, undefined>>,
	'rope_scaling' | 'rope_parameters' | 'partial_rotary_factor'
> &
	field.Positions & {
		readonly rope_scaling?: field.Rotary | null | undefined;
		readonly rope_parameters?: field.Rotary | null | undefined;
		readonly tie_word_embeddings: boolean;
		readonly hidden_act: Activation;
	};

/** `base`: of the angles, if the config has none. */
export function llamaStyleConfig(c: Fields, base = 10_000) {
	const [width, heads] = [c.hidden_size, c.num_attention_heads];
	const rotary = field.chooseAngles(c);
	return {
		vocabulary: c.vocab_size,
		width,
		layers: c.num_hidden_layers,
		heads,
		keyValueHeads: c.num_key_value_heads ?? heads,
		headDim: c.head_dim ?? width / heads,
		hidden: c.intermediate_size,
		normEpsilon: c.rms_norm_eps,
		rotaryBase: rotary?.rope_theta ?? c.rope_theta ?? base,
		...field.scaledContext(rotary, c),
		tied: c.tie_word_embeddings,
		activation: c.hidden_act,
		...field.readPad(c.pad_token_id, c.vocab_size),
		biases: [
			...(c.attention_bias ? attentionMatrices : []),
			...(c.mlp_bias ? feedForwardMatrices : []),
		],
	};
}
