/**
 * Root-mean-square layer normalisation (Zhang & Sennrich 2019, arXiv 1910.07467, eq. 4), ε inside the root as Llama has it.
 *
 *   y = x̂ ∘ g,  x̂ = x r,  r = 1 / √(mean(x²) + ε)          x, y [rows, width], g [width], r [rows, 1]
 *   ∂x = r (∂ŷ − x̂ mean(∂ŷ ∘ x̂)),  ∂ŷ = ∂y ∘ g;   ∂g = Σ_rows ∂y ∘ x̂
 */
import * as tf from '@tensorflow/tfjs-core';

export function rmsNorm(x: tf.Tensor2D, gain: tf.Tensor1D, epsilon: number): tf.Tensor2D {
	const kernel = tf.customGrad((x, gain, save) => {
		const [input, g, keep] = [x as tf.Tensor2D, gain as tf.Tensor1D, save as tf.GradSaveFunc];
		const scale = tf.rsqrt(tf.add(tf.mean(tf.square(input), 1, true), epsilon));
		const normalised = tf.mul(input, scale);
		keep([normalised, scale, g]);
		return {
			value: tf.mul(normalised, g),
			gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
				const [normalised, scale, g] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
				const dNormalised = tf.mul(dy, g);
				const along = tf.mean(tf.mul(dNormalised, normalised), 1, true);
				return [
					tf.mul(scale, tf.sub(dNormalised, tf.mul(normalised, along))),
					tf.sum(tf.mul(dy, normalised), 0),
				];
			},
		};
	});
	return kernel(x, gain) as tf.Tensor2D;
}

/** In float64: the oracle of the tests. */
export function rmsNormReference(
	x: Float64Array,
	gain: Float64Array,
	epsilon: number,
): Float64Array {
	const width = gain.length;
	return x.map((value, i) => {
		const start = i - (i % width);
		let squares = 0;
		for (let j = start; j < start + width; j++) squares += x[j] ** 2;
		return (value * gain[i % width]) / Math.sqrt(squares / width + epsilon);
	});
}
