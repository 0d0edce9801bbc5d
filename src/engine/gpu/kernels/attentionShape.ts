/**
 * Parts of the attention kernels: sizes, and the mask.
 *
 * Query t sees key j if first_t ≤ j ≤ t, which is equivalent to j ≤ t ≤ last_j. Loops over keys use
 * `first`, loops over queries use `last`. A padding token sees nothing and is not seen (first_t >
 * t, last_t < t). A token whose output is not read may see nothing, although it is seen. A window
 * adds the condition t < j + window.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { highest } from '#engine/core/statistics.ts';
import { each } from '../webgpu/headRows.ts';
import { submissionFlops, type Tuning } from '../webgpu/matmul/tuning.ts';
import { sizeOf, type Call, type Operand } from '../kernel.ts';

export type AttentionAttributes = {
	/** Query heads. */
	readonly heads: number;
	/** Heads of keys and values. Each serves heads / kvHeads consecutive query heads. */
	readonly kvHeads: number;
	/** Maximum number of tokens that a query sees, including itself. 0: no limit. */
	readonly window: number;
	/** Factor of the scores, usually 1/√d. */
	readonly scale: number;
	/** c > 0: scores s become c tanh(s/c) (Gemma 2, arXiv 2408.00118, §2). 0: they stay. */
	readonly softCap: number;
};

/** A caller's options about heads. */
export interface HeadOptions {
	readonly heads: number;
	/** Default: `heads`. */
	readonly keyValueHeads?: number;
	/** Maximum number of tokens that a token sees. Default 0: no limit. */
	readonly window?: number;
	/** Default: 1/√d. */
	readonly scale?: number;
	/** Scores s become c tanh(s/c). Default 0: they stay. */
	readonly softCap?: number;
}

/** q [tokens, heads · d]. */
export const attentionAttributes = (
	q: tf.Tensor2D,
	{
		heads,
		keyValueHeads = heads,
		window = 0,
		scale = 1 / Math.sqrt(q.shape[1] / heads),
		softCap = 0,
	}: HeadOptions,
): AttentionAttributes => ({ heads, kvHeads: keyValueHeads, window, scale, softCap });

/** From the queries, [tokens, heads · d]. `group`: query heads per head of keys. */
export const attentionSizes = (
	{ shape: [tokens, width] }: Operand,
	{ heads, kvHeads }: AttentionAttributes,
) => ({ tokens, d: width / heads, group: heads / kvHeads });

/** An output in the shape of `operand`. */
export const headOutput = ({ shape }: Operand): Operand => ({ shape, storage: 'f32' });

/** The keys that query t sees, for references. */
export function seenKeys(t: number, first: ArrayLike<number>, window: number): number[] {
	const from = Math.max(first[t], window === 0 ? 0 : t - window + 1);
	return Array.from({ length: Math.max(0, t + 1 - from) }, (_, i) => from + i);
}

/** The queries that see key j, for references. */
export function seeingQueries(j: number, last: ArrayLike<number>, window: number): number[] {
	const to = Math.min(last[j], window === 0 ? Infinity : j + window - 1);
	return Array.from({ length: Math.max(0, to + 1 - j) }, (_, i) => j + i);
}

/** Σ a_i b_i over the first d numbers. */
export function dotProduct(a: Float64Array, b: Float64Array, d: number): number {
	let sum = 0;
	for (let c = 0; c < d; c++) sum += a[c] * b[c];
	return sum;
}

/**
 * Splits rows (queries or keys, `rowsAtOnce` per item) into dispatches that a GPU finishes soon.
 * `flops`: of all rows of a single example, whose longest row has twice the mean.
 */
export function splitRows(tokens: number, rowsAtOnce: number, flops: number, tuning: Tuning) {
	const items = Math.ceil(tokens / rowsAtOnce);
	const parts = Math.min(items, Math.ceil((2 * flops) / submissionFlops(tuning)));
	const size = Math.ceil(items / parts);
	return Array.from({ length: Math.ceil(items / size) }, (_, i) => {
		const count = Math.min(size, items - i * size);
		return { first: i * size * rowsAtOnce, items: count, flops: (flops * count) / items };
	});
}

/**
 * WGSL that declares an item's queries t0, t1 … in one head, and the keys that they see: `from_key`
 * to `to_key` − 1. `load`: code for query r.
 */
export const queriesWgsl = (
	heads: number,
	queries: number,
	load: (r: number) => string,
): string => `let head = i % ${heads}u;
let start = u.first_row + i / ${heads}u * ${queries}u;
var from_key = u.tokens;
var to_key = 0u;
${each(
	queries,
	// A query beyond the end repeats the last one and is not written.
	(r) => `let t${r} = min(start + ${r}u, u.tokens - 1u);
let first${r} = first_key(t${r});
if (first${r} <= t${r}) { from_key = min(from_key, first${r}); to_key = max(to_key, t${r} + 1u); }
${load(r)}`,
)}`;

/**
 * Neighbours that split a key's queries (splitSums.ts), so that few keys fill a GPU. The shape
 * alone decides, so that all GPUs compute the same bits. Short rows are those of small models,
 * whose packs have short examples: there, a small GPU would lose more than a large one gains.
 */
export const querySplits = (d: number, { splitsSums }: Tuning): number =>
	splitsSums && d > 32 ? 8 : 1;

type Scoring = Pick<AttentionAttributes, 'scale' | 'softCap'>;

/** The score of a product q · k, for references. */
export const score = (product: number, { scale, softCap }: Scoring): number =>
	softCap > 0 ? softCap * Math.tanh((scale * product) / softCap) : scale * product;

/** ∂score / ∂(scale · product), for references. */
export const scoreSlope = (score: number, { softCap }: Scoring): number =>
	softCap > 0 ? 1 - (score / softCap) ** 2 : 1;

/**
 * WGSL of scores times `unit`: log₂ e for exp2, which hardware has. `factor`: of the products q · k
 * before them. `capped` must come before `score` and `slope` of the same product, a variable.
 */
export const scoreWgsl = ({ scale, softCap }: Scoring, unit = Math.LOG2E) =>
	softCap > 0
		? {
				factor: scale / softCap,
				// Beyond 9, tanh is 1 in 32 bits, and some drivers overflow.
				capped: (product: string) => `let tanh_${product} = tanh(clamp(${product}, -9.0, 9.0));`,
				score: (product: string) => `${softCap * unit} * tanh_${product}`,
				slope: (product: string) => ` * (1.0 - tanh_${product} * tanh_${product})`,
			}
		: {
				factor: scale * unit,
				capped: () => '',
				score: (product: string) => product,
				slope: () => '',
			};

/** One query over `keys`, for references: adds Σ p_j v_j to `o`, and returns lse (0: no key). */
export function mixValues(
	{ query, k, v, o }: Record<'query' | 'k' | 'v' | 'o', Float64Array>,
	keys: readonly number[],
	{ rowStart, d, ...attributes }: { rowStart: (key: number) => number; d: number } & Scoring,
): number {
	if (keys.length === 0) return 0;
	const scores = keys.map((j) => score(dotProduct(query, k.subarray(rowStart(j)), d), attributes));
	const max = highest(scores);
	const total = scores.reduce((sum, s) => sum + Math.exp(s - max), 0);
	keys.forEach((j, at) => {
		const p = Math.exp(scores[at] - max) / total;
		for (let c = 0; c < d; c++) o[c] += p * v[rowStart(j) + c];
	});
	return max + Math.log(total);
}

/** WGSL: the first key that query t sees, from the binding `first`. Beyond t if it sees none. */
export const firstKeyWgsl = (window: number): string =>
	`fn first_key(t: u32) -> u32 { return ${
		window === 0
			? 'u32(max(first_at(t), 0))'
			: `u32(max(first_at(t), max(0, i32(t) - ${window - 1})))`
	}; }\n`;

/** WGSL: the end of the queries that see key j, from the binding `last`. At most j if none do. */
export const endOfQueriesWgsl = (window: number): string =>
	`fn end_of_queries(j: u32) -> u32 {
	let end = min(u32(max(last_at(j) + 1, 0)), u.tokens);
	return ${window === 0 ? 'end' : `min(end, j + ${window}u)`};
}\n`;

/** A call of a wasm function. `rows`: of the keys and values. */
export function attentionCall(
	run: string,
	q: Operand,
	attributes: AttentionAttributes,
	rows = q.shape[0],
): Call {
	const { tokens, d } = attentionSizes(q, attributes);
	const { heads, kvHeads, window, scale, softCap } = attributes;
	return {
		run,
		words: [tokens, heads, kvHeads, d, window, { f32: scale }, { f32: softCap }],
		// For a single example with a causal mask, an upper bound for several.
		work: sizeOf(q.shape) * rows,
	};
}
