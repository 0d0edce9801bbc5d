/**
 * One teacher-forced pass over examples: loss, and whether greedy decoding would give the whole answer. It would exactly
 * when every target is the argmax given the true tokens before it: then the tokens before it are what greedy decoding wrote.
 */
import * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#core/errors.ts';
import { cut, exampleMeans, layOut, type ExampleAddress } from '#data/batch.ts';
import { tokenScores } from '#gpu/kernels.ts';
import { hiddenStates, targetLogits, weightViews, type DecoderOnDevice } from '#model/decoder.ts';
import { disposeBatch, toDevice } from '#model/deviceBatch.ts';
import type { HostBatch } from '#model/hostBatch.ts';

export interface Measurement {
	/** Mean nats per target of each example. */
	readonly losses: Float64Array;
	/** Share of each example's targets that are the argmax: 1 = the whole answer is right. */
	readonly hits: Float64Array;
	/** [examples × width]: mean over its places of the last normalised hidden state. Only when asked for. */
	readonly states: Float32Array | null;
}

export interface MeasureOptions {
	readonly states?: boolean;
	readonly onProgress?: (done: number) => void;
	readonly signal?: AbortSignal;
}

/** Places of one pass: bounds memory, and how long a pass keeps the worker from answering. */
const placesPerPass = 4096;
const examplesPerPass = 64;

/** Throws NonFiniteError before any score is given: no logit exceeds a NaN, so NaN would count as right. */
export async function measure(
	decoder: DecoderOnDevice,
	weights: tf.Tensor1D,
	examples: readonly ExampleAddress[],
	{ states = false, onProgress, signal }: MeasureOptions = {},
): Promise<Measurement> {
	const losses = new Float64Array(examples.length);
	const hits = new Float64Array(examples.length);
	const { width } = decoder.config;
	const pooled = states ? new Float32Array(examples.length * width) : null;
	let done = 0;
	for (const part of cut(examples, Math.ceil(examples.length / examplesPerPass), placesPerPass)) {
		signal?.throwIfAborted();
		const host = layOut(part, 'packed');
		const result = await pass(decoder, weights, host, states);
		losses.set(exampleMeans(result.nll, host), done);
		hits.set(exampleMeans(result.hit, host), done);
		if (result.states) pooled?.set(result.states, done * width);
		done += part.length;
		onProgress?.(done);
	}
	const broken = losses.findIndex((loss) => !Number.isFinite(loss));
	if (broken >= 0)
		throw new NonFiniteError(
			'The model gives losses that are not finite numbers. Go back to an earlier checkpoint with a lower learning rate.',
			{ example: broken },
		);
	// A share that adds up to 1 but for rounding is 1: every target was right.
	return { losses, hits: hits.map((share) => (share > 1 - 1e-9 ? 1 : share)), states: pooled };
}

async function pass(
	decoder: DecoderOnDevice,
	weights: tf.Tensor1D,
	host: HostBatch,
	states: boolean,
) {
	const batch = toDevice(host, decoder.config, decoder.tables);
	const [nll, hit, pooled] = tf.tidy((): [tf.Tensor1D, tf.Tensor1D, ...tf.Tensor2D[]] => {
		const views = weightViews(weights, decoder.specs);
		const hidden = hiddenStates(decoder.config, views, batch, decoder.tables);
		const scores = tokenScores(targetLogits(decoder.config, views, hidden, batch), batch.targets);
		return states
			? [scores.nll, scores.hit, tf.matMul(poolingMatrix(host), hidden)]
			: [scores.nll, scores.hit];
	});
	disposeBatch(batch);
	const read = async (tensor: tf.Tensor | undefined) => {
		const values = (await tensor?.data()) as Float32Array | undefined;
		tensor?.dispose();
		return values;
	};
	return { nll: (await read(nll))!, hit: (await read(hit))!, states: await read(pooled) };
}

/** [examples, places]: 1 / length where the place is the example's. */
function poolingMatrix(host: HostBatch): tf.Tensor2D {
	const places = host.rows * host.time;
	const matrix = new Float32Array(host.exampleCount * places);
	host.segments.forEach((example, place) => {
		if (example >= 0) matrix[example * places + place] = 1 / (host.lengths[example] - 1);
	});
	return tf.tensor2d(matrix, [host.exampleCount, places]);
}
