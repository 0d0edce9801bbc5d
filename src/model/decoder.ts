/**
 * The decoder: token embedding → layers of (RMSNorm, attention, RMSNorm, SwiGLU), each added to the stream → RMSNorm → logits.
 * Which of a checkpoint's tensors is which is an architecture's business (architectures/); what it computes is here.
 */
import * as tf from '@tensorflow/tfjs-core';
import {
	attention,
	gatherRows,
	linear,
	rmsNorm,
	rotary,
	rotaryTables,
	type RotaryTables,
	swiGlu,
} from '#gpu/kernels.ts';
import type { DeviceBatch } from './deviceBatch.ts';

export interface DecoderConfig {
	readonly vocabulary: number;
	readonly width: number;
	readonly layers: number;
	readonly heads: number;
	readonly keyValueHeads: number;
	readonly headDim: number;
	/** Width inside the gated unit. */
	readonly hidden: number;
	readonly normEpsilon: number;
	readonly rotaryBase: number;
	/** Longest sequence in tokens. */
	readonly context: number;
	/** The output matrix is the embedding. */
	readonly tied: boolean;
}

/** A parameter tensor: its name in the checkpoint, its role here, and where it lies in the flat vector. */
export interface TensorSpec {
	readonly name: string;
	readonly role: string;
	readonly shape: readonly number[];
	readonly offset: number;
	readonly size: number;
}
/** A checkpoint's tensors by role (`embedding`, `layer0.query`, …). Matrices are [out, in]. */
export type Weights = ReadonlyMap<string, tf.Tensor>;

/** A decoder that is ready to run: its shape, its tensors' places, its constants on the device. */
export interface DecoderOnDevice {
	readonly config: DecoderConfig;
	readonly specs: readonly TensorSpec[];
	readonly tables: RotaryTables;
}

/** The caller disposes of the tables. */
export const decoderOnDevice = (
	config: DecoderConfig,
	specs: readonly TensorSpec[],
): DecoderOnDevice => ({
	config,
	specs,
	tables: rotaryTables(config.context, config.headDim, config.rotaryBase),
});

/** The tensors as views into a flat vector [parameters]. */
export function weightViews(
	flat: tf.Tensor1D,
	specs: readonly TensorSpec[],
): Map<string, tf.Tensor> {
	return new Map(
		specs.map(({ role, offset, size, shape }) => [
			role,
			tf.reshape(tf.slice(flat, offset, size), [...shape]),
		]),
	);
}

/** The last normalised hidden state of every position: [rows × time, width]. */
export function hiddenStates(
	config: DecoderConfig,
	weights: Weights,
	batch: DeviceBatch,
	tables: RotaryTables,
): tf.Tensor2D {
	const matrix = (role: string) => weights.get(role) as tf.Tensor2D;
	const gain = (role: string) => weights.get(role) as tf.Tensor1D;
	const { heads, keyValueHeads, headDim, normEpsilon } = config;
	const { rows, time } = batch;
	const turn = (x: tf.Tensor2D, count: number) => {
		const { cos, sin } = count === heads ? batch.queryAngles : batch.keyAngles;
		const turned = rotary(tf.reshape(x, [rows * time * count, headDim]), cos, sin, tables.rotation);
		return tf.reshape<tf.Rank.R4>(turned, [rows, time, count, headDim]);
	};

	let x = gatherRows(matrix('embedding'), batch.tokens); // [rows × time, width]
	for (let layer = 0; layer < config.layers; layer++) {
		const at = (part: string) => `layer${layer}.${part}`;
		const normed = rmsNorm(x, gain(at('attentionNorm')), normEpsilon);
		const q = turn(linear(normed, matrix(at('query'))), heads);
		const k = turn(linear(normed, matrix(at('key'))), keyValueHeads);
		const v = tf.reshape<tf.Rank.R4>(linear(normed, matrix(at('value'))), [
			rows,
			time,
			keyValueHeads,
			headDim,
		]);
		const mixed = tf.reshape<tf.Rank.R2>(attention(q, k, v, batch.bias), [
			rows * time,
			heads * headDim,
		]);
		x = tf.add(x, linear(mixed, matrix(at('output'))));
		const inner = rmsNorm(x, gain(at('feedForwardNorm')), normEpsilon);
		const gated = swiGlu(linear(inner, matrix(at('gate'))), linear(inner, matrix(at('up'))));
		x = tf.add(x, linear(gated, matrix(at('down'))));
	}
	return rmsNorm(x, gain('finalNorm'), normEpsilon);
}

/** Logits of the positions that predict something: [targets, vocabulary]. */
export function targetLogits(
	config: DecoderConfig,
	weights: Weights,
	hidden: tf.Tensor2D,
	batch: DeviceBatch,
): tf.Tensor2D {
	const output = weights.get(config.tied ? 'embedding' : 'head') as tf.Tensor2D;
	return linear(gatherRows(hidden, batch.predictors), output);
}
