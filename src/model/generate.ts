/** Greedy decoding of several prompts at once, each in a row of its own. */
import * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#core/errors.ts';
import { hiddenStates, targetLogits, weightViews, type DecoderOnDevice } from './decoder.ts';
import { disposeBatch, toDevice } from './deviceBatch.ts';
import type { HostBatch } from './hostBatch.ts';

export interface GreedyOptions {
	/** Stops a row; it is not part of what is returned. */
	readonly end: number;
	readonly maxTokens: number;
}
export interface GreedyAnswer {
	readonly tokens: number[];
	/** false: the length limit, or the model's context, ended it. */
	readonly ended: boolean;
}

/**
 * The whole sequence is computed again for each token: no cache yet, answers here are short. Throws NonFiniteError when the
 * model gives logits that are not numbers.
 */
export async function generateGreedy(
	decoder: DecoderOnDevice,
	weights: tf.Tensor1D,
	prompts: readonly (readonly number[])[],
	{ end, maxTokens }: GreedyOptions,
): Promise<GreedyAnswer[]> {
	const sequences = prompts.map((prompt) => [...prompt]);
	const ended = prompts.map(() => false);
	const isOpen = (row: number) =>
		!ended[row] &&
		sequences[row].length - prompts[row].length < maxTokens &&
		sequences[row].length < decoder.config.context;
	for (;;) {
		const open = prompts.map((_, row) => row).filter(isOpen);
		if (open.length === 0) break;
		const next = await nextTokens(
			decoder,
			weights,
			open.map((row) => sequences[row]),
		);
		open.forEach((row, i) => {
			if (next[i] === end) ended[row] = true;
			else sequences[row].push(next[i]);
		});
	}
	return sequences.map((sequence, row) => ({
		tokens: sequence.slice(prompts[row].length),
		ended: ended[row],
	}));
}

async function nextTokens(
	decoder: DecoderOnDevice,
	weights: tf.Tensor1D,
	sequences: readonly number[][],
): Promise<Int32Array> {
	const batch = toDevice(lastPlaces(sequences), decoder.config, decoder.tables);
	const [best, top] = tf.tidy((): [tf.Tensor1D, tf.Tensor1D] => {
		const views = weightViews(weights, decoder.specs);
		const logits = targetLogits(
			decoder.config,
			views,
			hiddenStates(decoder.config, views, batch, decoder.tables),
			batch,
		);
		return [tf.argMax(logits, 1), tf.max(logits, 1)];
	});
	disposeBatch(batch);
	const [tokens, logits] = [(await best.data()) as Int32Array, await top.data()];
	tf.dispose([best, top]);
	if (!logits.every(Number.isFinite))
		throw new NonFiniteError(
			'The model gives logits that are not finite numbers: it cannot write. Go back to an earlier checkpoint.',
		);
	return tokens;
}

/** One sequence a row; each predicts from its last place. */
function lastPlaces(sequences: readonly (readonly number[])[]): HostBatch {
	const rows = sequences.length;
	// Multiples of 8, so that a growing answer changes shapes rarely.
	const time = 8 * Math.ceil(Math.max(...sequences.map((sequence) => sequence.length)) / 8);
	const tokens = new Int32Array(rows * time);
	const positions = new Int32Array(rows * time);
	const segments = new Int32Array(rows * time).fill(-1);
	sequences.forEach((sequence, row) =>
		sequence.forEach((token, i) => {
			tokens[row * time + i] = token;
			positions[row * time + i] = i;
			segments[row * time + i] = row;
		}),
	);
	return {
		rows,
		time,
		tokens,
		positions,
		segments,
		predictors: Int32Array.from(sequences, (sequence, row) => row * time + sequence.length - 1),
		targets: new Int32Array(rows),
		owners: Int32Array.from(sequences, (_, row) => row),
		exampleCount: rows,
		targetCounts: new Int32Array(rows).fill(1),
		lengths: Int32Array.from(sequences, (sequence) => sequence.length + 1),
	};
}
