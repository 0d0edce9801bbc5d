/**
 * Phi-3 (Microsoft 2024, arXiv 2404.14219) and Phi-4-mini: Llama with queries, keys and values in
 * one matrix, gate and up in another, and rotary positions of a part of each head.
 */
import * as v from 'valibot';
import { above0, oneOf, openObject } from '#engine/core/fields.ts';
import { defineArchitecture, type NamedTensor } from '../architecture.ts';
import * as field from '../configFields.ts';
import type { DecoderConfig } from '../decoderConfig.ts';
import { headTensor, productTensors } from '../gptStyle.ts';
import { llamaStyleConfig, llamaStyleFields } from '../llamaStyle.ts';
import { fromRows, rotatedIndex } from '../stored.ts';

const part = above0(1);
const kind = v.nullish(oneOf(['default', 'longrope']));
const angles = v.nullish(
	v.intersect([
		openObject({ rope_type: kind, type: kind }),
		field.rotaryObjectWith(v.nullish(part)),
	]),
);
const schema = openObject({
	...llamaStyleFields,
	rms_norm_eps: v.nullish(field.epsilon, 1e-5),
	rope_scaling: angles,
	rope_parameters: angles,
	partial_rotary_factor: v.nullish(part, 1),
	original_max_position_embeddings: v.nullish(field.positive, 4096),
	pad_token_id: field.pad(32_000),
	max_position_embeddings: v.nullish(field.context, 4096),
	hidden_act: v.nullish(field.activation, 'silu'),
	sliding_window: v.nullish(field.positive),
	tie_word_embeddings: field.flagOr(false),
});

export const phi3 = defineArchitecture({
	id: 'phi3',
	modelType: 'phi3',
	className: 'Phi3ForCausalLM',
	adapterTargets: ['qkv_proj'],
	schema,
	config: (c) => {
		const shape = llamaStyleConfig({ ...c, attention_bias: false });
		const angles = field.chooseAngles(c);
		const share = angles?.partial_rotary_factor ?? c.partial_rotary_factor;
		const window = c.sliding_window;
		return {
			...shape,
			rotaryBase: angles?.rope_theta ?? c.rope_theta ?? 10_000,
			rotated: field.readRotated(shape.headDim, share, 'partial_rotary_factor'),
			...field.scaledContext(angles, c),
			activation: c.hidden_act,
			...(window && { windows: Array.from({ length: shape.layers }, () => window) }),
		};
	},
	tensors: (c) => [
		['model.embed_tokens.weight', 'embedding', [c.vocabulary, c.width]],
		...Array.from({ length: c.layers }, (_, i) => layerTensors(c, i)).flat(),
		['model.norm.weight', 'finalNorm', [c.width]],
		...headTensor(c),
	],
});

function layerTensors(c: DecoderConfig, index: number): NamedTensor[] {
	const { width, headDim, hidden } = c;
	const [hf, role] = [`model.layers.${index}`, `layer${index}`];
	const [queryWidth, keyWidth] = [c.heads * headDim, c.keyValueHeads * headDim];
	/** Rows from `first` on of a matrix with `rows` rows. */
	const rowsOf = (rows: number, first: number, place = (out: number) => out) => ({
		matrix: fromRows([rows, width], (out) => first + place(out)),
		bias: null,
	});
	const toStored = rotatedIndex(c);
	const inHead = (out: number) => out - (out % headDim) + toStored(out % headDim);
	const [qkv, gateUp] = [`${hf}.self_attn.qkv_proj`, `${hf}.mlp.gate_up_proj`];
	const all = queryWidth + 2 * keyWidth;
	const keys = rowsOf(all, queryWidth, inHead);
	const values = rowsOf(all, queryWidth + keyWidth);
	return [
		[`${hf}.input_layernorm.weight`, `${role}.attentionNorm`, [width]],
		...productTensors(qkv, `${role}.query`, [queryWidth, width], rowsOf(all, 0, inHead)),
		...productTensors(qkv, `${role}.key`, [keyWidth, width], keys),
		...productTensors(qkv, `${role}.value`, [keyWidth, width], values),
		...productTensors(`${hf}.self_attn.o_proj`, `${role}.output`, [width, queryWidth], {
			bias: null,
		}),
		[`${hf}.post_attention_layernorm.weight`, `${role}.feedForwardNorm`, [width]],
		...productTensors(gateUp, `${role}.gate`, [hidden, width], rowsOf(2 * hidden, 0)),
		...productTensors(gateUp, `${role}.up`, [hidden, width], rowsOf(2 * hidden, hidden)),
		...productTensors(`${hf}.mlp.down_proj`, `${role}.down`, [width, hidden], { bias: null }),
	];
}
