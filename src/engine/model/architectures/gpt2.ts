/**
 * GPT-2 (Radford et al. 2019) as transformers' GPT2LMHeadModel stores it. Its matrices are
 * [in, out], and queries, keys and values are the columns of one.
 */
import * as v from 'valibot';
import { openObject } from '#engine/core/fields.ts';
import { defineArchitecture, type NamedTensor } from '../architecture.ts';
import * as field from '../configFields.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import { gptConfig, gptTensors, normTensors, productTensors } from '../gptStyle.ts';
import { fromColumns, fromRows } from '../stored.ts';

const schema = openObject({
	vocab_size: field.positive,
	n_positions: field.context,
	n_embd: field.positive,
	n_layer: field.layerCount,
	n_head: field.positive,
	n_inner: v.nullish(field.positive),
	activation_function: v.nullish(field.activation, 'gelu_new'),
	layer_norm_epsilon: v.nullish(field.epsilon, 1e-5),
	scale_attn_weights: field.flagOr(true),
	scale_attn_by_inverse_layer_idx: field.flagOr(false),
	add_cross_attention: field.absentOr(false),
	tie_word_embeddings: field.flagOr(true),
});

export const gpt2 = defineArchitecture({
	id: 'gpt2',
	modelType: 'gpt2',
	className: 'GPT2LMHeadModel',
	prefix: 'transformer.',
	constants: /\.attn\.(masked_)?bias$/,
	adapterTargets: ['c_attn'],
	schema,
	config: (c) => ({
		...gptConfig({
			vocabulary: c.vocab_size,
			positions: c.n_positions,
			width: c.n_embd,
			layers: c.n_layer,
			heads: c.n_head,
			hidden: c.n_inner,
		}),
		normEpsilon: c.layer_norm_epsilon,
		tied: c.tie_word_embeddings,
		activation: c.activation_function,
		...(!c.scale_attn_weights && { attentionScale: 1 }),
		...(c.scale_attn_by_inverse_layer_idx && { isScaledByLayer: true }),
	}),
	tensors: (c) => gptTensors(c, (hf, role) => layerTensors(c, hf, role)),
});

function layerTensors({ width, hidden }: DecoderConfig, hf: string, role: string): NamedTensor[] {
	const product = (name: string, part: string, out: number, inner: number) =>
		productTensors(`${hf}.${name}`, `${role}.${part}`, [out, inner], {
			matrix: fromColumns([inner, out]),
		});
	const fused = ['query', 'key', 'value'].flatMap((part, i) =>
		productTensors(`${hf}.attn.c_attn`, `${role}.${part}`, [width, width], {
			matrix: fromColumns([width, 3 * width], i * width),
			bias: fromRows([3 * width], (out) => i * width + out),
		}),
	);
	return [
		...normTensors(`${hf}.ln_1`, `${role}.attentionNorm`, width),
		...fused,
		...product('attn.c_proj', 'output', width, width),
		...normTensors(`${hf}.ln_2`, `${role}.feedForwardNorm`, width),
		...product('mlp.c_fc', 'up', hidden, width),
		...product('mlp.c_proj', 'down', width, hidden),
	];
}
