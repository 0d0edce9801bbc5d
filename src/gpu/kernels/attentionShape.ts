/** What the attention kernels share: their sizes, and which keys a query sees. */
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

/** Numbers that the attributes bring to each call of the wasm kernels. */
export const attentionWords = (
	{ tokens, d }: AttentionSizes,
	{ heads, kvHeads, window, scale }: AttentionAttributes,
) => [tokens, heads, kvHeads, d, window, { f32: scale }];
