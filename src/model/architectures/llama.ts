/** Llama (Touvron et al. 2023, arXiv 2302.13971) as transformers' LlamaForCausalLM stores it. */
import { defineArchitecture } from '../architecture.ts';

export const llama = defineArchitecture({
	id: 'llama',
	modelType: 'llama',
	className: 'LlamaForCausalLM',
	config: (json, field) => {
		const width = field.integer('hidden_size');
		const heads = field.integer('num_attention_heads');
		field.equals('hidden_act', 'silu');
		field.equals('attention_bias', false, false);
		field.equals('mlp_bias', false, false);
		const scaling = json['rope_scaling'];
		if (scaling !== undefined && scaling !== null)
			throw field.wrong('rope_scaling', 'scaled rotary positions are not known here');
		const parameters = json['rope_parameters'] as
			{ rope_theta?: number; rope_type?: string } | undefined;
		if (parameters?.rope_type !== undefined && parameters.rope_type !== 'default')
			throw field.wrong('rope_parameters', 'only the default rotary positions are known here');
		return {
			vocabulary: field.integer('vocab_size'),
			width,
			layers: field.integer('num_hidden_layers', undefined, 1000),
			heads,
			keyValueHeads: field.integer('num_key_value_heads', heads),
			headDim: field.integer('head_dim', width / heads),
			hidden: field.integer('intermediate_size'),
			normEpsilon: field.number('rms_norm_eps', 1e-6),
			rotaryBase: parameters?.rope_theta ?? field.number('rope_theta', 10000),
			context: field.integer('max_position_embeddings', 2048, 2 ** 20),
			tied: field.flag('tie_word_embeddings', false),
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
