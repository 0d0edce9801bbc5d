/**
 * Rotary position embedding (Su et al. 2021, arXiv 2104.09864), in the half-split layout of Llama's checkpoints.
 *
 *   y = x ∘ cos(p θ) + R(x) ∘ sin(p θ),  R(x) = (−x₂, x₁) for x = (x₁, x₂),  θ_j = base^(−2j / headDim)
 *   ∂x = ∂y ∘ cos + Rᵀ(∂y ∘ sin)
 *
 * x, y [rows, headDim], one row per (token, head); cos and sin [rows, headDim]. R is a constant matrix of 0 and ±1, so that
 * it is one plain matmul, which is exact.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface RotaryTables {
	/** [positions, headDim] */
	readonly cos: tf.Tensor2D;
	readonly sin: tf.Tensor2D;
	/** [headDim, headDim]: x R = (−x₂, x₁). */
	readonly rotation: tf.Tensor2D;
}

export function rotaryTables(positions: number, headDim: number, base: number): RotaryTables {
	const { cos, sin } = rotaryAngles(positions, headDim, base);
	const half = headDim / 2;
	const rotation = new Float32Array(headDim * headDim);
	for (let j = 0; j < half; j++) {
		rotation[(j + half) * headDim + j] = -1;
		rotation[j * headDim + j + half] = 1;
	}
	return {
		cos: tf.tensor2d(Float32Array.from(cos), [positions, headDim]),
		sin: tf.tensor2d(Float32Array.from(sin), [positions, headDim]),
		rotation: tf.tensor2d(rotation, [headDim, headDim]),
	};
}

export function rotary(
	x: tf.Tensor2D,
	cos: tf.Tensor2D,
	sin: tf.Tensor2D,
	rotation: tf.Tensor2D,
): tf.Tensor2D {
	const kernel = tf.customGrad((x) => ({
		value: tf.add(
			tf.mul(x as tf.Tensor2D, cos),
			tf.mul(tf.matMul(x as tf.Tensor2D, rotation), sin),
		),
		gradFunc: (dy: tf.Tensor) => [
			tf.add(tf.mul(dy, cos), tf.matMul(tf.mul<tf.Tensor2D>(dy, sin), tf.transpose(rotation))),
		],
	}));
	return kernel(x) as tf.Tensor2D;
}

function rotaryAngles(
	positions: number,
	headDim: number,
	base: number,
): { cos: Float64Array; sin: Float64Array } {
	const cos = new Float64Array(positions * headDim);
	const sin = new Float64Array(positions * headDim);
	for (let p = 0; p < positions; p++)
		for (let j = 0; j < headDim; j++) {
			const angle = p * base ** ((-2 * (j % (headDim / 2))) / headDim);
			cos[p * headDim + j] = Math.cos(angle);
			sin[p * headDim + j] = Math.sin(angle);
		}
	return { cos, sin };
}

/** In float64, by complex rotation of each pair: the oracle of the tests. `positions` has one entry per row. */
export function rotaryReference(
	x: Float64Array,
	positions: readonly number[],
	headDim: number,
	base: number,
): Float64Array {
	const y = new Float64Array(x.length);
	const half = headDim / 2;
	positions.forEach((position, row) => {
		for (let j = 0; j < half; j++) {
			const angle = position * base ** ((-2 * j) / headDim);
			const [a, b] = [x[row * headDim + j], x[row * headDim + j + half]];
			y[row * headDim + j] = a * Math.cos(angle) - b * Math.sin(angle);
			y[row * headDim + j + half] = b * Math.cos(angle) + a * Math.sin(angle);
		}
	});
	return y;
}
