/**
 * The label that a model finds most likely for a prompt, among all different answers of the skill:
 * that of the least mean loss per token, with the token that ends the answer. Of the two forms of
 * lm-evaluation-harness, this is the normalised one, by tokens and not by characters (acc_norm).
 * All labels of a prompt are in one packed pass.
 */
import { InputError } from '#engine/core/errors.ts';
import { measureSource } from '#engine/core/measureKinds.ts';
import { say } from '#engine/core/message.ts';
import { lowest } from '#engine/core/statistics.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedExamples, EncodedSkill } from '#engine/data/encoded.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { answerEnds, type Tokenizer } from '#engine/model/tokenizer.ts';
import { measure } from './measure.ts';
import type { WrittenAnswer } from './writtenAnswers.ts';

/** Each costs a row of a pass for each prompt. */
const mostLabels = 200;

interface Rows {
	readonly part: 'heldOut' | 'validation';
	/** The first row and the row behind the last one, of each skill. */
	readonly from: number;
	readonly to: number;
	readonly signal?: AbortSignal | undefined;
}

/** The answers of all rows of skills with this measure. Throws NonFiniteError and InputError. */
export async function rankLabels(
	decoder: DecoderOnDevice,
	weights: Vector,
	tokenizer: Tokenizer,
	skills: readonly EncodedSkill[],
	{ part, from, to, signal }: Rows,
): Promise<WrittenAnswer[]> {
	const ranked: WrittenAnswer[] = [];
	for (const [skill, encoded] of skills.entries()) {
		if (measureSource(encoded.info.measure) !== 'ranked') continue;
		const labels = labelsOf(encoded);
		for (let index = from; index < Math.min(to, encoded[part].count); index++) {
			const rows = withLabels(promptAt(encoded[part], index), labels, decoder.config.context);
			const { losses } = await measure(decoder, weights, rows, { ...(signal && { signal }) });
			const best = losses.indexOf(lowest(losses));
			const right = answerAt(encoded[part], index);
			ranked.push({
				skill,
				index,
				answer: labelText(labels[best], tokenizer),
				ended: true,
				tokens: 0,
				isRight: labels[best].join() === right.join(),
			});
		}
	}
	return ranked;
}

const labelText = (label: readonly number[], tokenizer: Tokenizer): string => {
	const ends = answerEnds(tokenizer);
	return tokenizer.decode(label.filter((token) => !ends.includes(token))).trim();
};

const promptAt = ({ tokens, offsets, promptLengths }: EncodedExamples, index: number): number[] => [
	...tokens.subarray(offsets[index], offsets[index] + promptLengths[index]),
];
/** With the tokens that end it. */
const answerAt = ({ tokens, offsets, promptLengths }: EncodedExamples, index: number): number[] => [
	...tokens.subarray(offsets[index] + promptLengths[index], offsets[index + 1]),
];

/** The different answers of a skill as tokens. Throws InputError if they are too many. */
function labelsOf({ info, train, validation, heldOut }: EncodedSkill): readonly number[][] {
	const labels = new Map<string, number[]>();
	for (const set of [train, validation, heldOut])
		for (let i = 0; i < set.count && labels.size <= mostLabels; i++) {
			const label = answerAt(set, i);
			labels.set(label.join(), label);
		}
	if (labels.size <= mostLabels) return [...labels.values()];
	throw new InputError(
		say(
			'“{name}” has more than {most} different answers: they are no labels. Choose another measure for it.',
			{ name: info.name, most: mostLabels },
		),
	);
}

/** The prompt with each label. The start of a prompt is cut where the context has no room. */
function withLabels(
	prompt: readonly number[],
	labels: readonly (readonly number[])[],
	context: number,
): ExampleAddress[] {
	return labels.map((label) => {
		const before = prompt.slice(-Math.max(1, context - label.length));
		const tokens = Uint32Array.from([...before, ...label]);
		const set: EncodedExamples = {
			count: 1,
			tokens,
			offsets: Uint32Array.of(0, tokens.length),
			targets: Uint8Array.from(tokens, (_, i) => Number(i >= before.length)),
			promptLengths: Uint32Array.of(before.length),
			noisy: Uint8Array.of(0),
			cut: 0,
		};
		return { set, index: 0 };
	});
}
