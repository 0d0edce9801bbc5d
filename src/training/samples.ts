/** The model's answers to held-out prompts, beside the right answers. */
import { highest } from '#core/statistics.ts';
import type { EncodedExamples, EncodedSkill } from '#data/encoded.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { generate, maxPassTokens, passLength, type PassSize } from '#model/generate.ts';
import { bucketSize } from '#model/hostBatch.ts';
import { answerEnds, type Tokenizer } from '#model/tokenizer.ts';
import type { SampleEvent } from './events.ts';

/** Samples prefer sequences up to this length: they are shown, and share a cache. */
const maxPreferredLength = 128;
const maxNewTokens = 48;
/** Tokens of a question and its answer for which every run has memory. Longer ones take more. */
const questionRows = 512;

/** Generates `perSkill` samples of each skill. They are the same at every evaluation. */
export async function sampleSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	perSkill: number,
	signal?: AbortSignal,
): Promise<SampleEvent['samples']> {
	const { tasks, maxTokens } = sampleTasks(skills, perSkill, tokenizer.chat?.end);
	if (tasks.length === 0) return [];
	const prompts = tasks.map(({ prompt }) => prompt);
	const options = { end: answerEnds(tokenizer), maxTokens, signal };
	const answers = await generate(decoder, weights, prompts, options);
	return tasks.map(({ skill, prompt, expected, isText }, i) => {
		const answer = answers[i];
		const right = answer.ended && tokenizer.decode(answer.tokens) === tokenizer.decode(expected);
		return {
			skill,
			prompt: tokenizer.decode(prompt),
			answer: tokenizer.decode(answer.tokens) + (answer.ended ? '' : ' …'),
			expected: tokenizer.decode(expected),
			right: isText ? null : right,
		};
	});
}

/** The largest pass for samples, or for a question that fills `questionRows` or the context. */
export function largestGeneration(
	skills: readonly EncodedSkill[],
	perSkill: number,
	context: number,
): PassSize {
	const { tasks, maxTokens } = sampleTasks(skills, perSkill);
	const sampled = tasks.reduce((total, { prompt }) => total + prompt.length + maxTokens, 0);
	const rows = bucketSize(Math.max(sampled, Math.min(context, questionRows)));
	return {
		rows,
		tokens: passLength(Math.min(rows, maxPassTokens)),
		predictors: passLength(Math.max(1, tasks.length)),
	};
}

/** `turnEnd`: the token that ends an answer in a chat template. Blanks can follow it. */
function sampleTasks(skills: readonly EncodedSkill[], perSkill: number, turnEnd?: number) {
	const tasks = skills.flatMap((encoded, skill) =>
		firstIndices(encoded.heldOut, perSkill).map((index) =>
			sampleTask(encoded, skill, index, turnEnd),
		),
	);
	// An answer also needs room for the token that ends it. A text has no such end.
	const lengths = tasks.map(({ expected, isText }) => expected.length + (isText ? 0 : 1));
	const longest = Math.max(0, highest(lengths));
	return { tasks, maxTokens: Math.min(maxNewTokens, longest) };
}

function firstIndices({ count, offsets }: EncodedExamples, perSkill: number): number[] {
	const all = Array.from({ length: count }, (_, index) => index);
	const short = all.filter((index) => offsets[index + 1] - offsets[index] <= maxPreferredLength);
	return (short.length >= perSkill ? short : all).slice(0, perSkill);
}

/** Raw text has no prompt, so its first third is used as one. */
function sampleTask(
	{ heldOut, info }: EncodedSkill,
	skill: number,
	index: number,
	turnEnd: number | undefined,
) {
	const { offsets } = heldOut;
	const tokens = [...heldOut.tokens.subarray(offsets[index], offsets[index + 1])];
	const isText = info.scorer === 'loss';
	const promptLength = isText ? Math.ceil(tokens.length / 3) : heldOut.promptLengths[index];
	const end = turnEnd === undefined || isText ? -1 : tokens.indexOf(turnEnd, promptLength);
	return {
		skill,
		prompt: tokens.slice(0, promptLength),
		expected: tokens.slice(promptLength, end),
		isText,
	};
}
