/** Greedy decoding of several prompts at once. */
import { NonFiniteError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { capture } from '#gpu/capture.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import { gatherRows, linear } from '#gpu/kernels.ts';
import type { Program } from '#gpu/program.ts';
import { batchInputs, batchTensors, batchShape, type BatchShape } from './batchTensors.ts';
import { captureHidden, weightTensors, type DecoderPlan } from './capturedDecoder.ts';
import { outputMatrix } from './decoder.ts';
import type { DecoderOnDevice } from './decoderOnDevice.ts';
import { emptyPack, type HostBatch } from './hostBatch.ts';

export interface GreedyOptions {
	/** The token that ends an answer. It is not part of the result. */
	readonly end: number;
	readonly maxTokens: number;
	/** Stops between two tokens: the call throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}
export interface GreedyAnswer {
	readonly tokens: number[];
	/** false: the answer stopped at the length limit or at the model's context. */
	readonly ended: boolean;
}

/** Without a cache: answers are short. Throws NonFiniteError if a logit is not finite. */
export async function generateGreedy(
	decoder: DecoderOnDevice,
	weights: Vector,
	prompts: readonly (readonly number[])[],
	{ end, maxTokens, signal }: GreedyOptions,
): Promise<GreedyAnswer[]> {
	const sequences = prompts.map((prompt) => [...prompt]);
	const ended = prompts.map(() => false);
	const isOpen = (row: number) =>
		!ended[row] &&
		sequences[row].length - prompts[row].length < maxTokens &&
		sequences[row].length < decoder.config.context;
	for (;;) {
		signal?.throwIfAborted();
		const open = prompts.map((_, row) => row).filter(isOpen);
		if (open.length === 0) break;
		const unfinished = open.map((row) => sequences[row]);
		const next = await nextTokens(decoder, weights, unfinished);
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
	weights: Vector,
	sequences: readonly number[][],
): Promise<number[]> {
	const { config } = decoder;
	const batch = packPrompts(sequences);
	const shape = batchShape(batch, config.vocabulary);
	const results = await decoder.run(
		`next token ${shape.packLength} ${shape.targets}`,
		() => nextTokenProgram(decoder, shape),
		{ weights },
		batchInputs(batch, shape),
	);
	const { logits } = await results.read();
	return sequences.map((_, row) =>
		argmax(logits.subarray(row * config.vocabulary, (row + 1) * config.vocabulary)),
	);
}

/** Result: `logits` [targets, vocabulary] of the predicting positions. */
export const nextTokenProgram = (plan: DecoderPlan, shape: BatchShape): Program =>
	capture('next token', (capture) => {
		const weights = weightTensors(capture, plan);
		const batch = batchTensors(capture, shape);
		const last = gatherRows(captureHidden(capture, plan, weights, batch), batch.predictors);
		capture.result('logits', linear(last, outputMatrix(plan.config, weights)));
	});

/** Index of the largest logit; the first among equals. */
function argmax(logits: Float32Array): number {
	let largest = 0;
	for (let i = 0; i < logits.length; i++) {
		if (!Number.isFinite(logits[i]))
			throw new NonFiniteError(
				sentence`The model gives logits that are not finite numbers, so it cannot write. Go back
					to an earlier checkpoint.`,
			);
		if (logits[i] > logits[largest]) largest = i;
	}
	return largest;
}

/** Each sequence predicts from its last position. */
function packPrompts(sequences: readonly (readonly number[])[]): HostBatch {
	const lengths = sequences.map((sequence) => sequence.length);
	const pack = emptyPack(lengths);
	const { tokens, starts } = pack;
	sequences.forEach((sequence, row) => tokens.set(sequence, starts[row]));
	return {
		...pack,
		predictors: starts.map((start, row) => start + lengths[row] - 1),
		targets: new Int32Array(sequences.length),
		owners: Int32Array.from(sequences.keys()),
		exampleCount: sequences.length,
		targetCounts: new Int32Array(sequences.length).fill(1),
		lengths: Int32Array.from(lengths, (length) => length + 1),
	};
}
