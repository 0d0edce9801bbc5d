/** What the model writes for held-out prompts: shown beside what is right. */
import type { EncodedExamples, EncodedSkill } from '#data/encoded.ts';
import type { BatchExtent } from '#data/largestBatch.ts';
import type { Vector } from '#gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import { generateGreedy } from '#model/generate.ts';
import type { Tokenizer } from '#model/tokenizer.ts';
import type { SampleEvent } from './events.ts';

/** Longer sequences are passed over where there are shorter ones: each token costs a pass over all of it. */
const longestPreferred = 128;
const mostTokens = 48;

interface Wanted {
	readonly skill: number;
	readonly prompt: number[];
	readonly expected: number[];
	readonly isText: boolean;
}

/** `perSkill` samples of each skill, always the same ones. */
export async function sampleSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	perSkill: number,
): Promise<SampleEvent['samples']> {
	const { wanted, maxTokens } = wantedOf(skills, perSkill);
	if (wanted.length === 0) return [];
	const answers = await generateGreedy(
		decoder,
		weights,
		wanted.map(({ prompt }) => prompt),
		{ end: tokenizer.end, maxTokens },
	);
	return wanted.map(({ skill, prompt, expected, isText }, i) => {
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

/** Prompts and their answers' longest together: what a pass over all of them has, at most. */
export function largestSamplePack(skills: readonly EncodedSkill[], perSkill: number): BatchExtent {
	const { wanted, maxTokens } = wantedOf(skills, perSkill);
	const packLength = wanted.reduce((sum, { prompt }) => sum + prompt.length + maxTokens, 0);
	return { packLength, targets: wanted.length };
}

function wantedOf(skills: readonly EncodedSkill[], perSkill: number) {
	const wanted = skills.flatMap((encoded, skill) =>
		firstOnes(encoded.heldOut, perSkill).map((index) => wantedFrom(encoded, skill, index)),
	);
	const longest = Math.max(0, ...wanted.map(({ expected }) => expected.length));
	return { wanted, maxTokens: Math.min(mostTokens, longest) };
}

function firstOnes({ count, offsets }: EncodedExamples, perSkill: number): number[] {
	const all = Array.from({ length: count }, (_, index) => index);
	const short = all.filter((index) => offsets[index + 1] - offsets[index] <= longestPreferred);
	return (short.length >= perSkill ? short : all).slice(0, perSkill);
}

/** Text has no prompt: its first third stands for one. */
function wantedFrom({ heldOut, info }: EncodedSkill, skill: number, index: number): Wanted {
	const tokens = Array.from(
		heldOut.tokens.subarray(heldOut.offsets[index], heldOut.offsets[index + 1]),
	);
	const isText = info.scorer === 'loss';
	const promptLength = isText ? Math.ceil(tokens.length / 3) : heldOut.promptLengths[index];
	return {
		skill,
		prompt: tokens.slice(0, promptLength),
		expected: tokens.slice(promptLength, -1),
		isText,
	};
}
