/** Loss and training step of the decoder in jax-js: pure functions over a tree of arrays. */
import { nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import type { DecoderConfig } from '../../../src/engine/model/decoderConfig.ts';
import type { Optimizer } from '../../../src/engine/training/settings.ts';

/** By role; matrices are [out, in]. */
export type Parameters = { [role: string]: np.Array };
export type State = { parameters: Parameters; first: Parameters; second: Parameters };
export type Batch = {
	/** [rows, time] */
	tokens: np.Array;
	labels: np.Array;
	weights: np.Array;
	/** [rows, time], only where rows hold several segments. */
	positions?: np.Array;
	segments?: np.Array;
};
/** [positions, headDim / 2] */
export interface Rotary {
	readonly cos: np.Array;
	readonly sin: np.Array;
}

function rmsNorm(x: np.Array, gain: np.Array, epsilon: number): np.Array {
	const scale = np.sqrt(np.square(x.ref).mean(-1, { keepdims: true }).add(epsilon));
	return x.div(scale).mul(gain);
}

/** x [rows, time, heads, headDim]; cos, sin → [rows, time, heads, headDim / 2]. Consumes them. */
function rotate(x: np.Array, cos: np.Array, sin: np.Array): np.Array {
	const [a, b] = np.split(x, 2, -1);
	return np.concatenate(
		[
			a.ref.mul(cos.ref).sub(b.ref.mul(sin.ref)), //
			b.mul(cos).add(a.mul(sin)),
		],
		-1,
	);
}

/** x [n, in], weights [out, in]. Consumes both. */
const linear = (x: np.Array, weights: np.Array): np.Array => np.matmul(x, weights.transpose());

/**
 * Consumes the parameters and the batch. Activations are [rows × time, width], because jax-js is a
 * little faster on two axes than on three. One flat parameter vector would not be faster.
 */
function readLoss(p: Parameters, batch: Batch, config: DecoderConfig, rotary: Rotary): np.Array {
	const { heads, keyValueHeads, headDim, layers, vocabulary, normEpsilon } = config;
	const [rows, time] = batch.tokens.shape;
	const { positions, segments } = batch;
	const angles = (table: np.Array) =>
		positions
			? table.ref.slice(positions.ref).reshape([rows, time, 1, headDim / 2])
			: table.ref.slice([0, time]).reshape([1, time, 1, headDim / 2]);
	const [cos, sin] = [angles(rotary.cos), angles(rotary.sin)];
	const mask = segments
		? np.equal(
				segments.ref.reshape([rows, 1, time, 1]), //
				segments.ref.reshape([rows, 1, 1, time]),
			)
		: undefined;
	let x = p.embedding.ref.slice(batch.tokens.reshape([rows * time]));
	for (let layer = 0; layer < layers; layer++) {
		const at = (part: string) => p[`layer${layer}.${part}`];
		const normed = rmsNorm(x.ref, at('attentionNorm'), normEpsilon);
		const project = (part: string, count: number) =>
			linear(normed.ref, at(part)).reshape([rows, time, count, headDim]);
		const mixed = nn.dotProductAttention(
			rotate(project('query', heads), cos.ref, sin.ref),
			rotate(project('key', keyValueHeads), cos.ref, sin.ref),
			project('value', keyValueHeads),
			{ isCausal: true, ...(mask && { mask: mask.ref }) },
		);
		normed.dispose();
		x = x.add(linear(mixed.reshape([rows * time, heads * headDim]), at('output')));
		const inner = rmsNorm(x.ref, at('feedForwardNorm'), normEpsilon);
		const gate = nn.silu(linear(inner.ref, at('gate')));
		x = x.add(linear(gate.mul(linear(inner, at('up'))), at('down')));
	}
	tree.dispose([cos, sin]);
	mask?.dispose();
	positions?.dispose();
	segments?.dispose();
	const logits = linear(rmsNorm(x, p.finalNorm, normEpsilon), p.embedding);
	const logProbabilities = nn.logSoftmax(logits, -1);
	const nll = nn
		.oneHot(batch.labels.reshape([rows * time]), vocabulary)
		.mul(logProbabilities)
		.sum(-1)
		.neg();
	return nll.mul(batch.weights.reshape([rows * time])).sum();
}

/** The jitted step: (state, batch, [1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ)]) → new state and loss. */
export function trainingStep(config: DecoderConfig, settings: Optimizer, rotary: Rotary) {
	const { learningRate, beta1, beta2, epsilon, weightDecay, clip } = settings;
	return (state: State, batch: Batch, corrections: np.Array): { state: State; loss: np.Array } => {
		const [loss, gradients] = valueAndGrad((parameters: Parameters) =>
			readLoss(parameters, batch, config, rotary),
		)(tree.ref(state.parameters)) as [np.Array, Parameters];
		const norm = np.sqrt(
			Object.values(gradients)
				.map((gradient) => np.square(gradient.ref).sum())
				.reduce((sum, next) => sum.add(next)),
		);
		const factor = np.minimum(np.array(clip).div(norm.add(1e-6)), 1);
		const [correction1, correction2] = [corrections.ref.slice(0), corrections.slice(1)];
		const next: State = { parameters: {}, first: {}, second: {} };
		for (const [role, parameter] of Object.entries(state.parameters)) {
			const gradient = gradients[role].mul(factor.ref);
			const first = state.first[role].mul(beta1).add(gradient.ref.mul(1 - beta1));
			const second = state.second[role].mul(beta2).add(np.square(gradient).mul(1 - beta2));
			next.first[role] = first.ref;
			next.second[role] = second.ref;
			const denominator = np.sqrt(second.mul(correction2.ref)).add(epsilon);
			const update = first.mul(correction1.ref).div(denominator);
			const decay = parameter.ndim > 1 ? 1 - learningRate * weightDecay : 1;
			next.parameters[role] = parameter.mul(decay).sub(update.mul(learningRate));
		}
		tree.dispose([factor, correction1, correction2]);
		return { state: next, loss };
	};
}
