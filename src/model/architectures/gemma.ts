/**
 * Gemma (Gemma Team 2024, arXiv 2403.08295): Llama with GeGLU, gains stored less 1, and a token
 * embedding multiplied by √width.
 */
import * as v from 'valibot';
import { openObject } from '#core/fields.ts';
import { checkedConfig, defineArchitecture } from '../architecture.ts';
import { absentOr, activationField, contextField, flagOr, positive } from '../configFields.ts';
import { llamaStyleConfig, llamaStyleFields, llamaStyleTensors, rotaryOf } from '../llamaStyle.ts';

const fields = openObject({
	...llamaStyleFields,
	head_dim: v.nullish(positive, 256),
	max_position_embeddings: v.nullish(contextField, 8192),
	hidden_act: v.nullish(activationField, 'gelu'),
	hidden_activation: v.nullish(activationField),
	attention_bias: flagOr(false),
	use_bidirectional_attention: absentOr(false),
	tie_word_embeddings: flagOr(true),
});
/** "gelu" in the first files means the approximation, says transformers. */
const unitOf = ({ hidden_act: unit }: v.InferOutput<typeof fields>) =>
	unit === 'gelu' ? 'geluTanh' : unit;
// Only some versions of transformers read `hidden_activation`.
const schema = v.pipe(
	fields,
	v.forward(
		v.check((c) => (c.hidden_activation ?? unitOf(c)) === unitOf(c), 'must be as hidden_act.'),
		['hidden_activation'],
	),
);

export const gemma = defineArchitecture({
	id: 'gemma',
	modelType: 'gemma',
	className: 'GemmaForCausalLM',
	config: (json) => {
		const c = checkedConfig(schema, json);
		return {
			...llamaStyleConfig(c),
			...rotaryOf(c),
			norm: 'rms+1',
			activation: unitOf(c),
			embeddingScale: Math.sqrt(c.hidden_size),
			...(c.attention_bias && { attentionBias: 'all' as const }),
		};
	},
	tensors: (c) => llamaStyleTensors(c),
});
