/**
 * The loss of hidden states against the next tokens, and its gradient. It never holds all logits of
 * a large vocabulary.
 *
 *   z = h Wᵀ,  nll_i = cross-entropy of z_i,  ∂h = ∂z W,  ∂W = ∂zᵀ h
 *
 * h (hidden) [n, width], W (matrix) [V, width], nll [n]. Some heads cap z (softCap.ts).
 *
 * Logits [n, V] can be larger than everything else in a step. A row's ∂z depends on its own logits
 * only, so rows are processed in chunks. Logits, loss, ∂z, ∂h and the part of ∂W are computed
 * before the next chunk, in the same memory, and nothing is computed twice. Source: Liger Kernel
 * (Hsu et al. 2024, arXiv 2410.10989, §3.2).
 */
import * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { add } from './add.ts';
import { concatRows, sliceRows } from './copyRows.ts';
import { crossEntropy, crossEntropyKernel, crossEntropyScores } from './crossEntropy.ts';
import { linear, linearInputGradient, linearWeightGradient } from './linear.ts';
import { softCap, softCapGradient } from './softCap.ts';

/** Makes logits [n, vocabulary] from hidden states [n, width]. */
export interface OutputHead {
	/** [vocabulary, width]. */
	readonly matrix: tf.Tensor2D;
	/** c: logits z become c tanh(z/c). Default: they stay. */
	readonly cap?: number | undefined;
}

export function headLogits(hidden: tf.Tensor2D, { matrix, cap }: OutputHead): tf.Tensor2D {
	const logits = linear(hidden, matrix);
	return cap === undefined ? logits : softCap(logits, cap);
}

/**
 * Limit of the logits held at once. A product with few rows takes longer to read the matrix than to
 * multiply: with 262,144 tokens, as Gemma has, this is 64 rows.
 */
const mostLogitBytes = 64 * 2 ** 20;

/**
 * hidden [n, width], targets int32 [n], weights [n] → nll [n].
 * Differentiable as L = Σ weights nll, whose upstream gradient is 1 by convention.
 */
export function nextTokenLoss(
	hidden: tf.Tensor2D,
	head: OutputHead,
	targets: tf.Tensor1D,
	weights: tf.Tensor1D,
	logitBytes = mostLogitBytes,
): tf.Tensor1D {
	const { matrix, cap } = head;
	const chunks = splitRows(hidden.shape[0], matrix.shape[0], logitBytes);
	if (chunks.length === 1) return crossEntropy(headLogits(hidden, head), targets, weights);
	const lossOfChunks = tf.customGrad((...args) => {
		const [h, w, save] = args as unknown as [tf.Tensor2D, tf.Tensor2D, tf.GradSaveFunc];
		const parts = chunks.map(([first, count]) => {
			const slice = <T extends tf.Tensor>(x: T) => sliceRows(x, first, count);
			const x = slice(h);
			const logits = headLogits(x, { matrix: w, cap });
			const inputs = { logits, targets: slice(targets), weights: slice(weights) };
			const [nll, , dLogits] = apply(crossEntropyKernel, inputs, {});
			const dy =
				cap === undefined
					? dLogits
					: apply(softCapGradient, { dy: dLogits, y: logits }, { cap })[0];
			const [dHidden] = apply(linearInputGradient, { dy, weight: w }, {});
			const [dMatrix] = apply(linearWeightGradient, { dy, x }, {});
			return { nll, dHidden, dMatrix };
		});
		save([
			concatAll(parts.map(({ dHidden }) => dHidden)),
			parts.map(({ dMatrix }) => dMatrix).reduce((a, b) => apply(add, { a, b }, {})[0]),
		]);
		return {
			value: concatAll(parts.map(({ nll }) => nll)),
			gradFunc: (_: tf.Tensor, saved: tf.Tensor[]) => saved.map((gradient) => gradient.clone()),
		};
	});
	return lossOfChunks(hidden, matrix) as tf.Tensor1D;
}

/**
 * Without gradient: nll [n], hit [n], which is 1 if the target is the model's first choice, and
 * confidence [n], the probability of that choice.
 */
export function tokenScores(
	hidden: tf.Tensor2D,
	head: OutputHead,
	targets: tf.Tensor1D,
	logitBytes = mostLogitBytes,
): { nll: tf.Tensor1D; hit: tf.Tensor1D; confidence: tf.Tensor1D } {
	const chunks = splitRows(hidden.shape[0], head.matrix.shape[0], logitBytes);
	const parts = chunks.map(([first, count]) => {
		const slice = <T extends tf.Tensor>(x: T) =>
			chunks.length === 1 ? x : sliceRows(x, first, count);
		const logits = headLogits(slice(hidden), head);
		return apply(crossEntropyScores, { logits, targets: slice(targets) }, {});
	});
	const [nll, hit, confidence] = [0, 1, 2].map(
		(output) => concatAll(parts.map((part) => part[output])) as tf.Tensor1D,
	);
	return { nll, hit, confidence };
}

/** [first, count] of each chunk of rows. Sizes are even: large products are faster. */
function splitRows(
	rows: number,
	vocabulary: number,
	logitBytes: number,
): (readonly [first: number, count: number])[] {
	const maxRows = Math.max(1, Math.floor(logitBytes / (vocabulary * 4)));
	const chunks = Math.max(1, Math.ceil(rows / maxRows));
	return Array.from({ length: chunks }, (_, i) => {
		const first = Math.floor((i * rows) / chunks);
		return [first, Math.floor(((i + 1) * rows) / chunks) - first];
	});
}

/** Concatenates as a binary tree, so each number is copied log₂(parts) times. */
function concatAll(parts: readonly tf.Tensor[]): tf.Tensor {
	if (parts.length === 1) return parts[0];
	const half = parts.length >> 1;
	return concatRows(concatAll(parts.slice(0, half)), concatAll(parts.slice(half)));
}
