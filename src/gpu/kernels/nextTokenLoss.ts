/**
 * The loss of hidden states against the tokens that come next, and its gradient, without ever holding all logits of a large
 * vocabulary.
 *
 *   z = h Wᵀ,  nll_i = cross-entropy of z_i          h (hidden) [n, width], W (matrix) [V, width], nll [n]
 *   ∂h = ∂z W,  ∂W = ∂zᵀ h
 *
 * Logits [n, V] can be larger than all else in a step. Since a row's ∂z depends on its own logits alone, rows are taken in
 * chunks: logits, loss, ∂z, the chunk's ∂h and its part of ∂W are all made before the next chunk, in the same memory
 * (as Liger Kernel does, Hsu et al. 2024, arXiv 2410.10989, §3.2), so that nothing is computed twice either.
 */
import * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { add } from './add.ts';
import { concatRows, sliceRows } from './copyRows.ts';
import { crossEntropy, crossEntropyKernel, crossEntropyScores } from './crossEntropy.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';

/** Bytes of logits that may be held at once. */
const mostLogitBytes = 16 * 2 ** 20;

/**
 * hidden [n, width], matrix [vocabulary, width], targets int32 [n], weights [n] → nll [n]. Differentiable as L = Σ weights nll:
 * its own upstream gradient is 1 by convention.
 */
export function nextTokenLoss(
	hidden: tf.Tensor2D,
	matrix: tf.Tensor2D,
	targets: tf.Tensor1D,
	weights: tf.Tensor1D,
	logitBytes = mostLogitBytes,
): tf.Tensor1D {
	const chunks = chunksOf(hidden.shape[0], matrix.shape[0], logitBytes);
	if (chunks.length === 1) return crossEntropy(linear(hidden, matrix), targets, weights);
	const kernel = tf.customGrad((...given) => {
		const [h, w, save] = given as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
		const parts = chunks.map(([first, count]) => {
			const of = <T extends tf.Tensor>(x: T) => sliceRows(x, first, count);
			const x = of(h);
			const logits = linear(x, w);
			const inputs = { logits, targets: of(targets), weights: of(weights) };
			const [nll, , dy] = apply(crossEntropyKernel, inputs, {});
			const [dHidden] = apply(linearInputGradient, { dy, weight: w }, {});
			const [dMatrix] = apply(linearWeightGradient, { dy, x }, {});
			return { nll, dHidden, dMatrix };
		});
		save([
			joined(parts.map(({ dHidden }) => dHidden)),
			parts.map(({ dMatrix }) => dMatrix).reduce((a, b) => apply(add, { a, b }, {})[0]),
		]);
		return {
			value: joined(parts.map(({ nll }) => nll)),
			gradFunc: (_: tf.Tensor, saved: tf.Tensor[]) => saved.map((gradient) => gradient.clone()),
		};
	});
	return kernel(hidden, matrix) as tf.Tensor1D;
}

/** Without gradient: nll [n], and hit [n], 1 where the target is the model's first choice. */
export function tokenScores(
	hidden: tf.Tensor2D,
	matrix: tf.Tensor2D,
	targets: tf.Tensor1D,
	logitBytes = mostLogitBytes,
): { nll: tf.Tensor1D; hit: tf.Tensor1D } {
	const chunks = chunksOf(hidden.shape[0], matrix.shape[0], logitBytes);
	const parts = chunks.map(([first, count]) => {
		const of = <T extends tf.Tensor>(x: T) =>
			chunks.length === 1 ? x : sliceRows(x, first, count);
		const logits = linear(of(hidden), matrix);
		return apply(crossEntropyScores, { logits, targets: of(targets) }, {});
	});
	const [nll, hit] = [0, 1].map((output) => joined(parts.map((part) => part[output])));
	return { nll: nll as tf.Tensor1D, hit: hit as tf.Tensor1D };
}

/** [first, count] of each chunk of rows: as even as can be, since the matmul likes large ones. */
export function chunksOf(
	rows: number,
	vocabulary: number,
	logitBytes: number,
): (readonly [first: number, count: number])[] {
	const most = Math.max(1, Math.floor(logitBytes / (vocabulary * 4)));
	const chunks = Math.max(1, Math.ceil(rows / most));
	return Array.from({ length: chunks }, (_, i) => {
		const first = Math.floor((i * rows) / chunks);
		return [first, Math.floor(((i + 1) * rows) / chunks) - first];
	});
}

/** Halves are joined first, so that each number is copied log₂ of the parts times. */
function joined(parts: readonly tf.Tensor[]): tf.Tensor {
	if (parts.length === 1) return parts[0];
	const half = parts.length >> 1;
	return concatRows(joined(parts.slice(0, half)), joined(parts.slice(half)));
}
