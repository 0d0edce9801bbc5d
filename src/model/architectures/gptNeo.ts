/**
 * GPT-Neo (Black et al. 2021) as transformers' GPTNeoForCausalLM stores it, for example TinyStories.
 * Scores are not divided, and some layers see only the last tokens.
 */
import * as v from 'valibot';
import { list, oneOf, openObject } from '#core/fields.ts';
import {
	checkedConfig,
	defineArchitecture,
	layerMismatch,
	type NamedTensor,
} from '../architecture.ts';
import {
	activationField,
	contextField,
	epsilon,
	flagOr,
	layerCount,
	positive,
	usedContext,
} from '../configFields.ts';
import type { DecoderConfig } from '../decoder.ts';
import { normTensors, productTensors } from '../gptStyle.ts';

const kinds = list(oneOf(['global', 'local']), 'kinds of layers', 1000);
const schema = openObject({
	vocab_size: positive,
	max_position_embeddings: contextField,
	hidden_size: positive,
	num_layers: layerCount,
	num_heads: positive,
	intermediate_size: v.nullish(positive),
	/** [kinds, repeats] */
	attention_types: list(v.tuple([kinds, positive]), 'pairs of kinds and repeats', 1000),
	window_size: v.nullish(positive, 256),
	activation_function: v.nullish(activationField, 'gelu_new'),
	layer_norm_epsilon: v.nullish(epsilon, 1e-5),
	tie_word_embeddings: flagOr(true),
});

export const gptNeo = defineArchitecture({
	id: 'gpt-neo',
	modelType: 'gpt_neo',
	className: 'GPTNeoForCausalLM',
	prefix: 'transformer.',
	config: (json) => {
		const c = checkedConfig(schema, json);
		const layers = c.num_layers;
		const repeated = c.attention_types.flatMap(([kinds, repeats]) =>
			Array.from({ length: Math.min(repeats, layers + 1) }, () => kinds).flat(),
		);
		if (repeated.length !== layers) throw layerMismatch('attention_types', repeated.length, layers);
		return {
			vocabulary: c.vocab_size,
			width: c.hidden_size,
			layers,
			heads: c.num_heads,
			keyValueHeads: c.num_heads,
			headDim: c.hidden_size / c.num_heads,
			hidden: c.intermediate_size ?? 4 * c.hidden_size,
			normEpsilon: c.layer_norm_epsilon,
			rotaryBase: 0,
			positionRows: c.max_position_embeddings,
			context: usedContext(c.max_position_embeddings),
			tied: c.tie_word_embeddings,
			norm: 'layer',
			activation: c.activation_function,
			attentionScale: 1,
			windows: repeated.map((kind) => (kind === 'local' ? c.window_size : 0)),
		};
	},
	tensors: (c) => [
		['transformer.wte.weight', 'embedding', [c.vocabulary, c.width]],
		['transformer.wpe.weight', 'positions', [c.positionRows!, c.width]],
		...Array.from({ length: c.layers }, (_, i) => layerTensors(c, i)).flat(),
		...normTensors('transformer.ln_f', 'finalNorm', c.width),
		...(c.tied ? [] : ([['lm_head.weight', 'head', [c.vocabulary, c.width]]] as const)),
	],
});

function layerTensors({ width, hidden }: DecoderConfig, index: number): NamedTensor[] {
	const [hf, role] = [`transformer.h.${index}`, `layer${index}`];
	const attention = `${hf}.attn.attention`;
	const square = [width, width] as const;
	return [
		...normTensors(`${hf}.ln_1`, `${role}.attentionNorm`, width),
		...productTensors(`${attention}.q_proj`, `${role}.query`, square, { bias: null }),
		...productTensors(`${attention}.k_proj`, `${role}.key`, square, { bias: null }),
		...productTensors(`${attention}.v_proj`, `${role}.value`, square, { bias: null }),
		...productTensors(`${attention}.out_proj`, `${role}.output`, square),
		...normTensors(`${hf}.ln_2`, `${role}.feedForwardNorm`, width),
		...productTensors(`${hf}.mlp.c_fc`, `${role}.up`, [hidden, width]),
		...productTensors(`${hf}.mlp.c_proj`, `${role}.down`, [width, hidden]),
	];
}
