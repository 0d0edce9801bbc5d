/** How the model continues the beginnings of texts, and what a skill's rule says about it. */
import { InternalError } from '#engine/core/errors.ts';
import { builtinSkill } from '#engine/data/builtinSkills.ts';
import type { ContinuationRule } from '#engine/data/builtinSkill.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import { answerAll, type Sample } from './samples.ts';

/** More than a sentence of any skill has. */
const maxTokens = 80;

export interface Continuation {
	readonly start: string;
	readonly text: string;
	/** null: it is right. */
	readonly fault: string | null;
}

export function continuationRule({ info }: Pick<EncodedSkill, 'info'>): ContinuationRule {
	const rule = builtinSkill(info.id).continuation;
	if (!rule) throw new InternalError(`${info.id} has no rule. Give it one or another scorer.`);
	return rule;
}

/** Continues the beginning of each text, at the likeliest token each time. */
export async function continueTexts(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	{ start: cut, end, fault }: ContinuationRule,
	texts: readonly string[],
	signal?: AbortSignal,
): Promise<Continuation[]> {
	const starts = texts.map(cut);
	const questions = starts.map((prompt) => ({ prompt, form: 'text', maxTokens }) as const);
	const model = { tokenizer };
	const answers = await answerAll(decoder, weights, model, questions, { stop: [end], signal });
	return answers.map(({ text, stop = '' }, i) => {
		const sentence = text + stop;
		return { start: starts[i], text: sentence, fault: fault(starts[i], sentence) };
	});
}

/** Samples of the skills whose continuations are checked: the first `perSkill` of each. */
export async function sampleContinuations(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	perSkill: number,
	signal?: AbortSignal,
): Promise<Sample[]> {
	const samples: Sample[] = [];
	for (const [skill, encoded] of skills.entries()) {
		if (encoded.info.scorer !== 'continuation') continue;
		const count = Math.min(perSkill, encoded.heldOut.count);
		const texts = exampleTexts(encoded.heldOut, count, tokenizer);
		const rule = continuationRule(encoded);
		const continued = await continueTexts(decoder, weights, tokenizer, rule, texts, signal);
		continued.forEach(({ start, text, fault }, i) =>
			samples.push({
				skill,
				prompt: start.trimEnd(),
				answer: text,
				expected: texts[i].slice(start.length),
				right: fault === null,
			}),
		);
	}
	return samples;
}

/** The raw texts of the first `count` examples. */
export const exampleTexts = (
	set: EncodedExamples,
	count: number,
	tokenizer: Tokenizer,
): readonly string[] =>
	Array.from({ length: count }, (_, index) => exampleText(set, index, tokenizer));

function exampleText(
	{ tokens, targets, offsets }: EncodedExamples,
	index: number,
	tokenizer: Tokenizer,
): string {
	const [from, to] = [offsets[index], offsets[index + 1]];
	const first = targets.indexOf(1, from);
	return tokenizer.decode([
		...tokens.subarray(first, tokens[to - 1] === tokenizer.end ? to - 1 : to),
	]);
}
