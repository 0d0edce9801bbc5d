/**
 * Generates answers to several prompts at once. Each token passes through the decoder once: later
 * tokens read its keys and values from a cache.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { randomStream } from '#engine/core/random.ts';
import type { Sampling } from '#engine/core/sampling.ts';
import { capture } from '#engine/gpu/capture.ts';
import type { Results, Vector } from '#engine/gpu/computeDevice.ts';
import { headLogits, largestColumn, type GatherIndex } from '#engine/gpu/kernels.ts';
import type { Program } from '#engine/gpu/program.ts';
import { predictorInputs, predictorTensors } from './batchTensors.ts';
import { captureHidden, weightTensors, type DecoderPlan } from './capturedDecoder.ts';
import { outputHead } from './decoder.ts';
import type { DecoderOnDevice } from './DecoderOnDevice.ts';
import { bucketSize } from './hostBatch.ts';
import { cachedAttend, chosenTokens, maxPassTokens, storeChosen } from './keyValueCache.ts';
import { chooseToken, notFinite } from './sampling.ts';

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
	/** Passes of greedy decoding that are sent together. Default: as many as suit the decoder. */
	readonly passesAhead?: number | undefined;
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

/** A token on its way into the cache. */
interface NewToken {
	readonly token: number;
	/** From 0 in its sequence. */
	readonly position: number;
	readonly sequence: number;
	/** The sequence's first row of the cache. */
	readonly start: number;
	/** Tokens of the sequence at most. */
	readonly limit: number;
	/** Whether the model chooses the next token from its logits. */
	readonly predicts: boolean;
}

/** The next tokens (undefined: a logit was not finite), or the logits of the next token. */
type Prediction =
	| { readonly from: NewToken; readonly tokens: readonly (number | undefined)[] }
	| { readonly from: NewToken; readonly logits: Float32Array };

/** Throws NonFiniteError if a logit is not finite, and OutOfMemoryError. */
export async function generate(
	decoder: DecoderOnDevice,
	weights: Vector,
	prompts: readonly (readonly number[])[],
	{
		end,
		maxTokens,
		sampling = greedy,
		onToken,
		signal,
		passesAhead = decoder.passesAhead,
	}: GenerateOptions,
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
	const passes = new Passes(decoder, { weights, cache: vector }, cacheRows, passesAhead);
	const isGreedy = sampling.temperature === 0 && sampling.repetitionPenalty === 1;
	const chances = prompts.map((_, i) => randomStream(sampling.seed, `answer ${i}`));
	const answers = prompts.map(() => ({ tokens: [] as number[], ended: false }));
	const sequences = prompts.map((prompt) => [...prompt]);

	/** Adds a token to its answer. Returns whether the answer goes on. */
	const extend = async (sequence: number, token: number): Promise<boolean> => {
		const answer = answers[sequence];
		answer.ended = ends.includes(token);
		if (answer.ended) return false;
		answer.tokens.push(token);
		sequences[sequence].push(token);
		answer.ended = (await onToken?.(sequence, answer.tokens)) ?? false;
		return !answer.ended && sequences[sequence].length < limits[sequence];
	};
	const draw = (sequence: number, logits: Float32Array) => {
		const chance = chances[sequence].uniform(answers[sequence].tokens.length);
		return chooseToken(logits, sequences[sequence], sampling, chance);
	};

	let added = prompts.flatMap((prompt, sequence) =>
		prompt.length < limits[sequence]
			? promptTokens(prompt, { sequence, start: starts[sequence], limit: limits[sequence] })
			: [],
	);
	while (added.length > 0) {
		const next: NewToken[] = [];
		for (let first = 0; first < added.length; first += maxPassTokens) {
			signal?.throwIfAborted();
			const part = added.slice(first, first + maxPassTokens);
			const isWhole = part.length === added.length;
			for (const { from, ...prediction } of await passes.run(part, isGreedy, isWhole)) {
				const { sequence } = from;
				const chosen =
					'tokens' in prediction ? prediction.tokens : [draw(sequence, prediction.logits)];
				let goesOn = true;
				for (let i = 0; i < chosen.length && goesOn; i++) {
					const token = chosen[i];
					if (token === undefined) throw notFinite();
					goesOn = await extend(sequence, token);
				}
				if (!goesOn) continue;
				const position = sequences[sequence].length - 1;
				next.push({ ...from, token: sequences[sequence][position], position, predicts: true });
			}
		}
		added = next;
	}
	return answers;
}

const promptTokens = (
	prompt: readonly number[],
	place: Pick<NewToken, 'sequence' | 'start' | 'limit'>,
): NewToken[] =>
	prompt.map((token, position) => ({
		token,
		position,
		...place,
		predicts: position === prompt.length - 1,
	}));

/** Sends passes of the model, and reads what they predict. */
class Passes {
	constructor(
		private readonly decoder: DecoderOnDevice,
		private readonly vectors: { readonly weights: Vector; readonly cache: Vector },
		/** Rows of the cache. */
		private readonly rows: number,
		private readonly passesAhead: number,
	) {}

	/** Predicts what follows those tokens of `part` that predict. `isWhole`: no other part is due. */
	async run(
		part: readonly NewToken[],
		isGreedy: boolean,
		isWhole: boolean,
	): Promise<readonly Prediction[]> {
		const predicting = part.filter(({ predicts }) => predicts);
		if (isGreedy) {
			const goesAhead = isWhole && predicting.length === part.length;
			const results = await this.#choose(part, goesAhead ? this.passesAhead : 1);
			return predicting.map((from, i) => ({
				from,
				tokens: results.map(({ tokens, finite }) => (finite[i] ? tokens[i] : undefined)),
			}));
		}
		const { vocabulary } = this.decoder.config;
		const { logits } = await (await this.#send('logits', part)).read();
		return predicting.map((from, i) => ({
			from,
			logits: logits.subarray(i * vocabulary, (i + 1) * vocabulary),
		}));
	}

	/**
	 * The results of `count` passes. Each after the first reads on the device what the one before it
	 * chose, so the host waits once for all of them.
	 */
	async #choose(part: readonly NewToken[], count: number) {
		const sent = [await this.#send('first', part)];
		for (let ahead = 1; ahead < count; ahead++) sent.push(await this.#send('later', part, ahead));
		return Promise.all(sent.map((results) => results.read()));
	}

	/** `ahead`: positions after those of `part`. */
	#send(kind: PassKind, part: readonly NewToken[], ahead = 0): Promise<Results> {
		const { decoder, rows } = this;
		const { firstPosition = 0 } = decoder.config;
		const predicting = part.flatMap(({ predicts }, i) => (predicts ? i : []));
		const size: PassSize = {
			tokens: passLength(part.length),
			predictors: passLength(Math.max(1, predicting.length)),
			rows,
		};
		const column = (padding: number, read: (token: NewToken) => number) => {
			const values = new Int32Array(size.tokens).fill(padding);
			part.forEach((token, i) => {
				// Nothing follows the last token of a sequence.
				if (token.position + ahead < token.limit - 1) values[i] = read(token);
			});
			return values;
		};
		return decoder.run(
			`${kind} token ${size.tokens} ${size.predictors} ${rows}`,
			() => nextTokenProgram(decoder, size, kind),
			this.vectors,
			{
				positions: column(0, ({ position }) => position + ahead + firstPosition),
				// Padding writes the last row, and sees nothing.
				row: column(rows, ({ start, position }) => start + position + ahead),
				first: column(rows + 1, ({ start }) => start),
				...(kind !== 'later' && {
					predictorFirst: column(rows + 1, ({ start, predicts }) => (predicts ? start : rows + 1)),
					tokens: column(0, ({ token }) => token),
					...predictorInputs(Int32Array.from(predicting), size.predictors, size.tokens),
				}),
			},
		);
	}
}

/** A power of two up to 32, then as batches: few different programs, little padding. */
export const passLength = (count: number): number =>
	count > 32 ? bucketSize(count) : 2 ** Math.ceil(Math.log2(count));

/**
 * logits: the host chooses the next tokens. first: the device does. later: the device does, and its
 * tokens are those that the pass before it chose; all of them predict.
 */
type PassKind = 'logits' | 'first' | 'later';

/**
 * Results: `logits` [predictors, vocabulary], or the likeliest `tokens` [predictors] and whether
 * all logits before each are `finite` (1).
 */
export const nextTokenProgram = (plan: DecoderPlan, size: PassSize, kind: PassKind): Program =>
	capture(`${kind} token`, (capture) => {
		const { config } = plan;
		const weights = weightTensors(capture, plan);
		const input = (name: string, length: number) =>
			capture.input(name, [length], 'i32') as tf.Tensor1D;
		const [row, first] = [input('row', size.tokens), input('first', size.tokens)];
		const predictorFirst = kind === 'later' ? first : input('predictorFirst', size.tokens);
		const positions = input('positions', size.tokens);
		const tokens =
			kind === 'later'
				? chosenTokens(capture, config, size.rows, size.tokens)
				: input('tokens', size.tokens);
		const hidden = captureHidden(capture, plan, weights, {
			tokens: forwardOnly(tokens),
			positions,
			learnedPositions: config.positionRows ? forwardOnly(positions) : null,
			attend: cachedAttend(capture, config, size.rows, { row, first, predictorFirst }),
			predictors:
				kind === 'later' ? undefined : predictorTensors(capture, size.predictors, size.tokens),
		});
		const logits = headLogits(hidden, outputHead(config, weights));
		if (kind === 'logits') return capture.result('logits', logits);
		const [chosen, finite] = largestColumn(logits);
		storeChosen(capture, config, size.rows, chosen);
		capture.result('tokens', chosen);
		capture.result('finite', finite);
	});

/** Only a gradient reads the plan of an index. */
const forwardOnly = (index: tf.Tensor1D): GatherIndex => ({ index, order: index, starts: index });
