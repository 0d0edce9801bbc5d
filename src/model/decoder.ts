/**
 * The decoder: token embedding → layers → RMSNorm → logits. A layer adds attention(RMSNorm(x)) and
 * then SwiGLU(RMSNorm(x)) to the residual stream. architectures/ maps a checkpoint's tensors to
 * roles.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { attention, gatherRows, linear, rmsNorm, rotary, swiGlu } from '#gpu/kernels.ts';
import type { BatchTensors } from './batchTensors.ts';

export interface DecoderConfig {
	readonly vocabulary: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly keyValueHeads: number;
	readonly headDim: number;
	/** Inner width of the gated unit. */
	readonly hidden: number;
	readonly normEpsilon: number;
	readonly rotaryBase: number;
	/** Maximum tokens per sequence. */
	readonly context: number;
	/** The output matrix is the embedding matrix. */
	readonly tied: boolean;
}

/** A parameter tensor: its name in the checkpoint, its role, and its offset in the flat vector. */
export interface TensorSpec {
	readonly name: string;
	readonly role: string;
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
}
/** A checkpoint's tensors by role (`embedding`, `layer0.query`, …). Matrices are [out, in]. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/**
 * The last normalised hidden state of every position: [packLength, width]. `table`: see rotary.
 * `wrapLayer`: gradient checkpointing, which recomputes a layer for the backward pass.
 */
export function hiddenStates(
	config: DecoderConfig,
	weights: Weights,
	batch: BatchTensors,
	table: tf.Tensor2D,
	wrapLayer: (layer: Layer) => Layer = (layer) => layer,
): tf.Tensor2D {
	const gain = (role: string) => weights.get(role) as tf.Tensor1D;
	let x = gatherRows(weights.get('embedding')!, batch.tokens); // [packLength, width]
	for (let i = 0; i < config.layers; i++) {
		const tensors = layerRoles.map((role) => weights.get(`layer${i}.${role}`)!);
		x = wrapLayer((x, ...tensors) => decoderLayer(config, x, tensors, batch, table))(x, ...tensors);
	}
	return rmsNorm(x, gain('finalNorm'), config.normEpsilon);
}

/** Residual stream [packLength, width], tensors in the order of `layerRoles` → the new stream. */
export type Layer = (x: tf.Tensor2D, ...tensors: tf.Tensor[]) => tf.Tensor2D;

const layerRoles = [
	'attentionNorm',
	'query',
	'key',
	'value',
	'output',
	'feedForwardNorm',
	'gate',
	'up',
	'down',
] as const;

function decoderLayer(
	{ heads, keyValueHeads, normEpsilon }: DecoderConfig,
	x: tf.Tensor2D,
	tensors: readonly tf.Tensor[],
	{ positions, first, last }: BatchTensors,
	table: tf.Tensor2D,
): tf.Tensor2D {
	const matrix = (role: (typeof layerRoles)[number]) =>
		tensors[layerRoles.indexOf(role)] as tf.Tensor2D;
	const gain = (role: (typeof layerRoles)[number]) =>
		tensors[layerRoles.indexOf(role)] as tf.Tensor1D;

	const normed = rmsNorm(x, gain('attentionNorm'), normEpsilon);
	const q = rotary(linear(normed, matrix('query')), positions, table, heads);
	const k = rotary(linear(normed, matrix('key')), positions, table, keyValueHeads);
	const v = linear(normed, matrix('value'));
	const mixed = attention(q, k, v, { first, last, heads, keyValueHeads });
	const attended = linear(mixed, matrix('output'), x);

	const inner = rmsNorm(attended, gain('feedForwardNorm'), normEpsilon);
	const gated = swiGlu(linear(inner, matrix('gate')), linear(inner, matrix('up')));
	return linear(gated, matrix('down'), attended);
}

/** The matrix for the logits: [vocabulary, width]. */
export const outputMatrix = (config: DecoderConfig, weights: Weights): tf.Tensor2D =>
	weights.get(config.tied ? 'embedding' : 'head') as tf.Tensor2D;
