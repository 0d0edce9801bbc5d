/**
 * GPT-Neo (Black et al. 2021) as transformers' GPTNeoForCausalLM stores it: TinyStories. Scores are
 * not divided, and some layers see only the last tokens.
 */
import { say } from '#engine/core/message.ts';
import * as v from 'valibot';
import { list, oneOf, openObject } from '#engine/core/fields.ts';
import { defineArchitecture, layerMismatch } from '../architecture.ts';
import * as field from '../configFields.ts';
import { gptConfig, gptNames } from '../gptStyle.ts';

const kinds = list(oneOf(['global', 'local']), say('kinds of layers'), 1000);
const schema = openObject({
	vocab_size: field.positive,
	max_position_embeddings: field.context,
	hidden_size: field.positive,
	num_layers: field.layerCount,
	num_heads: field.positive,
	intermediate_size: v.nullish(field.positive),
	/** [kinds, repeats]. transformers reads `attention_layers` if a file has both. */
	attention_types: list(v.tuple([kinds, field.positive]), say('pairs of kinds and repeats'), 1000),
	attention_layers: v.nullish(kinds),
	window_size: v.nullish(field.positive, 256),
	activation_function: v.nullish(field.activation, 'gelu_new'),
	layer_norm_epsilon: v.nullish(field.epsilon, 1e-5),
	tie_word_embeddings: field.flagOr(true),
});

export const gptNeo = defineArchitecture({
	modelType: 'gpt_neo',
	className: 'GPTNeoForCausalLM',
	prefix: 'transformer.',
	constants: /\.attn\.attention\.(masked_)?bias$/,
	schema,
	aliases: { num_attention_heads: 'num_heads', num_hidden_layers: 'num_layers' },
	names: {
		...gptNames,
		parts: {
			attentionNorm: 'ln_1',
			query: 'attn.attention.q_proj',
			key: 'attn.attention.k_proj',
			value: 'attn.attention.v_proj',
			output: 'attn.attention.out_proj',
			feedForwardNorm: 'ln_2',
			up: 'mlp.c_fc',
			down: 'mlp.c_proj',
		},
	},
	config: (c) => {
		const layers = c.num_layers;
		const repeated = c.attention_types.flatMap(([kinds, repeats]) =>
			Array.from({ length: Math.min(repeats, layers + 1) }, () => kinds).flat(),
		);
		const read = c.attention_layers ?? repeated;
		const listed = c.attention_layers ? 'attention_layers' : 'attention_types';
		if (read.length !== layers) throw layerMismatch(listed, read.length, layers);
		return {
			...gptConfig({
				vocabulary: c.vocab_size,
				positions: c.max_position_embeddings,
				width: c.hidden_size,
				layers,
				heads: c.num_heads,
				hidden: c.intermediate_size,
			}),
			normEpsilon: c.layer_norm_epsilon,
			tied: c.tie_word_embeddings,
			activation: c.activation_function,
			biases: ['output', 'up', 'down'],
			attentionScale: 1,
			windows: read.map((kind) => (kind === 'local' ? c.window_size : 0)),
		};
	},
});
