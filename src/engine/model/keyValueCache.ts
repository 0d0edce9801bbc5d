/**
 * The keys and values of earlier tokens, so that generation computes each token once. One vector
 * holds a matrix [rows + 1, keyValueHeads · headDim] for the keys and one for the values of each
 * layer. A sequence has consecutive rows. The last row belongs to padding and is never read. Behind
 * the matrices are the tokens that the last pass chose (int32).
 */
import type * as tf from '@tensorflow/tfjs-core';
import { vectorAlignment, type Capture } from '#engine/gpu/capture.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import { cachedAttention, storeRows } from '#engine/gpu/kernels.ts';
import type { Attend } from './decoder.ts';
import type { DecoderConfig } from './decoderConfig.ts';

export interface KeyValueCache {
	readonly vector: Vector;
	/** Tokens of all sequences together. */
	readonly rows: number;
}

/** Limits the memory of a pass. Longer prompts take several passes. */
export const maxPassTokens = 512;

/** Elements of the vector for `rows` tokens. */
export const cacheLength = (config: DecoderConfig, rows: number): number =>
	chosenAt(config, rows) + maxPassTokens;

const chosenAt = (config: DecoderConfig, rows: number): number =>
	2 * config.layers * matrixLength(config, rows);

const matrixLength = ({ keyValueHeads, headDim }: DecoderConfig, rows: number): number =>
	Math.ceil(((rows + 1) * keyValueHeads * headDim) / vectorAlignment) * vectorAlignment;

interface CachedTokens {
	/** [tokens]: the row of each token. */
	readonly row: tf.Tensor1D;
	/** [tokens]: a token sees the rows from here to its own. */
	readonly first: tf.Tensor1D;
	/** [tokens]: the same, but tokens that predict nothing see nothing. */
	readonly predictorFirst: tf.Tensor1D;
}

/** Attention that first writes the tokens' keys and values into vector `cache`. */
export function cachedAttend(
	capture: Capture,
	config: DecoderConfig,
	rows: number,
	{ row, first, predictorFirst }: CachedTokens,
): Attend {
	const length = matrixLength(config, rows);
	const shape = [rows + 1, config.keyValueHeads * config.headDim];
	const matrix = (index: number) => capture.vector('cache', index * length, shape) as tf.Tensor2D;
	return (layer, q, k, v, { predictorsOnly, ...heads }) => {
		const [keys, values] = [matrix(2 * layer), matrix(2 * layer + 1)];
		storeRows(keys, row, k);
		storeRows(values, row, v);
		const from = predictorsOnly ? predictorFirst : first;
		return cachedAttention(q, keys, values, { first: from, last: row, ...heads });
	};
}

/** The tokens that the last pass chose, int32 [count]. */
export const chosenTokens = (
	capture: Capture,
	config: DecoderConfig,
	rows: number,
	count: number,
): tf.Tensor1D => capture.vector('cache', chosenAt(config, rows), [count], 'i32') as tf.Tensor1D;

export const storeChosen = (
	capture: Capture,
	config: DecoderConfig,
	rows: number,
	tokens: tf.Tensor1D,
): void => capture.store(tokens, 'cache', chosenAt(config, rows), 'i32');
