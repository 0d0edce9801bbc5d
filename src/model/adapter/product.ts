/** The product of a linear layer that has an adapter, inside a capture. */
import type * as tf from '@tensorflow/tfjs-core';
import { linear, scale } from '#gpu/kernels.ts';
import type { Weights } from '../decoder.ts';

/** What a decoder's programs need to know of its adapter. */
export interface AdapterPlan {
	/** s of each matrix, by role. */
	readonly scalings: ReadonlyMap<string, number>;
}

/** Products of one layer. The parts of a fused layer share x Aᵀ. */
export type LowRankProducts = Map<tf.Tensor, tf.Tensor2D>;

export interface AdaptedLayer {
	/** The layer's tensors by role. */
	readonly parts: Weights;
	readonly products: LowRankProducts;
	/** By role. */
	readonly scaling: (role: string) => number;
}

/** x Wᵀ + r, and s x Aᵀ Bᵀ if the matrix has an adapter. */
export function adaptedLinear(
	{ parts, products, scaling }: AdaptedLayer,
	x: tf.Tensor2D,
	role: string,
	residual?: tf.Tensor2D,
): tf.Tensor2D {
	const y = linear(x, parts.get(role) as tf.Tensor2D, residual);
	const a = parts.get(`${role}LoraA`) as tf.Tensor2D | undefined;
	if (!a) return y;
	const low = products.get(a) ?? scaled(linear(x, a), scaling(role));
	products.set(a, low);
	return linear(low, parts.get(`${role}LoraB`) as tf.Tensor2D, y);
}

const scaled = (x: tf.Tensor2D, factor: number): tf.Tensor2D =>
	factor === 1 ? x : scale(x, factor);
