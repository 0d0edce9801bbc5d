/** Evaluates all skills, trained and watched. */
import { bitText } from '#engine/core/bytes.ts';
import { lowest, mean } from '#engine/core/statistics.ts';
import { InputError } from '#engine/core/errors.ts';
import { summariseExact, type ExactSummary } from '#engine/core/exactMatch.ts';
import { say } from '#engine/core/message.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { continueTexts, textsToContinue, type Continuation } from './continuations.ts';
import { measure } from './measure.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { TrainingSettings } from './settings.ts';

type EvaluatedPart = 'heldOut' | 'validation';

export type SkillScore = {
	/** Mean over the examples of the mean nats per answer token. */
	readonly loss: number;
	/** Share of right whole answers or continuations under greedy decoding; null: not scored. */
	readonly exact: number | null;
	/** Share of answer tokens that are the argmax under teacher forcing. */
	readonly tokenAccuracy: number;
	readonly examples: number;
	/** bitText(): which prompts are right, in their order. Absent if `exact` is null. */
	readonly right?: string;
};

export interface Evaluation extends ExactSummary {
	readonly skills: readonly SkillScore[];
}

/** An evaluation, the continuations that were scored, and its duration. */
export interface MeasuredEvaluation extends Evaluation {
	readonly continued: readonly Continuation[];
	readonly milliseconds: number;
}

export interface EvaluationOptions {
	/** Encodes the beginnings that the model continues. */
	readonly tokenizer: Tokenizer;
	/** The first `examples` of each skill, or all if it has fewer. */
	readonly examples: number;
	readonly part?: EvaluatedPart | undefined;
	readonly onProgress?: (fraction: number) => void;
	readonly signal?: AbortSignal;
}

/** Throws NonFiniteError. */
export async function evaluateSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	skills: readonly EncodedSkill[],
	{ tokenizer, examples, part = 'heldOut', onProgress, signal }: EvaluationOptions,
): Promise<MeasuredEvaluation> {
	const began = performance.now();
	const { counts, addresses } = evaluationExamples(skills, examples, part);
	const { losses, hits } = await measure(decoder, weights, addresses, {
		onProgress: (done) => onProgress?.(done / addresses.length),
		...(signal && { signal }),
	});
	const texts = textsToContinue(skills, part, examples, tokenizer);
	const continued = await continueTexts(decoder, weights, tokenizer, texts, signal);
	let first = 0;
	const scores = skills.map(({ info }, skill) => {
		const range = [first, (first += counts[skill])] as const;
		const shares = hits.subarray(...range);
		const rightBy = {
			exact: () => [...shares].map((share) => share === 1),
			continuation: () =>
				continued.filter((text) => text.skill === skill).map(({ fault }) => fault === null),
			loss: () => null,
		};
		return skillScore(losses.subarray(...range), shares, rightBy[info.scorer]());
	});
	const isTrained = skills.map(({ use }) => use === 'train');
	return {
		skills: scores,
		...summariseExact(scores, isTrained),
		continued,
		milliseconds: performance.now() - began,
	};
}

/** The evaluated examples of all skills in one list, so that skills share forward passes. */
export function evaluationExamples(
	skills: readonly EncodedSkill[],
	examples: number,
	part: EvaluatedPart = 'heldOut',
): { readonly counts: readonly number[]; readonly addresses: readonly ExampleAddress[] } {
	const counts = skills.map((skill) => Math.min(skill[part].count, examples));
	const addresses = skills.flatMap((encoded, skill) =>
		Array.from({ length: counts[skill] }, (_, index) => ({ set: encoded[part], index })),
	);
	return { counts, addresses };
}

/** `right`: which answers or continuations are right; null: raw text, which has neither. */
function skillScore(
	losses: Float64Array,
	hits: Float64Array,
	right: readonly boolean[] | null,
): SkillScore {
	return {
		loss: mean([...losses]),
		exact: right && right.filter(Boolean).length / right.length,
		tokenAccuracy: mean([...hits]),
		examples: losses.length,
		...(right && right.length > 0 && { right: bitText(right) }),
	};
}

/** The measure on validation rows by which a run chooses its best checkpoint. */
type Selection = Pick<TrainingSettings['evaluation'], 'best' | 'bestSkill'>;

/**
 * The skills that the measure reads: one, or the trained ones, with an exact match if it needs one.
 * Throws InputError if none of them has validation rows.
 */
export function selectionSkills(
	{ best, bestSkill }: Selection,
	skills: readonly Pick<EncodedSkill, 'info' | 'use' | 'validation'>[],
): number[] {
	const isRead = ({ info, use }: (typeof skills)[number]) =>
		best === 'skill'
			? info.id === bestSkill
			: use === 'train' && (best === 'loss' || info.scorer !== 'loss');
	const read = [...skills.keys()].filter(
		(i) => isRead(skills[i]) && skills[i].validation.count > 0,
	);
	if (read.length === 0)
		throw new InputError(
			say(
				'evaluation.best: no skill of this measure has validation rows to choose a checkpoint by. Import files with some, choose another measure, or turn the choice off.',
			),
			{ field: 'evaluation.best' },
		);
	return read;
}

/** `scores`: of an evaluation of the validation rows. `read`: from selectionSkills(). */
export function selectionScore(
	{ best }: Selection,
	{ skills }: Pick<Evaluation, 'skills'>,
	read: readonly number[],
): number {
	if (best === 'loss' || best === 'skill') return mean(read.map((i) => skills[i].loss));
	const exacts = read.map((i) => skills[i].exact ?? 0);
	return best === 'worst' ? lowest(exacts) : mean(exacts);
}
