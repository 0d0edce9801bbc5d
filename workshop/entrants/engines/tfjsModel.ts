/** Loss of the decoder in idiomatic tfjs ops; gradients come from tfjs. */
import * as tf from '@tensorflow/tfjs';
import type { DecoderConfig } from '../../../src/engine/model/decoderConfig.ts';
import { denseTargets } from '../denseTargets.ts';
import { rotaryTables } from '../rotaryTables.ts';
import type { RowBatch } from '../rowBatch.ts';
import type { Task } from '../task.ts';

/** By role; matrices are [in, out]. */
export type Variables = ReadonlyMap<string, tf.Variable>;

export interface Batch {
	/** [rows, time] */
	readonly tokens: tf.Tensor2D;
	/** [rows × time, vocabulary] */
	readonly labels: tf.Tensor2D;
	/** [rows × time] */
	readonly weights: tf.Tensor1D;
	/** [1 or rows, 1, time, time]: 0 if a position sees another one, else −1e9. */
	readonly mask: tf.Tensor4D;
	/** [1 or rows, time, 1, headDim / 2] */
	readonly cos: tf.Tensor4D;
	readonly sin: tf.Tensor4D;
}

/** The caller disposes the result. */
export function deviceBatch({ config, packed }: Task, batch: RowBatch): Batch {
	const { rows, time, tokens, positions, segments } = batch;
	const { labels, weights } = denseTargets(batch);
	const half = config.headDim / 2;
	const maskRows = packed ? rows : 1;
	const mask = new Float32Array(maskRows * time * time).fill(-1e9);
	for (let row = 0; row < maskRows; row++)
		for (let i = 0; i < time; i++)
			for (let j = 0; j <= i; j++)
				if (!packed || segments[row * time + i] === segments[row * time + j])
					mask[(row * time + i) * time + j] = 0;
	return tf.tidy(() => {
		const tables = rotaryTables(config, time);
		const angles = (values: Float32Array): tf.Tensor4D => {
			const table = tf.tensor2d(values, [time, half]);
			return packed
				? tf.reshape(tf.gather(table, tf.tensor1d(positions, 'int32')), [rows, time, 1, half])
				: tf.reshape(table, [1, time, 1, half]);
		};
		return {
			tokens: tf.tensor2d(tokens, [rows, time], 'int32'),
			labels: tf.oneHot(tf.tensor1d(labels, 'int32'), config.vocabulary) as tf.Tensor2D,
			weights: tf.tensor1d(weights),
			mask: tf.tensor4d(mask, [maskRows, 1, time, time]),
			cos: angles(tables.cos),
			sin: angles(tables.sin),
		};
	});
}

/** Repeats keys and values for every head. */
export function readLoss(variables: Variables, batch: Batch, config: DecoderConfig): tf.Scalar {
	const { heads, headDim, layers, width, normEpsilon } = config;
	const [rows, time] = batch.tokens.shape;
	const weight = (role: string) => variables.get(role) as tf.Tensor as tf.Tensor2D;
	const norm = (x: tf.Tensor2D, role: string): tf.Tensor2D =>
		x
			.mul(tf.rsqrt(tf.mean(tf.square(x), -1, true).add(normEpsilon)))
			.mul(variables.get(role) as tf.Tensor);
	const rotate = (x: tf.Tensor4D): tf.Tensor4D => {
		const [a, b] = tf.split(x, 2, -1);
		return tf.concat<tf.Tensor4D>(
			[a.mul(batch.cos).sub(b.mul(batch.sin)), b.mul(batch.cos).add(a.mul(batch.sin))],
			-1,
		);
	};
	const split = (x: tf.Tensor2D): tf.Tensor4D => tf.reshape(x, [rows, time, heads, headDim]);
	const byHead = (x: tf.Tensor4D): tf.Tensor4D => tf.transpose(x, [0, 2, 1, 3]);

	let x = embed(weight('embedding'), batch.tokens.flatten());
	for (let layer = 0; layer < layers; layer++) {
		const at = (part: string) => weight(`layer${layer}.${part}`);
		const normed = norm(x, `layer${layer}.attentionNorm`);
		const q = byHead(rotate(split(tf.matMul(normed, at('query')))));
		const k = byHead(rotate(split(tf.matMul(normed, at('key')))));
		const v = byHead(split(tf.matMul(normed, at('value'))));
		const scores = tf.matMul(q, k, false, true).mul(1 / Math.sqrt(headDim));
		const mixed = tf.matMul(tf.softmax(scores.add(batch.mask)), v);
		const joined = tf.reshape<tf.Rank.R2>(tf.transpose(mixed, [0, 2, 1, 3]), [rows * time, width]);
		x = x.add(tf.matMul(joined, at('output')));
		const inner = norm(x, `layer${layer}.feedForwardNorm`);
		const gate = tf.matMul(inner, at('gate'));
		const gated = gate.mul(tf.sigmoid(gate)).mul<tf.Tensor2D>(tf.matMul(inner, at('up')));
		x = x.add(tf.matMul(gated, at('down')));
	}
	const logits = tf.matMul(norm(x, 'finalNorm'), weight('embedding'), false, true);
	const logProbabilities = tf.logSoftmax(logits);
	const nll = tf.neg(tf.sum(batch.labels.mul(logProbabilities), -1));
	return tf.sum(nll.mul(batch.weights));
}

function embed(embedding: tf.Tensor2D, tokens: tf.Tensor1D): tf.Tensor2D {
	// tfjs's wasm backend has no kernel for the gradient of a gather.
	if (tf.getBackend() === 'wasm')
		return tf.matMul(tf.oneHot(tokens, embedding.shape[0]).toFloat(), embedding);
	return tf.gather(embedding, tokens);
}
