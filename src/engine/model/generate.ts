/**
 * Generates answers to several prompts at once. Each token passes through the decoder once: later
 * tokens read its keys and values from a cache.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { randomStream } from '#engine/core/random.ts';
import type { Sampling } from '#engine/core/sampling.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import { gatherRows, headLogits, type GatherIndex } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import { padWithZeros } from './batchTensors.ts';
import { captureHidden, weightTensors, type DecoderPlan } from './capturedDecoder.ts';
import { outputHead } from './decoder.ts';
import type { DecoderOnDevice } from './DecoderOnDevice.ts';
import { bucketSize } from './hostBatch.ts';
import { cachedAttend } from './keyValueCache.ts';
import { chooseToken } from './sampling.ts';

export interface GenerateOptions {
	/** The tokens that end an answer. They are not part of the result. */
	readonly end: number | readonly number[];
	/** For all prompts, or for each. */
	readonly maxTokens: number | readonly number[];
	/** Default: the likeliest token each time. */
	readonly sampling?: Sampling | undefined;
	/** Looks at each answer after each of its tokens. true ends the answer. */
	readonly onToken?: (answer: number, tokens: readonly number[]) => boolean | Promise<boolean>;
	/** Stops between two passes: the call throws the signal's reason. */
	readonly signal?: AbortSignal | undefined;
}

const greedy: Sampling = { temperature: 0, topK: 0, topP: 1, repetitionPenalty: 1, seed: 1 };

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
	/** The sequence's first row of the cache. */
	readonly start: number;
	/** Whether its logits choose the next token. */
	readonly predicts: boolean;
}

/** Throws NonFiniteError if a logit is not finite, and OutOfMemoryError. */
export async function generate(
	decoder: DecoderOnDevice,
	weights: Vector,
	prompts: readonly (readonly number[])[],
	{ end, maxTokens, sampling = greedy, onToken, signal }: GenerateOptions,
): Promise<Generated[]> {
	const { context } = decoder.config;
	const ends = [end].flat();
	const limits = prompts.map(({ length }, i) => {
		const limit = typeof maxTokens === 'number' ? maxTokens : maxTokens[i];
		return Math.min(length + limit, context);
	});
	let rows = 0;
	const starts = limits.map((limit) => (rows += limit) - limit);
	const { vector, rows: cacheRows } = await decoder.keyValueCache(rows);
	const chances = prompts.map((_, i) => randomStream(sampling.seed, `answer ${i}`));
	const answers = prompts.map(() => ({ tokens: [] as number[], ended: false }));
	const sequences = prompts.map((prompt) => [...prompt]);
	let added = prompts.flatMap((prompt, sequence) =>
		prompt.length < limits[sequence] ? promptTokens(prompt, sequence, starts[sequence]) : [],
	);
	while (added.length > 0) {
		const next: NewToken[] = [];
		for (let from = 0; from < added.length; from += maxPassTokens) {
			signal?.throwIfAborted();
			const pass = added.slice(from, from + maxPassTokens);
			const predictions = await predict(decoder, { weights, cache: vector }, pass, cacheRows);
			for (const { sequence, position, start, logits } of predictions) {
				const answer = answers[sequence];
				const chance = chances[sequence].uniform(answer.tokens.length);
				const token = chooseToken(logits, sequences[sequence], sampling, chance);
				answer.ended = ends.includes(token);
				if (answer.ended) continue;
				answer.tokens.push(token);
				sequences[sequence].push(token);
				answer.ended = (await onToken?.(sequence, answer.tokens)) ?? false;
				if (!answer.ended && position + 2 < limits[sequence])
					next.push({ token, position: position + 1, sequence, start, predicts: true });
			}
		}
		added = next;
	}
	return answers;
}

const promptTokens = (prompt: readonly number[], sequence: number, start: number): NewToken[] =>
	prompt.map((token, position) => ({
		token,
		position,
		sequence,
		start,
		predicts: position === prompt.length - 1,
	}));

/** The tokens that predict, in their order, with their logits. */
async function predict(
	decoder: DecoderOnDevice,
	vectors: { readonly weights: Vector; readonly cache: Vector },
	pass: readonly NewToken[],
	rows: number,
): Promise<(NewToken & { readonly logits: Float32Array })[]> {
	const { vocabulary, firstPosition = 0 } = decoder.config;
	const predicting = pass.flatMap(({ predicts }, i) => (predicts ? i : []));
	const size: PassSize = {
		tokens: passLength(pass.length),
		predictors: passLength(Math.max(1, predicting.length)),
		rows,
	};
	const column = (padding: number, read: (token: NewToken) => number) => {
		const values = new Int32Array(size.tokens).fill(padding);
		values.set(pass.map(read));
		return values;
	};
	const results = await decoder.run(
		`next token ${size.tokens} ${size.predictors} ${rows}`,
		() => nextTokenProgram(decoder, size),
		vectors,
		{
			tokens: column(0, ({ token }) => token),
			positions: column(0, ({ position }) => position + firstPosition),
			// Padding writes the last row, and sees nothing.
			row: column(rows, ({ start, position }) => start + position),
			first: column(rows + 1, ({ start }) => start),
			predictors: padWithZeros(Int32Array.from(predicting), size.predictors),
		},
	);
	const { logits } = await results.read();
	return predicting.map((from, i) => ({
		...pass[from],
		logits: logits.subarray(i * vocabulary, (i + 1) * vocabulary),
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
		capture.result('logits', headLogits(last, outputHead(plan.config, weights)));
	});

/** Only a gradient reads the plan of an index. */
const forwardOnly = (index: tf.Tensor1D): GatherIndex => ({ index, order: index, starts: index });
