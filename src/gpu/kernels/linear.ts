/**
 * Linear map without bias, weights as Hugging Face stores them.
 *
 *   y = x Wᵀ          x [rows, in], W [out, in], y [rows, out]
 *   ∂x = ∂y W,  ∂W = ∂yᵀ x
 *
 * Transposes are explicit: tfjs's wasm matmul is ten times slower when it is asked to transpose an operand.
 */
import * as tf from '@tensorflow/tfjs-core';

export function linear(x: tf.Tensor2D, weight: tf.Tensor2D): tf.Tensor2D {
	return kernel(x, weight) as tf.Tensor2D;
}

const kernel = tf.customGrad((x, weight, save) => {
	const [input, matrix, keep] = [x as tf.Tensor2D, weight as tf.Tensor2D, save as tf.GradSaveFunc];
	keep([input, matrix]);
	return {
		value: tf.matMul(input, tf.transpose(matrix)),
		gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
			const [x, weight] = saved as [tf.Tensor2D, tf.Tensor2D];
			return [tf.matMul(dy, weight), tf.matMul(tf.transpose(dy as tf.Tensor2D), x)];
		},
	};
});

/** In float64, one loop nest: the oracle of the tests. */
export function linearReference(
	x: Float64Array,
	weight: Float64Array,
	[rows, inner, outer]: readonly [number, number, number],
): Float64Array {
	const y = new Float64Array(rows * outer);
	for (let r = 0; r < rows; r++)
		for (let o = 0; o < outer; o++) {
			let sum = 0;
			for (let i = 0; i < inner; i++) sum += x[r * inner + i] * weight[o * inner + i];
			y[r * outer + o] = sum;
		}
	return y;
}
