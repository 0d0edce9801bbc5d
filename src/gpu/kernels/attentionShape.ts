/**
 * What the attention kernels share: their sizes, and which keys a query sees.
 *
 * Query t sees key j where first_t ≤ j ≤ t, which is where j ≤ t ≤ last_j: the two operands say the same, one to those who
 * walk over keys and one to those who walk over queries. A token that only fills sees nothing and is seen by nothing
 * (first_t > t, last_t < t). With a window, t < j + window too.
 */
import type { Operand } from '../kernel.ts';

export type AttentionAttributes = {
	/** Query heads. */
	readonly heads: number;
	/** Heads of keys and values: each serves heads / kvHeads query heads, which follow one another. */
	readonly kvHeads: number;
	/** Tokens that a query sees at most, itself among them; 0: as many as there are. */
	readonly window: number;
	/** Of the scores, usually 1/√d. */
	readonly scale: number;
};

export interface AttentionSizes {
	readonly tokens: number;
	/** Numbers in a head. */
	readonly d: number;
	/** Query heads that share a head of keys. */
	readonly group: number;
}

/** From the queries, [tokens, heads · d]. */
export const attentionSizes = (
	{ shape: [tokens, width] }: Operand,
	{ heads, kvHeads }: AttentionAttributes,
): AttentionSizes => ({ tokens, d: width / heads, group: heads / kvHeads });

/** The keys that query t sees: from the first, or the window's first, to itself. For references. */
export function seenKeys(t: number, first: ArrayLike<number>, window: number): number[] {
	const from = Math.max(first[t], window === 0 ? 0 : t - window + 1);
	return Array.from({ length: Math.max(0, t + 1 - from) }, (_, i) => from + i);
}

/** The queries that see key j. For references. */
export function seeingQueries(j: number, last: ArrayLike<number>, window: number): number[] {
	const to = Math.min(last[j], window === 0 ? Infinity : j + window - 1);
	return Array.from({ length: Math.max(0, to + 1 - j) }, (_, i) => j + i);
}

/** Σ a_i b_i of the first d numbers. */
export function dotProduct(a: Float64Array, b: Float64Array, d: number): number {
	let sum = 0;
	for (let c = 0; c < d; c++) sum += a[c] * b[c];
	return sum;
}

/** The first key that query t sees, as a WGSL function over a binding `first`; it sees none when this is beyond t. */
export const firstKeyWgsl = (window: number): string =>
	`fn first_key(t: u32) -> u32 { return ${
		window === 0
			? 'u32(max(first_at(t), 0))'
			: `u32(max(first_at(t), max(0, i32(t) - ${window - 1})))`
	}; }\n`;

/** The query after the last that sees key j, as a WGSL function over a binding `last`; none sees it when this is not beyond j. */
export const endOfQueriesWgsl = (window: number): string =>
	`fn end_of_queries(j: u32) -> u32 {
	let end = min(u32(max(last_at(j) + 1, 0)), u.tokens);
	return ${window === 0 ? 'end' : `min(end, j + ${window}u)`};
}\n`;

/** Numbers that the attributes bring to each call of the wasm kernels. */
export const attentionWords = (
	{ tokens, d }: AttentionSizes,
	{ heads, kvHeads, window, scale }: AttentionAttributes,
) => [tokens, heads, kvHeads, d, window, { f32: scale }];
