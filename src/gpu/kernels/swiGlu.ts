/**
 * Gated unit with SiLU (Shazeer 2020, arXiv 2002.05202, eq. 6, without its matrices).
 *
 *   y = silu(a) ∘ b,  silu(a) = a σ(a)          all [rows, width]
 *   ∂a = ∂y ∘ b ∘ σ(a) (1 + a (1 − σ(a))),  ∂b = ∂y ∘ silu(a)
 */
import * as tf from '@tensorflow/tfjs-core';

export function swiGlu(gate: tf.Tensor2D, up: tf.Tensor2D): tf.Tensor2D {
	return kernel(gate, up) as tf.Tensor2D;
}

const kernel = tf.customGrad((gate, up, save) => {
	const [a, b, keep] = [gate as tf.Tensor2D, up as tf.Tensor2D, save as tf.GradSaveFunc];
	const sigma = tf.sigmoid(a);
	const silu = tf.mul(a, sigma);
	keep([b, sigma, silu]);
	return {
		value: tf.mul(silu, b),
		gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
			const [b, sigma, silu] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
			// σ(1 + a(1 − σ)) = σ + silu(1 − σ): no second look at a.
			const slope = tf.add(sigma, tf.mul(silu, tf.sub(1, sigma)));
			return [tf.mul(tf.mul(dy, b), slope), tf.mul(dy, silu)];
		},
	};
});

/** In float64: the oracle of the tests. */
export const swiGluReference = (gate: Float64Array, up: Float64Array): Float64Array =>
	gate.map((a, i) => (a / (1 + Math.exp(-a))) * up[i]);
