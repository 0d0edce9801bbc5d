/**
 * GPT-NeoX (Black et al. 2022, arXiv 2204.06745) as transformers' GPTNeoXForCausalLM stores it, for
 * example Pythia. Each head has its queries, keys and values after one another in one matrix.
 */
import * as v from 'valibot';
import { number, openObject } from '#engine/core/fields.ts';
import { checkedConfig, defineArchitecture, type NamedTensor } from '../architecture.ts';
import {
	above0,
	activationField,
	contextField,
	epsilon,
	flagOr,
	layerCount,
	positive,
	rotaryObjectWith,
	scaledContext,
} from '../configFields.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import { headTensor, normTensors, productTensors } from '../gptStyle.ts';
import { fromRows } from '../stored.ts';

const part = number('a number above 0, at most 1', (value) => value > 0 && value <= 1);
const rotary = rotaryObjectWith(v.nullish(part));
const schema = openObject({
	vocab_size: positive,
	hidden_size: positive,
	num_hidden_layers: layerCount,
	num_attention_heads: positive,
	intermediate_size: positive,
	hidden_act: v.nullish(activationField, 'gelu'),
	max_position_embeddings: v.nullish(contextField, 2048),
	layer_norm_eps: v.nullish(epsilon, 1e-5),
	use_parallel_residual: flagOr(true),
	rotary_pct: v.nullish(part, 0.25),
	rotary_emb_base: v.nullish(above0, 10_000),
	rope_scaling: v.nullish(rotary),
	rope_parameters: v.nullish(rotary),
	original_max_position_embeddings: v.nullish(positive),
	attention_bias: flagOr(true),
	tie_word_embeddings: flagOr(false),
});

export const gptNeoX = defineArchitecture({
	id: 'gpt-neox',
	modelType: 'gpt_neox',
	className: 'GPTNeoXForCausalLM',
	prefix: 'gpt_neox.',
	head: 'embed_out.weight',
	constants: /\.attention\.(masked_bias|bias|rotary_emb\.inv_freq)$/,
	adapterTargets: ['query_key_value'],
	config: (json) => {
		const c = checkedConfig(schema, json);
		const headDim = c.hidden_size / c.num_attention_heads;
		const angles = [c.rope_scaling, c.rope_parameters].find(
			(parameters) => Object.keys(parameters ?? {}).length > 0,
		);
		return {
			vocabulary: c.vocab_size,
			width: c.hidden_size,
			layers: c.num_hidden_layers,
			heads: c.num_attention_heads,
			keyValueHeads: c.num_attention_heads,
			headDim,
			hidden: c.intermediate_size,
			normEpsilon: c.layer_norm_eps,
			rotaryBase: angles?.rope_theta ?? c.rotary_emb_base,
			rotated: Math.floor(headDim * (angles?.partial_rotary_factor ?? c.rotary_pct)),
			...scaledContext(angles, c),
			tied: c.tie_word_embeddings,
			norm: 'layer',
			activation: c.hidden_act,
			isParallel: c.use_parallel_residual,
			...(c.attention_bias && { attentionBias: 'all' as const }),
		};
	},
	tensors: (c) => [
		['gpt_neox.embed_in.weight', 'embedding', [c.vocabulary, c.width]],
		...Array.from({ length: c.layers }, (_, i) => layerTensors(c, i)).flat(),
		...normTensors('gpt_neox.final_layer_norm', 'finalNorm', c.width),
		...headTensor(c, 'embed_out.weight'),
	],
});

function layerTensors(c: DecoderConfig, index: number): NamedTensor[] {
	const { width, headDim, hidden } = c;
	const [hf, role] = [`gpt_neox.layers.${index}`, `layer${index}`];
	const noBias = c.attentionBias ? {} : { bias: null };
	const fused = (['query', 'key', 'value'] as const).flatMap((part, i) => {
		const toStored = part === 'value' ? (n: number) => n : storedIndex(c);
		const row = (out: number) =>
			(3 * Math.floor(out / headDim) + i) * headDim + toStored(out % headDim);
		return productTensors(`${hf}.attention.query_key_value`, `${role}.${part}`, [width, width], {
			matrix: fromRows([3 * width, width], row),
			bias: fromRows([3 * width], row),
			...noBias,
		});
	});
	return [
		...normTensors(`${hf}.input_layernorm`, `${role}.attentionNorm`, width),
		...fused,
		...productTensors(`${hf}.attention.dense`, `${role}.output`, [width, width], noBias),
		...normTensors(`${hf}.post_attention_layernorm`, `${role}.feedForwardNorm`, width),
		...productTensors(`${hf}.mlp.dense_h_to_4h`, `${role}.up`, [hidden, width]),
		...productTensors(`${hf}.mlp.dense_4h_to_h`, `${role}.down`, [width, hidden]),
	];
}

/**
 * The index in the checkpoint of number n of a head. The checkpoint rotates the pairs (i, i + r/2)
 * for i < r/2 and keeps the rest. The decoder's pairs are (i, i + d/2), and those from r/2 on have
 * the angle 0. Scores do not depend on the order, because queries and keys have the same.
 */
const storedIndex =
	({ headDim, rotated = headDim }: DecoderConfig) =>
	(n: number): number => {
		const [half, pairs] = [headDim / 2, rotated / 2];
		const plane = n % half;
		const second = n >= half;
		if (plane < pairs) return second ? pairs + plane : plane;
		return rotated + (second ? half - pairs : 0) + plane - pairs;
	};
