/**
 * The gradient of attention from ∂o, for each head and each query t that sees key j:
 *
 *   s_tj = scale · q_t · k_j,   p_tj = exp(s_tj − lse_t)      (recomputed, not stored)
 *
 *   o_t = Σ_j p_tj v_j           gives   ∂v_j = Σ_t p_tj ∂o_t, ∂p_tj = ∂o_t · v_j
 *   p_t = softmax(s_t)           gives   ∂s_tj = p_tj (∂p_tj − Σ_i p_ti ∂p_ti)
 *   s_tj = scale · q_t · k_j     gives   ∂q_t = scale · Σ_j ∂s_tj k_j, ∂k_j = scale · Σ_t ∂s_tj q_t
 *
 * A soft cap, s′ = c tanh(s/c), multiplies ∂s_tj by 1 − (s′_tj / c)².
 *
 * The softmax's gradient needs no second pass over the keys, because Σ_i p_ti ∂p_ti = Σ_i p_ti
 * (∂o_t · v_i) = ∂o_t · Σ_i p_ti v_i = ∂o_t · o_t =: delta_t (FlashAttention-2, Dao 2023, arXiv
 * 2307.08691, §3.1.2, Alg. 2).
 *
 * There are three kernels:
 * - delta, which stores lse and delta in one operand `sums`: a device may allow only eight buffers;
 * - ∂q: an invocation has queries, and loops over the keys that they see;
 * - ∂k and ∂v: an invocation has keys, and loops over the queries that see them, in all heads of
 *   the key's group. On hardware, neighbours take turns at the queries of a long row.
 *
 * Each number is summed in one order: no atomics, and the same bits in every run.
 */
import { apply } from '../tfjs.ts';
import { defineKernel, type Dispatch, type Gradient, type Operand } from '../kernel.ts';
import { each, headRows, type HeadRows } from '../webgpu/headRows.ts';
import { range } from '../webgpu/matmul/code.ts';
import type { Tuning } from '../webgpu/matmul/tuning.ts';
import { read, shader, write, type ShaderOperand } from '../webgpu/shader.ts';
import {
	attentionSizes,
	attentionCall,
	dotProduct,
	endOfQueriesWgsl,
	firstKeyWgsl,
	headOutput,
	queriesWgsl,
	querySplits,
	score,
	scoreSlope,
	scoreWgsl,
	seeingQueries,
	seenKeys,
	splitRows,
	type AttentionAttributes,
} from './attentionShape.ts';

/** (lse, delta = Σ o ∂o) by head: o, dy [tokens, heads · d], lse → [tokens, heads, 2]. */
export const attentionDelta = defineKernel<AttentionAttributes>({
	name: 'AttentionDelta',
	inputs: ['o', 'dy', 'lse'],
	outputs: ([o], { heads }) => [{ shape: [o.shape[0], heads, 2], storage: 'f32' }],
	dispatches: ({ inputs: [o, dy, lse], outputs: [sums] }, attributes, tuning) => {
		const { tokens, d } = attentionSizes(o, attributes);
		const [rows] = headRows(d, tuning, { sums: 0, read: 2 });
		const { keep, dot, bind } = rows;
		const [a, b] = [keep('a', 'o', `i * ${d}u`), keep('b', 'dy', `i * ${d}u`)];
		const count = tokens * attributes.heads;
		const { sizes, itemIndex, ...grid } = rows.grid(count);
		return [
			shader({
				label: 'attention gradient: delta',
				operands: { o: bind(o, 0), dy: bind(dy, 1), lse: read(lse, 2), sums: write(sums, 3) },
				sizes,
				...grid,
				body: `${itemIndex}
${a.code}
${b.code}
${dot('delta', a.row, b.row)}
sums_set(2u * i, lse_at(i));
sums_set(2u * i + 1u, delta);`,
				flops: 2 * count * d,
			}),
		];
	},
	calls: ({ inputs: [o] }, attributes) => [
		{
			run: 'attentionDelta',
			words: [o.shape[0], attributes.heads, attentionSizes(o, attributes).d],
		},
	],
	reference: ([o, dy, lse], { inputs: [shape] }, attributes) => {
		const { d } = attentionSizes(shape, attributes);
		const delta = (i: number) => dotProduct(o.subarray(i * d), dy.subarray(i * d), d);
		return [Float64Array.from([...lse].flatMap((value, i) => [value, delta(i)]))];
	},
});

/** What ∂q does not share with ∂k and ∂v. */
interface GradientPart {
	readonly label: string;
	/** Rows of sums that an invocation holds for each of its rows. */
	readonly sumRows: number;
	/** Heads of an item's rows: those of queries, or of keys. */
	readonly rowHeads: number;
	/** Neighbours that split the sums of an item. */
	readonly splits?: number;
	/** FLOPs for each query, key, head and number of a head. */
	readonly flops: number;
	/** The mask's list and the results, which follow q, k, v, dy and sums. */
	readonly operands: (bind: HeadRows['bind']) => Record<string, ShaderOperand>;
	/** WGSL for rows of one slice: functions, and the body after the declaration of the item `i`. */
	readonly code: (rows: HeadRows) => { readonly functions: string; readonly body: string };
}

/** One dispatch for each slice of the sums and each part of the rows. */
function gradientDispatches(
	[q, k, v, dy, sums]: readonly Operand[],
	attributes: AttentionAttributes,
	tuning: Tuning,
	part: GradientPart,
): Dispatch[] {
	const { tokens, d } = attentionSizes(q, attributes);
	const { heads, scale } = attributes;
	const { label, rowHeads, splits } = part;
	const flops = part.flops * tokens * tokens * heads * d;
	return headRows(d, tuning, { sums: part.sumRows, read: 2 }).flatMap((rows) => {
		const { rowsAtOnce, bind } = rows;
		const code = part.code(rows);
		return splitRows(tokens, rowsAtOnce, flops, tuning).map(({ first, items, flops }) => {
			const { sizes, itemIndex, functions, ...grid } = rows.grid(items * rowHeads, splits);
			return shader({
				label,
				operands: {
					q: bind(q, 0),
					k: bind(k, 1),
					v: bind(v, 2),
					dy: bind(dy, 3),
					sums: read(sums, 4),
					...part.operands(bind),
				},
				sizes: { ...sizes, tokens, first_row: first },
				scalars: { scale, factor: scoreWgsl(attributes).factor },
				...grid,
				functions: functions + code.functions,
				body: `${itemIndex}
${code.body}`,
				flops,
			});
		});
	});
}

/** For references: p and ∂s of query t and key j in head h, and where their rows begin. */
const gradientOfPair = (
	[q, k, v, dy, sums]: readonly Float64Array[],
	shape: Operand,
	attributes: AttentionAttributes,
) => {
	const { d, group } = attentionSizes(shape, attributes);
	const { heads, kvHeads } = attributes;
	return (t: number, j: number, h: number) => {
		const [at, keyAt] = [(t * heads + h) * d, (j * kvHeads + Math.floor(h / group)) * d];
		const s = score(dotProduct(q.subarray(at), k.subarray(keyAt), d), attributes);
		const dp = dotProduct(dy.subarray(at), v.subarray(keyAt), d);
		const [lse, delta] = sums.subarray(2 * (t * heads + h));
		const p = Math.exp(s - lse);
		return { at, keyAt, p, ds: p * (dp - delta) * scoreSlope(s, attributes) };
	};
};

/** ∂q [tokens, heads · d]. */
export const attentionGradientQ = defineKernel<AttentionAttributes>({
	name: 'AttentionGradientQ',
	inputs: ['q', 'k', 'v', 'dy', 'sums', 'first'],
	outputs: ([q]) => [headOutput(q)],
	dispatches: ({ inputs, outputs: [dq] }, attributes, tuning) => {
		const [q, , , , , first] = inputs;
		const { d, group } = attentionSizes(q, attributes);
		const { heads, kvHeads, window } = attributes;
		const scores = scoreWgsl(attributes);
		const at = (t: string) => `${t} * ${heads * d}u + head * ${d}u`;
		return gradientDispatches(inputs, attributes, tuning, {
			label: 'attention gradient: queries',
			sumRows: 1,
			rowHeads: heads,
			flops: 3,
			operands: (bind) => ({ first: read(first, 5), dq: bind(dq, 6, true) }),
			code: ({ rowsAtOnce: queries, keep, stream, zeros, dot, add, store }) => {
				const query = range(queries).map((r) => keep(`q${r}`, 'q', at(`t${r}`), 'u.factor'));
				const gradient = range(queries).map((r) => keep(`dy${r}`, 'dy', at(`t${r}`)));
				const key = stream('k', 'k', 'at');
				const value = stream('v', 'v', 'at');
				return {
					functions: firstKeyWgsl(window),
					body: `${queriesWgsl(
						heads,
						queries,
						(r) => `let sums${r} = 2u * (t${r} * ${heads}u + head);
let lse${r} = sums_at(sums${r}) * ${Math.LOG2E};
let delta${r} = sums_at(sums${r} + 1u);
${query[r].code}
${gradient[r].code}
${zeros(`dq${r}`)}`,
					)}
for (var j = from_key; j < to_key; j++) {
	let at = j * ${kvHeads * d}u + head / ${group}u * ${d}u;
${key.code}
${value.code}
${each(
	queries,
	(r) => `${dot(`s${r}`, query[r].row, key.row)}
${dot(`dp${r}`, gradient[r].row, value.row)}
${scores.capped(`s${r}`)}
let p${r} = select(0.0, exp2(${scores.score(`s${r}`)} - lse${r}), j >= first${r} && j <= t${r});
let ds${r} = p${r} * (dp${r} - delta${r})${scores.slope(`s${r}`)};
${add(`dq${r}`, [[`ds${r}`, key.row]])}`,
)}
}
${each(
	queries,
	(r) => `if (start + ${r}u < u.tokens) {
${store('dq', at(`t${r}`), `dq${r}`, 'u.scale')}
}`,
)}`,
				};
			},
		});
	},
	calls: ({ inputs: [q] }, attributes) => [attentionCall('attentionGradientQ', q, attributes)],
	reference: (inputs, { inputs: [shape] }, attributes) => {
		const [q, k, , , , first] = inputs;
		const { tokens, d } = attentionSizes(shape, attributes);
		const { heads, window, scale } = attributes;
		const gradientOf = gradientOfPair(inputs, shape, attributes);
		const dq = new Float64Array(q.length);
		for (let t = 0; t < tokens; t++)
			for (let h = 0; h < heads; h++)
				for (const j of seenKeys(t, first, window)) {
					const { at, keyAt, ds } = gradientOf(t, j, h);
					for (let c = 0; c < d; c++) dq[at + c] += scale * ds * k[keyAt + c];
				}
		return [dq];
	},
});

/** ∂k and ∂v [tokens, kvHeads · d]. */
export const attentionGradientKV = defineKernel<AttentionAttributes>({
	name: 'AttentionGradientKV',
	inputs: ['q', 'k', 'v', 'dy', 'sums', 'last'],
	outputs: ([, k, v]) => [k, v].map(headOutput),
	dispatches: ({ inputs, outputs: [dk, dv] }, attributes, tuning) => {
		const [q, , , , , last] = inputs;
		const { d, group } = attentionSizes(q, attributes);
		const { heads, kvHeads, window } = attributes;
		const scores = scoreWgsl(attributes);
		const splits = querySplits(d, tuning);
		const ownStart = splits > 1 ? ' + split' : '';
		const at = (j: string) => `${j} * ${kvHeads * d}u + head * ${d}u`;
		return gradientDispatches(inputs, attributes, tuning, {
			label: 'attention gradient: keys and values',
			sumRows: 2,
			rowHeads: kvHeads,
			splits,
			flops: 4,
			operands: (bind) => ({ last: read(last, 5), dk: bind(dk, 6, true), dv: bind(dv, 7, true) }),
			code: ({ rowsAtOnce: keys, keep, stream, zeros, dot, add, store, set, join }) => {
				const { memory, code: writeSums } =
					splits > 1
						? join(
								range(keys).flatMap((r) => [`dk${r}`, `dv${r}`]),
								splits,
								`let j = start + row / 2u;
let at = ${at('j')};
if (j < u.tokens && row % 2u == 0u) {
${set('dk', 'at', 'variable', 'total * u.scale')}
} else if (j < u.tokens) {
${set('dv', 'at', 'variable', 'total')}
}`,
							)
						: {
								memory: '',
								code: each(
									keys,
									(r) => `if (start + ${r}u < u.tokens) {
${store('dk', at(`j${r}`), `dk${r}`, 'u.scale')}
${store('dv', at(`j${r}`), `dv${r}`, '1.0')}
}`,
								),
							};
				const key = range(keys).map((r) => keep(`k${r}`, 'k', at(`j${r}`), 'u.factor'));
				const value = range(keys).map((r) => keep(`v${r}`, 'v', at(`j${r}`)));
				const query = stream('q', 'q', 'at');
				const gradient = stream('dy', 'dy', 'at');
				return {
					functions: memory + endOfQueriesWgsl(window),
					body: `let head = i % ${kvHeads}u;
let start = u.first_row + i / ${kvHeads}u * ${keys}u;
var to_query = 0u;
${each(
	keys,
	// A key beyond the end repeats the last one and is not written.
	(r) => `let j${r} = min(start + ${r}u, u.tokens - 1u);
let end${r} = end_of_queries(j${r});
to_query = max(to_query, end${r});
${key[r].code}
${value[r].code}
${zeros(`dk${r}`)}
${zeros(`dv${r}`)}`,
)}
// A query that sees nothing has lse = delta = 0 and dy = 0, and p must not be infinite: hence min.
// One loop over queries and heads: nested loops are slow on the software adapter.
for (var n = start * ${group}u${ownStart}; n < to_query * ${group}u; n += ${splits}u) {
	let t = n / ${group}u;
	let h = head * ${group}u + n % ${group}u;
	let sums_of_t = 2u * (t * ${heads}u + h);
	let lse = sums_at(sums_of_t) * ${Math.LOG2E};
	let delta = sums_at(sums_of_t + 1u);
	let at = t * ${heads * d}u + h * ${d}u;
${query.code}
${gradient.code}
${each(
	keys,
	(r) => `${dot(`s${r}`, query.row, key[r].row)}
${scores.capped(`s${r}`)}
let power${r} = min(${scores.score(`s${r}`)} - lse, 0.0);
let p${r} = select(0.0, exp2(power${r}), t >= j${r} && t < end${r});
${add(`dv${r}`, [[`p${r}`, gradient.row]])}
${dot(`dp${r}`, gradient.row, value[r].row)}
let ds${r} = p${r} * (dp${r} - delta)${scores.slope(`s${r}`)};
${add(`dk${r}`, [[`ds${r}`, query.row]])}`,
)}
}
${writeSums}`,
				};
			},
		});
	},
	calls: ({ inputs: [q] }, attributes) => [attentionCall('attentionGradientKV', q, attributes)],
	reference: (inputs, { inputs: [shape] }, attributes) => {
		const [q, k, v, dy, , last] = inputs;
		const { tokens, d } = attentionSizes(shape, attributes);
		const { heads, window, scale } = attributes;
		const gradientOf = gradientOfPair(inputs, shape, attributes);
		const [dk, dv] = [new Float64Array(k.length), new Float64Array(v.length)];
		for (let j = 0; j < tokens; j++)
			for (let h = 0; h < heads; h++)
				for (const t of seeingQueries(j, last, window)) {
					const { at, keyAt, p, ds } = gradientOf(t, j, h);
					for (let c = 0; c < d; c++) {
						dk[keyAt + c] += scale * ds * q[at + c];
						dv[keyAt + c] += p * dy[at + c];
					}
				}
		return [dk, dv];
	},
});

/** The chain rule of attention with outputs o and lse. Nothing is differentiated through lse. */
export const attentionGradient: Gradient<AttentionAttributes> = {
	inputs: ['q', 'k', 'v', 'first', 'last'],
	outputs: [0, 1],
	backward: ([dy], [q, k, v, first, last, o, lse], attributes) => {
		const [sums] = apply(attentionDelta, { o, dy, lse }, attributes);
		// Computed here, not in the functions below: tfjs would dispose dv after a call of `k`.
		const [dk, dv] = apply(attentionGradientKV, { q, k, v, dy, sums, last }, attributes);
		return {
			q: () => apply(attentionGradientQ, { q, k, v, dy, sums, first }, attributes)[0],
			k: () => dk,
			v: () => dv,
		};
	},
};
