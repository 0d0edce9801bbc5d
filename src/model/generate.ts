/**
 * Generates answers to several prompts at once. Each token passes through the decoder once: later
 * tokens read its keys and values from a cache.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { NonFiniteError } from '#core/errors.ts';
import { sentence } from '#core/message.ts';
import { capture } from '#gpu/capture.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import { gatherRows, linear, type GatherIndex } from '#gpu/kernels.ts';
import type { Program } from '#gpu/program.ts';
import { captureHidden, weightTensors, type DecoderPlan } from './capturedDecoder.ts';
import { outputMatrix } from './decoder.ts';
import type { DecoderOnDevice } from './decoderOnDevice.ts';
import { bucketSize } from './hostBatch.ts';
import { cachedAttend } from './keyValueCache.ts';

export interface GenerateOptions {
	/** The token that ends an answer. It is not part of the result. */
	readonly end: number;
	readonly maxTokens: number;
	/** Stops between two passes: the call throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}
export interface Generated {
	readonly tokens: number[];
	/** false: the answer stopped at the length limit or at the model's context. */
	readonly ended: boolean;
}

/** The sizes of a program: tokens of a pass, those that predict, and rows of the cache. */
export interface PassSize {
	readonly tokens: number;
	readonly predictors: number;
	readonly rows: number;
}

/** Limits the memory of a pass. Longer prompts take several passes. */
export const maxPassTokens = 512;

/** A token on its way into the cache. */
interface NewToken {
	readonly token: number;
	/** From 0 in its sequence. */
	readonly position: number;
	readonly sequence: number;
	/** Whether its logits choose the next token. */
	readonly predicts: boolean;
}

/** Chooses the likeliest token each time. Throws NonFiniteError if a logit is not finite. */
export async function generateGreedy(
	decoder: DecoderOnDevice,
	weights: Vector,
	prompts: readonly (readonly number[])[],
	{ end, maxTokens, signal }: GenerateOptions,
): Promise<Generated[]> {
	const { context } = decoder.config;
	const limits = prompts.map(({ length }) => Math.min(length + maxTokens, context));
	let rows = 0;
	const starts = limits.map((limit) => (rows += limit) - limit);
	const cache = await decoder.keyValueCache(rows);
	const answers = prompts.map((prompt) => ({ tokens: [] as number[], ended: false, prompt }));
	let added = prompts.flatMap((prompt, sequence) =>
		prompt.length >= limits[sequence]
			? []
			: prompt.map((token, position) => ({
					token,
					position,
					sequence,
					predicts: position === prompt.length - 1,
				})),
	);
	while (added.length > 0) {
		const next: NewToken[] = [];
		for (let from = 0; from < added.length; from += maxPassTokens) {
			signal?.throwIfAborted();
			const pass = added.slice(from, from + maxPassTokens);
			const predicted = await nextTokens(decoder, { weights, cache: cache.vector }, pass, {
				starts,
				rows: cache.rows,
			});
			for (const { sequence, token } of predicted) {
				const answer = answers[sequence];
				if (token === end) answer.ended = true;
				else {
					const position = answer.prompt.length + answer.tokens.length;
					answer.tokens.push(token);
					if (position + 1 < limits[sequence])
						next.push({ token, position, sequence, predicts: true });
				}
			}
		}
		added = next;
	}
	return answers.map(({ tokens, ended }) => ({ tokens, ended }));
}

async function nextTokens(
	decoder: DecoderOnDevice,
	vectors: { readonly weights: Vector; readonly cache: Vector },
	pass: readonly NewToken[],
	{ starts, rows }: { readonly starts: readonly number[]; readonly rows: number },
): Promise<{ sequence: number; token: number }[]> {
	const { vocabulary } = decoder.config;
	const predicting = [...pass.keys()].filter((i) => pass[i].predicts);
	const tokens = passLength(pass.length);
	const size = { tokens, predictors: passLength(Math.max(1, predicting.length)), rows };
	const filled = (length: number, padding: number, values: readonly number[]) => {
		const array = new Int32Array(length).fill(padding);
		array.set(values);
		return array;
	};
	const results = await decoder.run(
		`next token ${size.tokens} ${size.predictors} ${rows}`,
		() => nextTokenProgram(decoder, size),
		vectors,
		{
			tokens: filled(
				tokens,
				0,
				pass.map(({ token }) => token),
			),
			positions: filled(
				tokens,
				0,
				pass.map(({ position }) => position),
			),
			// Padding writes the last row, and sees nothing.
			row: filled(
				tokens,
				rows,
				pass.map(({ sequence, position }) => starts[sequence] + position),
			),
			first: filled(
				tokens,
				rows + 1,
				pass.map(({ sequence }) => starts[sequence]),
			),
			predictors: filled(size.predictors, 0, predicting),
		},
	);
	const { logits } = await results.read();
	return predicting.map((from, i) => ({
		sequence: pass[from].sequence,
		token: argmax(logits.subarray(i * vocabulary, (i + 1) * vocabulary)),
	}));
}

/** A power of two up to 32, then as batches: few different programs, little padding. */
export const passLength = (count: number): number =>
	count > 32 ? bucketSize(count) : 2 ** Math.ceil(Math.log2(count));

/** Result: `logits` [predictors, vocabulary]. */
export const nextTokenProgram = (plan: DecoderPlan, size: PassSize): Program =>
	capture('next token', (capture) => {
		const weights = weightTensors(capture, plan);
		const input = (name: string, length: number) =>
			capture.input(name, [length], 'i32') as tf.Tensor1D;
		const [row, first] = [input('row', size.tokens), input('first', size.tokens)];
		const positions = input('positions', size.tokens);
		const hidden = captureHidden(capture, plan, weights, {
			tokens: forwardOnly(input('tokens', size.tokens)),
			positions,
			learnedPositions: plan.config.positionRows ? forwardOnly(positions) : null,
			attend: cachedAttend(capture, plan.config, size.rows, row, first),
		});
		const last = gatherRows(hidden, forwardOnly(input('predictors', size.predictors)));
		capture.result('logits', linear(last, outputMatrix(plan.config, weights)));
	});

/** Only a gradient reads the plan of an index. */
const forwardOnly = (index: tf.Tensor1D): GatherIndex => ({ index, order: index, starts: index });

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
