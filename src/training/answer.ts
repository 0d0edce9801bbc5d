/** A model's answers to prompts, as texts. */
import { nextTask } from '#core/nextTask.ts';
import { lowest } from '#core/statistics.ts';
import { encodePrompt } from '#data/encode.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderConfig } from '#model/decoder.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { generate } from '#model/generate.ts';
import { bucketSize } from '#model/hostBatch.ts';
import { cacheLength } from '#model/keyValueCache.ts';
import { answerEnds, type Tokenizer } from '#model/tokenizer.ts';
import type { Answer, AnswerOptions, Question } from './trainer.ts';

/** Milliseconds between two looks at messages. Without them, nothing could cancel the answer. */
const pause = 50;
/** Limits the keys and values of answers that are generated together. */
const maxCacheBytes = 64 * 2 ** 20;

export async function answer(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	prompt: string,
	{ form, maxTokens, ...options }: AnswerOptions,
): Promise<Answer> {
	const questions = [{ prompt, form, maxTokens }];
	return (await answerAll(decoder, weights, tokenizer, questions, options))[0];
}

/** Answers whose keys and values fit into `cacheBytes` are generated together. */
export async function answerAll(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	questions: readonly Question[],
	{ sampling, stop = [], onText, signal }: Omit<AnswerOptions, 'form' | 'maxTokens'>,
	cacheBytes = maxCacheBytes,
): Promise<Answer[]> {
	const { context } = decoder.config;
	// The context keeps one position free for the answer's first token.
	const prompts = questions.map(({ prompt, form = 'question' }) =>
		encodePrompt(prompt, form, tokenizer, context - 1),
	);
	let lookedAt = performance.now();
	const onToken = async (_: number, tokens: readonly number[]) => {
		const isPause = performance.now() - lookedAt > pause;
		if (stop.length === 0 && !isPause) return false;
		const text = tokenizer.decode(tokens);
		if (isPause) {
			onText?.(cutAtStop(text, stop));
			await nextTask();
			lookedAt = performance.now();
		}
		return cutAtStop(text, stop) !== text;
	};
	const rows = questions.map(({ maxTokens }, i) =>
		Math.min(prompts[i].length + maxTokens, context),
	);
	const answers: Answer[] = [];
	while (answers.length < questions.length) {
		const from = answers.length;
		const to = from + countThatFit(rows.slice(from), decoder.config, cacheBytes);
		const generated = await generate(decoder, weights, prompts.slice(from, to), {
			end: answerEnds(tokenizer),
			maxTokens: questions.slice(from, to).map(({ maxTokens }) => maxTokens),
			sampling,
			signal,
			onToken,
		});
		for (const { tokens, ended } of generated) {
			const text = cutAtStop(tokenizer.decode(tokens), stop);
			answers.push({ text, tokens: tokens.length, ended });
		}
	}
	return answers;
}

/** At least one. `rows`: of the cache, for each question. */
function countThatFit(rows: readonly number[], config: DecoderConfig, bytes: number): number {
	let sum = 0;
	const first = rows.findIndex((own) => {
		sum += own;
		return 4 * cacheLength(config, bucketSize(sum)) > bytes;
	});
	return first === -1 ? rows.length : Math.max(1, first);
}

/** The text before the first of the stop texts. An empty one stops nothing. */
function cutAtStop(text: string, stop: readonly string[]): string {
	const found = stop.map((word) => (word ? text.indexOf(word) : -1)).filter((at) => at >= 0);
	return found.length > 0 ? text.slice(0, lowest(found)) : text;
}
