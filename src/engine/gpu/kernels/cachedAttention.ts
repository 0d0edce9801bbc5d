/**
 * Attention of new tokens over cached keys and values, for generation.
 *
 *   o_t = Σ_j p_tj v_j,   p_tj = softmax_j(scale · q_t · k_j)    for j = first_t … last_t
 *
 * for each head, with a soft cap as in attention.ts. If first_t > last_t, o_t = 0. A window keeps
 * the last keys only. q, o [tokens, heads · d]; k, v [rows, kvHeads · d]; first, last [tokens]:
 * rows of the cache. No gradient.
 *
 * The softmax is accumulated as in attention.ts. A workgroup has one query of one head. Each of its
 * invocations scores one key of a block, and then sums some columns of the values.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel } from '../kernel.ts';
import { each } from '../webgpu/headRows.ts';
import { groupGrid, maxGroups, read, shader, write } from '../webgpu/shader.ts';
import {
	attentionAttributes,
	attentionCall,
	attentionSizes,
	mixValues,
	scoreWgsl,
	type AttentionAttributes,
	type HeadOptions,
} from './attentionShape.ts';

/** Keys in a block, and invocations in a workgroup. */
const block = 64;

export const cachedAttentionKernel = defineKernel<AttentionAttributes>({
	name: 'CachedAttention',
	inputs: ['q', 'k', 'v', 'first', 'last'],
	outputs: ([q]) => [{ shape: q.shape, storage: 'f32' }],
	dispatches: ({ inputs: [q, k, v, first, last], outputs: [o] }, attributes) => {
		const { tokens, d, group } = attentionSizes(q, attributes);
		const { heads, kvHeads, window } = attributes;
		const { factor, capped, score } = scoreWgsl(attributes, 1);
		const columns = Math.ceil(d / block);
		return [
			shader({
				label: 'cachedAttention',
				operands: {
					q: read(q, 0),
					k: read(k, 1),
					v: read(v, 2),
					first: read(first, 3),
					last: read(last, 4),
					o: write(o, 5),
				},
				sizes: { count: tokens * heads },
				scalars: { scale: factor },
				workgroupSize: [block, 1, 1],
				workgroups: groupGrid(tokens * heads),
				functions: `var<workgroup> shared_scores: array<f32, ${block}>;\n`,
				body: `let item = group.x + group.y * ${maxGroups}u;
if (item >= u.count) { return; }
let t = item / ${heads}u;
let head = item % ${heads}u;
let to_key = last_at(t) + 1;
let from_key = max(first_at(t), ${window === 0 ? '0' : `to_key - ${window}`});
let key_head = head / ${group}u * ${d}u;
var most = -1e30;
var sum = 0.0;
${each(columns, (part) => `var o_${part} = 0.0;`)}
for (var start = from_key; start < to_key; start += ${block}) {
	let key = start + i32(lane);
	let count = min(to_key - start, ${block});
	var score = -1e30;
	if (key < to_key) {
		let at = u32(key) * ${kvHeads * d}u + key_head;
		var product = 0.0;
		for (var c = 0u; c < ${d}u; c++) {
			product = fma(q_at(item * ${d}u + c), k_at(at + c), product);
		}
		product *= u.scale;
		${capped('product')}
		score = ${score('product')};
	}
	workgroupBarrier();
	shared_scores[lane] = score;
	workgroupBarrier();
	var larger = most;
	for (var i = 0; i < count; i++) { larger = max(larger, shared_scores[i]); }
	let shrink = exp(most - larger);
	most = larger;
	sum *= shrink;
	${each(columns, (part) => `o_${part} *= shrink;`)}
	for (var i = 0; i < count; i++) {
		let p = exp(shared_scores[i] - larger);
		sum += p;
		let at = u32(start + i) * ${kvHeads * d}u + key_head;
		${each(
			columns,
			(part) =>
				`o_${part} = fma(p, v_at(at + min(${part * block}u + lane, ${d - 1}u)), o_${part});`,
		)}
	}
}
let inverse = select(0.0, 1.0 / sum, sum > 0.0);
${each(
	columns,
	(part) => `if (${part * block}u + lane < ${d}u) {
	o_set(item * ${d}u + ${part * block}u + lane, o_${part} * inverse);
}`,
)}`,
				flops: 4 * tokens * k.shape[0] * heads * d,
			}),
		];
	},
	calls: ({ inputs: [q, { shape }] }, attributes) => [
		attentionCall('cachedAttention', q, attributes, shape[0]),
	],
	reference: ([q, k, v, first, last], { inputs: [shape] }, attributes) => {
		const { tokens, d, group } = attentionSizes(shape, attributes);
		const { heads, kvHeads, window } = attributes;
		const o = new Float64Array(tokens * heads * d);
		for (let t = 0; t < tokens; t++)
			for (let h = 0; h < heads; h++) {
				const from = Math.max(first[t], window === 0 ? 0 : last[t] - window + 1);
				const rowStart = (j: number) => (j * kvHeads + Math.floor(h / group)) * d;
				const keys = Array.from({ length: Math.max(0, last[t] + 1 - from) }, (_, i) => from + i);
				const at = (t * heads + h) * d;
				const operands = { query: q.subarray(at), k, v, o: o.subarray(at) };
				mixValues(operands, keys, { rowStart, d, ...attributes });
			}
		return [o];
	},
});

export interface CachedAttentionOptions extends HeadOptions {
	/** The first row that each token sees, int32 [tokens]. */
	readonly first: tf.Tensor;
	/** The last row that each token sees, int32 [tokens]. Less than `first`: it sees none. */
	readonly last: tf.Tensor;
}

/** q [tokens, heads · d], k and v [rows, keyValueHeads · d] → o [tokens, heads · d]. */
export function cachedAttention(
	q: tf.Tensor2D,
	k: tf.Tensor2D,
	v: tf.Tensor2D,
	{ first, last, ...heads }: CachedAttentionOptions,
): tf.Tensor2D {
	const inputs = { q, k, v, first, last };
	return apply(cachedAttentionKernel, inputs, attentionAttributes(q, heads))[0] as tf.Tensor2D;
}
