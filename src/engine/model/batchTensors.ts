/** A micro-batch as a program's inputs: tensors in a capture, and their numbers from the host. */
import type * as tf from '@tensorflow/tfjs-core';
import type { Capture } from '#engine/gpu/capture.ts';
import type { Inputs } from '#engine/gpu/computeDevice.ts';
import { attention, scatterPlan, type GatherIndex } from '#engine/gpu/kernels.ts';
import type { DecoderInputs } from './decoder.ts';
import type { DecoderConfig } from './decoderConfig.ts';
import { bucketSize, type HostBatch } from './hostBatch.ts';

/** The shapes that a captured program depends on. Each run gets new contents. */
export interface BatchShape {
	readonly packLength: number;
	/** Rounded up. Targets beyond the batch's own have weight 0. */
	readonly targets: number;
	readonly vocabulary: number;
}

/** `attend`: each token that must see sees itself and the earlier tokens of its example. */
export interface BatchTensors extends DecoderInputs {
	/** [targets]: positions that predict. */
	readonly predictors: GatherIndex;
}

export const batchShape = (
	batch: HostBatch,
	{ vocabulary }: Pick<DecoderConfig, 'vocabulary'>,
): BatchShape => ({
	packLength: batch.packLength,
	targets: bucketSize(batch.predictors.length),
	vocabulary,
});

export function batchTensors(
	capture: Capture,
	{ packLength, targets, vocabulary }: BatchShape,
	{ positionRows }: DecoderConfig,
): BatchTensors {
	const input = (name: string, size: number) => capture.input(name, [size], 'i32') as tf.Tensor1D;
	const [first, last] = [input('first', packLength), input('last', packLength)];
	const predictorFirst = input('predictorFirst', packLength);
	const positions = input('positions', packLength);
	return {
		tokens: {
			index: input('tokens', packLength),
			order: input('tokenOrder', packLength),
			starts: input('tokenStarts', vocabulary + 1),
		},
		predictors: predictorTensors(capture, targets, packLength),
		learnedPositions:
			positionRows === undefined
				? null
				: {
						index: positions,
						order: input('positionOrder', packLength),
						starts: input('positionStarts', positionRows + 1),
					},
		positions,
		attend: (_, q, k, v, { predictorsOnly, ...heads }) =>
			attention(q, k, v, { first: predictorsOnly ? predictorFirst : first, last, ...heads }),
	};
}

/** The numbers for `batchTensors`. */
export function batchInputs(
	batch: HostBatch,
	{ targets, vocabulary }: BatchShape,
	{ positionRows, firstPosition = 0, padToken }: DecoderConfig,
): Inputs {
	const { tokens, first, last, packLength, predictors } = batch;
	const positions = batch.positions.map((position) => position + firstPosition);
	const byPosition = positionRows === undefined ? null : scatterPlan(positions, positionRows);
	const predictorFirst = first.map((_, i) => i + 1);
	for (const i of predictors) predictorFirst[i] = first[i];
	let byToken: ReturnType<typeof scatterPlan> | undefined;
	const planTokens = () => (byToken ??= scatterPlan(tokens, vocabulary, padToken));
	return {
		tokens,
		positions,
		first,
		predictorFirst,
		last,
		// Computed when read: only a trained embedding does, and a vocabulary can have 151,936 rows.
		get tokenOrder() {
			return planTokens().order;
		},
		get tokenStarts() {
			return planTokens().starts;
		},
		...predictorInputs(predictors, targets, packLength),
		...(byPosition && { positionOrder: byPosition.order, positionStarts: byPosition.starts }),
	};
}

/** The rows of `tokens` that predict: [targets] indices. */
export function predictorTensors(capture: Capture, targets: number, tokens: number): GatherIndex {
	const input = (name: string, size: number) => capture.input(name, [size], 'i32') as tf.Tensor1D;
	return {
		index: input('predictors', targets),
		order: input('predictorOrder', targets),
		starts: input('predictorStarts', tokens + 1),
	};
}

/** The numbers for `predictorTensors`. `predictors` ascend. */
export function predictorInputs(predictors: Int32Array, targets: number, tokens: number): Inputs {
	const { order, starts } = scatterPlan(predictors, tokens);
	// Filled with a row that predicts nothing, so that it has no gradient.
	const idle = predictors.findIndex((row, i) => row !== i);
	const index = new Int32Array(targets).fill(idle < 0 ? predictors.length : idle);
	index.set(predictors);
	return {
		predictors: index,
		predictorOrder: padWithZeros(order, targets),
		predictorStarts: starts,
	};
}

export function padWithZeros(values: Int32Array, length: number): Int32Array {
	const filled = new Int32Array(length);
	filled.set(values);
	return filled;
}
