/**
 * Weighted cross-entropy over a vocabulary, and what is read back beside it.
 *
 *   nll_i = logsumexp(z_i) − z_i[target_i],  L = Σ_i w_i nll_i          z [n, vocabulary], target, w, nll [n]
 *   ∂z_i = w_i (softmax(z_i) − onehot(target_i))
 */
import * as tf from '@tensorflow/tfjs-core';

export function crossEntropy(
	logits: tf.Tensor2D,
	targets: tf.Tensor1D,
	weights: tf.Tensor1D,
	onLosses?: (nll: tf.Tensor1D) => void,
): tf.Scalar {
	const kernel = tf.customGrad((z, save) => {
		const logits = z as tf.Tensor2D;
		const hot = tf.oneHot(targets, logits.shape[1]) as tf.Tensor2D;
		const shifted = tf.sub(logits, tf.max(logits, 1, true));
		const exps = tf.exp(shifted);
		const total = tf.sum(exps, 1, true);
		const nll = tf.sub<tf.Tensor1D>(
			tf.log(tf.squeeze(total, [1])),
			tf.sum(tf.mul(shifted, hot), 1),
		);
		onLosses?.(nll);
		(save as tf.GradSaveFunc)([tf.div(exps, total), hot]);
		return {
			value: tf.sum(tf.mul(nll, weights)),
			gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
				const [probabilities, hot] = saved as [tf.Tensor2D, tf.Tensor2D];
				return tf.mul(tf.sub(probabilities, hot), tf.mul(tf.reshape(weights, [-1, 1]), dy));
			},
		};
	});
	return kernel(logits) as tf.Scalar;
}

/** Losses alone, and whether the target is the argmax (the lowest index among equals): no gradient. [n] each. */
export function tokenScores(
	logits: tf.Tensor2D,
	targets: tf.Tensor1D,
): { nll: tf.Tensor1D; hit: tf.Tensor1D } {
	const hot = tf.oneHot(targets, logits.shape[1]) as tf.Tensor2D;
	const shifted = tf.sub(logits, tf.max(logits, 1, true));
	const nll = tf.sub<tf.Tensor1D>(
		tf.log(tf.sum(tf.exp(shifted), 1)),
		tf.sum(tf.mul(shifted, hot), 1),
	);
	return {
		nll,
		hit: tf.cast<tf.Tensor1D>(tf.equal(tf.argMax(logits, 1), targets), 'float32'),
	};
}

/** nll in float64: the oracle of the tests. */
export function crossEntropyReference(
	logits: Float64Array,
	targets: readonly number[],
): Float64Array {
	const vocabulary = logits.length / targets.length;
	return Float64Array.from(targets, (target, i) => {
		const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary);
		const top = row.reduce((a, z) => Math.max(a, z), -Infinity);
		return Math.log(row.reduce((sum, z) => sum + Math.exp(z - top), 0)) + top - row[target];
	});
}
