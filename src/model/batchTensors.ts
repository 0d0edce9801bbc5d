/** A micro-batch as a program's inputs: which tensors the decoder reads, and the numbers that the host gives for them. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Capture } from '#gpu/capture.ts';
import type { Inputs } from '#gpu/computeDevice.ts';
import { scatterPlan, type GatherIndex } from '#gpu/kernels.ts';
import { bucketSize, type HostBatch } from './hostBatch.ts';

/** What a captured program depends on; contents flow in at each run. */
export interface BatchShape {
	readonly packLength: number;
	/** Rounded up: what is beyond a batch's own targets has weight 0. */
	readonly targets: number;
	readonly vocabulary: number;
}

export interface BatchTensors {
	/** Rows of the embedding: [places] indices. */
	readonly tokens: GatherIndex;
	/** Rows of the stream that predict: [targets] indices. */
	readonly predictors: GatherIndex;
	/** [places] */
	readonly positions: tf.Tensor1D;
	readonly first: tf.Tensor1D;
	readonly last: tf.Tensor1D;
}

export const batchShape = (batch: HostBatch, vocabulary: number): BatchShape => ({
	packLength: batch.packLength,
	targets: bucketSize(batch.predictors.length),
	vocabulary,
});

export function batchTensors(
	capture: Capture,
	{ packLength, targets, vocabulary }: BatchShape,
): BatchTensors {
	const input = (name: string, size: number) => capture.input(name, [size], 'i32') as tf.Tensor1D;
	return {
		tokens: {
			index: input('tokens', packLength),
			order: input('tokenOrder', packLength),
			starts: input('tokenStarts', vocabulary + 1),
		},
		predictors: {
			index: input('predictors', targets),
			order: input('predictorOrder', targets),
			starts: input('predictorStarts', packLength + 1),
		},
		positions: input('positions', packLength),
		first: input('first', packLength),
		last: input('last', packLength),
	};
}

/** The numbers for `batchTensors`. */
export function batchInputs(batch: HostBatch, { targets, vocabulary }: BatchShape): Inputs {
	const { tokens, positions, first, last, packLength } = batch;
	const byToken = scatterPlan(tokens, vocabulary);
	const byPlace = scatterPlan(batch.predictors, packLength);
	return {
		...{ tokens, positions, first, last },
		tokenOrder: byToken.order,
		tokenStarts: byToken.starts,
		predictors: padWithZeros(batch.predictors, targets),
		predictorOrder: padWithZeros(byPlace.order, targets),
		predictorStarts: byPlace.starts,
	};
}

/** Zeros behind the values, up to `length` of them. */
export function padWithZeros(values: Int32Array, length: number): Int32Array {
	const filled = new Int32Array(length);
	filled.set(values);
	return filled;
}
