/**
 * GPT-2 (Radford et al. 2019) as transformers' GPT2LMHeadModel stores it. Its matrices are
 * [in, out], and queries, keys and values are the columns of one.
 */
import * as v from 'valibot';
import { openObject } from '#core/fields.ts';
import { checkedConfig, defineArchitecture, type NamedTensor } from '../architecture.ts';
import {
	absentOr,
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
import { fromColumns, fromRows } from '../stored.ts';

const schema = openObject({
	vocab_size: positive,
	n_positions: contextField,
	n_embd: positive,
	n_layer: layerCount,
	n_head: positive,
	n_inner: v.nullish(positive),
	activation_function: v.nullish(activationField, 'gelu_new'),
	layer_norm_epsilon: v.nullish(epsilon, 1e-5),
	scale_attn_weights: flagOr(true),
	scale_attn_by_inverse_layer_idx: absentOr(false),
	add_cross_attention: absentOr(false),
	tie_word_embeddings: flagOr(true),
});

export const gpt2 = defineArchitecture({
	id: 'gpt2',
	modelType: 'gpt2',
	className: 'GPT2LMHeadModel',
	prefix: 'transformer.',
	config: (json) => {
		const c = checkedConfig(schema, json);
		return {
			vocabulary: c.vocab_size,
			width: c.n_embd,
			layers: c.n_layer,
			heads: c.n_head,
			keyValueHeads: c.n_head,
			headDim: c.n_embd / c.n_head,
			hidden: c.n_inner ?? 4 * c.n_embd,
			normEpsilon: c.layer_norm_epsilon,
			rotaryBase: 0,
			positionRows: c.n_positions,
			context: usedContext(c.n_positions),
			tied: c.tie_word_embeddings,
			norm: 'layer',
			activation: c.activation_function,
			...(!c.scale_attn_weights && { attentionScale: 1 }),
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
	const fused = ['query', 'key', 'value'].flatMap((part, i) =>
		productTensors(`${hf}.attn.c_attn`, `${role}.${part}`, [width, width], {
			matrix: fromColumns([width, 3 * width], i * width),
			bias: fromRows([3 * width], (out) => i * width + out),
		}),
	);
	return [
		...normTensors(`${hf}.ln_1`, `${role}.attentionNorm`, width),
		...fused,
		...productTensors(`${hf}.attn.c_proj`, `${role}.output`, [width, width], {
			matrix: fromColumns([width, width]),
		}),
		...normTensors(`${hf}.ln_2`, `${role}.feedForwardNorm`, width),
		...productTensors(`${hf}.mlp.c_fc`, `${role}.up`, [hidden, width], {
			matrix: fromColumns([width, hidden]),
		}),
		...productTensors(`${hf}.mlp.c_proj`, `${role}.down`, [width, hidden], {
			matrix: fromColumns([hidden, width]),
		}),
	];
}
