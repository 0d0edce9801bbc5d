/** Llama (Touvron et al. 2023, arXiv 2302.13971) as transformers' LlamaForCausalLM stores it. */
import * as v from 'valibot';
import { mustBe, number, openObject, whole } from '#core/fields.ts';
import { checkedConfig, defineArchitecture, only } from '../architecture.ts';

const positive = whole(1, 2 ** 31 - 1);
const above0 = number('a number above 0', (value) => value > 0 && Number.isFinite(value));
const epsilon = number('a number from 0 to 1', (value) => value >= 0 && value <= 1);
const flag = v.boolean(mustBe('true or false'));

/** transformers reads the kind from `rope_type`, and from `type` in older files. */
const rotary = openObject({
	rope_type: v.nullish(only('default')),
	type: v.nullish(only('default')),
	rope_theta: v.nullish(above0),
	partial_rotary_factor: v.nullish(only(1)),
});

/** Null stands for an absent field. The bounds limit the decoder before the weights are read. */
const schema = openObject({
	hidden_size: positive,
	num_attention_heads: positive,
	num_key_value_heads: v.nullish(positive),
	head_dim: v.nullish(positive),
	num_hidden_layers: whole(1, 1000),
	intermediate_size: positive,
	vocab_size: positive,
	max_position_embeddings: v.nullish(whole(1, 2 ** 20), 2048),
	hidden_act: v.nullish(only('silu')),
	attention_bias: v.nullish(only(false)),
	mlp_bias: v.nullish(only(false)),
	rms_norm_eps: v.nullish(epsilon, 1e-6),
	rope_theta: v.nullish(above0, 10000),
	rope_scaling: v.nullish(
		v.pipe(
			rotary,
			v.check(
				(scaling) => (scaling.rope_type ?? scaling.type) === 'default',
				'must be null or of rope_type "default": scaled rotary positions are not supported.',
			),
		),
	),
	rope_parameters: v.nullish(rotary),
	tie_word_embeddings: v.nullish(flag, false),
});

export const llama = defineArchitecture({
	id: 'llama',
	modelType: 'llama',
	className: 'LlamaForCausalLM',
	config: (json) => {
		const c = checkedConfig(schema, json);
		const [width, heads] = [c.hidden_size, c.num_attention_heads];
		return {
			vocabulary: c.vocab_size,
			width,
			layers: c.num_hidden_layers,
			heads,
			keyValueHeads: c.num_key_value_heads ?? heads,
			headDim: c.head_dim ?? width / heads,
			hidden: c.intermediate_size,
			normEpsilon: c.rms_norm_eps,
			rotaryBase: c.rope_parameters?.rope_theta ?? c.rope_scaling?.rope_theta ?? c.rope_theta,
			context: c.max_position_embeddings,
			tied: c.tie_word_embeddings,
		};
	},
	tensors: (c) => [
		['model.embed_tokens.weight', 'embedding', [c.vocabulary, c.width]],
		...Array.from({ length: c.layers }, (_, i) => {
			const [hf, role] = [`model.layers.${i}`, `layer${i}`];
			const [queryWidth, keyWidth] = [c.heads * c.headDim, c.keyValueHeads * c.headDim];
			return [
				[`${hf}.input_layernorm.weight`, `${role}.attentionNorm`, [c.width]],
				[`${hf}.self_attn.q_proj.weight`, `${role}.query`, [queryWidth, c.width]],
				[`${hf}.self_attn.k_proj.weight`, `${role}.key`, [keyWidth, c.width]],
				[`${hf}.self_attn.v_proj.weight`, `${role}.value`, [keyWidth, c.width]],
				[`${hf}.self_attn.o_proj.weight`, `${role}.output`, [c.width, queryWidth]],
				[`${hf}.post_attention_layernorm.weight`, `${role}.feedForwardNorm`, [c.width]],
				[`${hf}.mlp.gate_proj.weight`, `${role}.gate`, [c.hidden, c.width]],
				[`${hf}.mlp.up_proj.weight`, `${role}.up`, [c.hidden, c.width]],
				[`${hf}.mlp.down_proj.weight`, `${role}.down`, [c.width, c.hidden]],
			] as const;
		}).flat(),
		['model.norm.weight', 'finalNorm', [c.width]],
		...(c.tied ? [] : ([['lm_head.weight', 'head', [c.vocabulary, c.width]]] as const)),
	],
});
