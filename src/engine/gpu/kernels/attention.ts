/**
 * Causal attention over packed examples: all examples are consecutive in one list of tokens. A
 * token sees itself and the earlier tokens of its own example.
 *
 *   s_tj = scale · q_t · k_j       for j = first_t … t         (a window keeps the last keys only)
 *   s_tj ← c tanh(s_tj / c)        if the attributes have a soft cap c
 *   p_tj = exp(s_tj − lse_t)       lse_t = log Σ_j exp s_tj    (saved for the gradient)
 *   o_t  = Σ_j p_tj v_j            (o_t = 0 and lse_t = 0 if first_t > t: the token sees nothing)
 *
 * for each head. Head h reads keys and values of head ⌊h · kvHeads / heads⌋.
 * q, o [tokens, heads · d]; k, v [tokens, kvHeads · d]; first, last [tokens]; lse [tokens, heads].
 *
 * No tokens × tokens matrix is stored: the softmax is accumulated over the keys (Milakov &
 * Gimelshein 2018, arXiv 1805.02867; FlashAttention-2, Dao 2023, arXiv 2307.08691, Alg. 1). m is
 * the largest score so far, l = Σ exp(s_j − m) and o = Σ exp(s_j − m) v_j. When a larger m′ comes,
 * both sums are multiplied by exp(m − m′). The results are o/l and m + log l.
 *
 * An invocation (or four, see webgpu/headRows.ts) has a query, or a few that share each loaded key.
 * It takes four keys at a time, so that the multiplication by exp(m − m′) is rare. Consecutive
 * invocations have different heads, so neighbours run the same loop.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, type Dispatch } from '../kernel.ts';
import { each, headRows, type HeadRows } from '../webgpu/headRows.ts';
import { range } from '../webgpu/matmul/code.ts';
import { read, shader, write } from '../webgpu/shader.ts';
import { attentionGradient } from './attentionGradient.ts';
import {
	attentionAttributes,
	attentionCall,
	attentionSizes,
	firstKeyWgsl,
	headOutput,
	mixValues,
	queriesWgsl,
	scoreWgsl,
	seenKeys,
	splitRows,
	type AttentionAttributes,
	type HeadOptions,
} from './attentionShape.ts';

export const attentionKernel = defineKernel<AttentionAttributes>({
	name: 'Attention',
	inputs: ['q', 'k', 'v', 'first', 'last'],
	outputs: ([q], attributes) => {
		const { tokens } = attentionSizes(q, attributes);
		return [headOutput(q), { shape: [tokens, attributes.heads], storage: 'f32' }];
	},
	dispatches: ({ inputs: [q, k, v, first], outputs: [o, lse] }, attributes, tuning) => {
		const { tokens, d, group } = attentionSizes(q, attributes);
		const { heads, kvHeads, window } = attributes;
		const scores = scoreWgsl(attributes);
		// Exact for a single example, an upper bound for several.
		const flops = 2 * tokens * tokens * heads * d;
		const at = (t: string) => `${t} * ${heads * d}u + head * ${d}u`;
		const keyAt = (j: string) => `${j} * ${kvHeads * d}u + head / ${group}u * ${d}u`;
		const oneSlice = (rows: HeadRows): Dispatch[] => {
			const queries = rows.rowsAtOnce;
			const { keep, stream, zeros, dot, add, store, bind } = rows;
			const fourScores = (r: number) => [0, 1, 2, 3].map((c) => scores.score(`s${r}_${c}`)).join();
			const query = range(queries).map((r) => keep(`q${r}`, 'q', at(`t${r}`), 'u.scale'));
			const key = range(4).map((c) => stream(`k${c}`, 'k', `at${c}`));
			const value = range(4).map((c) => stream(`v${c}`, 'v', `at${c}`));
			return splitRows(tokens, queries, flops, tuning).map((part) => {
				const { sizes, itemIndex, functions, ...grid } = rows.grid(part.items * heads);
				return shader({
					label: 'attention',
					operands: {
						q: bind(q, 0),
						k: bind(k, 1),
						v: bind(v, 2),
						first: read(first, 3),
						o: bind(o, 5, true),
						lse: write(lse, 6),
					},
					sizes: { ...sizes, tokens, first_row: part.first },
					scalars: { scale: scores.factor },
					...grid,
					functions: functions + firstKeyWgsl(window),
					body: `${itemIndex}
${queriesWgsl(
	heads,
	queries,
	(r) => `${query[r].code}
${zeros(`o${r}`)}
var m${r} = -1e30;
var l${r} = 0.0;`,
)}
for (var j = from_key; j < to_key; j += 4u) {
	let keys = vec4u(j, j + 1u, j + 2u, j + 3u);
${each(
	4,
	// A key beyond the end repeats the last one and is not seen.
	(c) => `let at${c} = ${keyAt(`min(j + ${c}u, u.tokens - 1u)`)};
${key[c].code}
${each(queries, (r) => dot(`s${r}_${c}`, query[r].row, key[c].row) + scores.capped(`s${r}_${c}`))}
${value[c].code}`,
)}
${each(
	queries,
	(r) => `let seen${r} = (keys >= vec4u(first${r})) & (keys <= vec4u(t${r}));
let s${r} = select(vec4f(-1e30), vec4f(${fourScores(r)}), seen${r});
let larger${r} = max(m${r}, max(max(s${r}.x, s${r}.y), max(s${r}.z, s${r}.w)));
let shrink${r} = exp2(m${r} - larger${r});
let p${r} = select(vec4f(), exp2(s${r} - larger${r}), seen${r});
m${r} = larger${r};
l${r} = fma(l${r}, shrink${r}, (p${r}.x + p${r}.y) + (p${r}.z + p${r}.w));
${add(
	`o${r}`,
	value.map(({ row }, c) => [`p${r}.${'xyzw'[c]}`, row]),
	`shrink${r}`,
)}`,
)}
}
${each(
	queries,
	(r) => `if (start + ${r}u < u.tokens) {
	let sees${r} = l${r} > 0.0;
	let inverse${r} = select(0.0, 1.0 / l${r}, sees${r});
	${store('o', at(`t${r}`), `o${r}`, `inverse${r}`)}
	let lse${r} = select(0.0, (m${r} + log2(l${r})) * ${Math.LN2}, sees${r});
	${rows.isFirst ? `lse_set(t${r} * ${heads}u + head, lse${r});` : ''}
}`,
)}`,
					flops: part.flops,
				});
			});
		};
		return headRows(d, tuning, { sums: 1, read: 1 }).flatMap(oneSlice);
	},
	calls: ({ inputs: [q] }, attributes) => [
		{ ...attentionCall('attention', q, attributes), operands: [0, 1, 2, 3, 5, 6] },
	],
	reference: ([q, k, v, first], { inputs: [shape] }, attributes) => {
		const { tokens, d, group } = attentionSizes(shape, attributes);
		const { heads, kvHeads, window } = attributes;
		const o = new Float64Array(tokens * heads * d);
		const lse = new Float64Array(tokens * heads);
		for (let t = 0; t < tokens; t++)
			for (let h = 0; h < heads; h++) {
				const at = (t * heads + h) * d;
				const rowStart = (j: number) => (j * kvHeads + Math.floor(h / group)) * d;
				lse[t * heads + h] = mixValues(
					{ query: q.subarray(at), k, v, o: o.subarray(at) },
					seenKeys(t, first, window),
					{ rowStart, d, ...attributes },
				);
			}
		return [o, lse];
	},
	gradient: attentionGradient,
});

export interface AttentionOptions extends HeadOptions {
	/** The first token that each token sees, int32 [tokens]. Larger than its index: it sees none. */
	readonly first: tf.Tensor;
	/** The last token that sees each token, int32 [tokens]. */
	readonly last: tf.Tensor;
}

/** q [tokens, heads · d], k and v [tokens, keyValueHeads · d] → o [tokens, heads · d]. */
export function attention(
	q: tf.Tensor2D,
	k: tf.Tensor2D,
	v: tf.Tensor2D,
	{ first, last, ...heads }: AttentionOptions,
): tf.Tensor2D {
	const inputs = { q, k, v, first, last };
	return apply(attentionKernel, inputs, attentionAttributes(q, heads))[0] as tf.Tensor2D;
}
