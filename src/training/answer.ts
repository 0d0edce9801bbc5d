/** A model's answer to one prompt, as text. */
import { nextTask } from '#core/nextTask.ts';
import { lowest } from '#core/statistics.ts';
import { encodePrompt } from '#data/encode.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { generate } from '#model/generate.ts';
import type { Tokenizer } from '#model/tokenizer.ts';
import type { AnswerOptions } from './trainer.ts';

/** Milliseconds between two looks at messages. Without them, nothing could cancel the answer. */
const pause = 50;

export async function answer(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	prompt: string,
	{ form = 'question', maxTokens, sampling, stop = [], onText, signal }: AnswerOptions,
): Promise<{ text: string; tokens: number; ended: boolean }> {
	// The context keeps one position free for the answer's first token.
	const ids = encodePrompt(prompt, form, tokenizer, decoder.config.context - 1);
	let lookedAt = performance.now();
	const [{ tokens, ended }] = await generate(decoder, weights, [ids], {
		end: tokenizer.end,
		maxTokens,
		sampling,
		signal,
		onToken: async (_, tokens) => {
			const isPause = performance.now() - lookedAt > pause;
			if (stop.length === 0 && !isPause) return false;
			const text = tokenizer.decode(tokens);
			if (isPause) {
				onText?.(cutAtStop(text, stop));
				await nextTask();
				lookedAt = performance.now();
			}
			return cutAtStop(text, stop) !== text;
		},
	});
	return { text: cutAtStop(tokenizer.decode(tokens), stop), tokens: tokens.length, ended };
}

/** The text before the first of the stop texts. An empty one stops nothing. */
function cutAtStop(text: string, stop: readonly string[]): string {
	const found = stop.map((word) => (word ? text.indexOf(word) : -1)).filter((at) => at >= 0);
	return found.length > 0 ? text.slice(0, lowest(found)) : text;
}
