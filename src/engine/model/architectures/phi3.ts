/**
 * Phi-3 (Microsoft 2024, arXiv 2404.14219) and Phi-4-mini: Llama with queries, keys and values in
 * one matrix, gate and up in another, and rotary positions of a part of each head.
 */
import * as v from 'valibot';
import { above0, oneOf, openObject } from '#engine/core/fields.ts';
import { defineArchitecture } from '../architecture.ts';
import { llamaNames } from '../checkpointTensors.ts';
import * as field from '../configFields.ts';
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
const schema = llamaStyleFields(4096, {
	rms_norm_eps: v.nullish(field.epsilon, 1e-5),
	rope_scaling: angles,
	rope_parameters: angles,
	partial_rotary_factor: v.nullish(part, 1),
	original_max_position_embeddings: v.nullish(field.positive, 4096),
	pad_token_id: field.pad(32_000),
	sliding_window: v.nullish(field.positive),
});

export const phi3 = defineArchitecture({
	modelType: 'phi3',
	className: 'Phi3ForCausalLM',
	adapterTargets: ['qkv_proj'],
	schema,
	names: {
		...llamaNames,
		parts: {
			...llamaNames.parts,
			query: 'self_attn.qkv_proj',
			key: 'self_attn.qkv_proj',
			value: 'self_attn.qkv_proj',
			gate: 'mlp.gate_up_proj',
			up: 'mlp.gate_up_proj',
		},
		stored: (c, part, [, inner]) => {
			const { headDim, hidden } = c;
			const [queries, keys] = [c.heads * headDim, c.keyValueHeads * headDim];
			/** Rows from `first` on of a matrix with `rows` rows. */
			const rowsFrom = (rows: number, first: number, place = (out: number) => out) =>
				fromRows([rows, inner], (out) => first + place(out));
			const toStored = rotatedIndex(c);
			const inHead = (out: number) => out - (out % headDim) + toStored(out % headDim);
			switch (part) {
				case 'query':
					return rowsFrom(queries + 2 * keys, 0, inHead);
				case 'key':
					return rowsFrom(queries + 2 * keys, queries, inHead);
				case 'value':
					return rowsFrom(queries + 2 * keys, queries + keys);
				case 'gate':
					return rowsFrom(2 * hidden, 0);
				case 'up':
					return rowsFrom(2 * hidden, hidden);
				default:
					return undefined;
			}
		},
	},
	config: (c) => {
		const shape = llamaStyleConfig({ ...c, attention_bias: false });
		const share = field.chooseAngles(c)?.partial_rotary_factor ?? c.partial_rotary_factor;
		const window = c.sliding_window;
		return {
			...shape,
			rotated: field.readRotated(shape.headDim, share, 'partial_rotary_factor'),
			...(window && { windows: Array.from({ length: shape.layers }, () => window) }),
		};
	},
});
