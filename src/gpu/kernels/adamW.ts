/**
 * One step of AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, alg. 2) after clipping by the global norm, over flat vectors.
 *
 *   g ← g min(1, c / (‖g‖ + 1e-6));   m ← β₁ m + (1 − β₁) g;   v ← β₂ v + (1 − β₂) g²
 *   θ ← θ (1 − η λ d) − η m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 *
 * θ, g, m, v, d [parameters]; d is 1 where weight decay applies (matrices) and 0 where not (norm gains; nanoGPT's choice).
 * The 1e-6 is PyTorch's clip_grad_norm_. Everything that changes from step to step comes in as a tensor, so that a captured
 * step can be replayed.
 */
import * as tf from '@tensorflow/tfjs-core';

/** A type and not an interface: tfjs's tidy takes only what could be a dictionary of tensors. */
export type AdamWState = {
	readonly weights: tf.Tensor1D;
	readonly firstMoments: tf.Tensor1D;
	readonly secondMoments: tf.Tensor1D;
};
export interface AdamWSettings {
	readonly beta1: number;
	readonly beta2: number;
	readonly epsilon: number;
	readonly weightDecay: number;
	readonly clip: number;
}
/** `step` counts from 1. */
export interface AdamWScalars {
	readonly learningRate: number;
	readonly step: number;
}

/** The new state, and the norm before clipping. Call inside tf.tidy; the old state is the caller's to dispose of. */
export function adamW(
	state: AdamWState,
	gradient: tf.Tensor1D,
	decayMask: tf.Tensor1D,
	{ beta1, beta2, epsilon, weightDecay, clip }: AdamWSettings,
	{ learningRate, step }: AdamWScalars,
): AdamWState & { readonly norm: tf.Scalar } {
	const norm = tf.sqrt(sumOfSquares(gradient));
	const g = tf.mul(gradient, tf.minimum(tf.div(clip, tf.add(norm, 1e-6)), 1));
	const firstMoments = tf.add<tf.Tensor1D>(tf.mul(state.firstMoments, beta1), tf.mul(g, 1 - beta1));
	const secondMoments = tf.add<tf.Tensor1D>(
		tf.mul(state.secondMoments, beta2),
		tf.mul(tf.square(g), 1 - beta2),
	);
	const decay = tf.scalar(learningRate * weightDecay);
	const size = tf.scalar(learningRate / (1 - beta1 ** step));
	const correction = tf.scalar(1 / Math.sqrt(1 - beta2 ** step));
	const kept = tf.sub(state.weights, tf.mul(state.weights, tf.mul(decayMask, decay)));
	const denominator = tf.add(tf.mul(tf.sqrt(secondMoments), correction), epsilon);
	const weights = tf.sub<tf.Tensor1D>(kept, tf.mul(size, tf.div(firstMoments, denominator)));
	return { weights, firstMoments, secondMoments, norm };
}

/** In two stages: one float32 sum over 250,000 small squares loses 1e-4 of it. */
function sumOfSquares(x: tf.Tensor1D): tf.Scalar {
	const row = 512;
	const squares = tf.square(x);
	const even = x.size - (x.size % row);
	const sums: tf.Scalar[] = [];
	if (even > 0)
		sums.push(tf.sum<tf.Scalar>(tf.sum(tf.reshape(tf.slice(squares, 0, even), [-1, row]), 1)));
	if (even < x.size) sums.push(tf.sum<tf.Scalar>(tf.slice(squares, even)));
	return sums.reduce((sum, next) => tf.add<tf.Scalar>(sum, next));
}

/** In float64, parameter by parameter: the oracle of the tests. */
export function adamWReference(
	state: { weights: Float64Array; firstMoments: Float64Array; secondMoments: Float64Array },
	gradient: Float64Array,
	decayMask: Float64Array,
	{ beta1, beta2, epsilon, weightDecay, clip }: AdamWSettings,
	{ learningRate, step }: AdamWScalars,
): { weights: Float64Array; firstMoments: Float64Array; secondMoments: Float64Array } {
	const norm = Math.sqrt(gradient.reduce((sum, g) => sum + g * g, 0));
	const factor = Math.min(1, clip / (norm + 1e-6));
	const firstMoments = state.firstMoments.map(
		(m, i) => beta1 * m + (1 - beta1) * gradient[i] * factor,
	);
	const secondMoments = state.secondMoments.map(
		(v, i) => beta2 * v + (1 - beta2) * (gradient[i] * factor) ** 2,
	);
	const weights = state.weights.map((w, i) => {
		const mHat = firstMoments[i] / (1 - beta1 ** step);
		const vHat = secondMoments[i] / (1 - beta2 ** step);
		return (
			w -
			learningRate * weightDecay * decayMask[i] * w -
			(learningRate * mHat) / (Math.sqrt(vHat) + epsilon)
		);
	});
	return { weights, firstMoments, secondMoments };
}
