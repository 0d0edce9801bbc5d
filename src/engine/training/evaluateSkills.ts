/** Evaluates all skills, trained and watched. */
import { bitText } from '#engine/core/bytes.ts';
import { lowest, mean } from '#engine/core/statistics.ts';
import { InputError } from '#engine/core/errors.ts';
import { summariseExact, type ExactSummary } from '#engine/core/exactMatch.ts';
import { say } from '#engine/core/message.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import { measureSource, measureUnit, type MeasureId } from '#engine/core/measures.ts';
import { continueTexts, textsToContinue, type Continuation } from './continuations.ts';
import { measure } from './measure.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import { defaultGenerated, type TrainingSettings } from './settings.ts';
import {
	answerTasks,
	answerTokens,
	writeAnswers,
	writtenCount,
	type WrittenAnswer,
} from './writtenAnswers.ts';

type EvaluatedPart = 'heldOut' | 'validation';

export type SkillScore = {
	/** Mean over the examples of the mean nats per answer token. */
	readonly loss: number;
	/**
	 * Share of what the skill's measure counts: right answers or continuations under greedy decoding,
	 * or right next tokens. null: raw text, which only has a loss. The name is that of the first
	 * measure, which stored runs have.
	 */
	readonly exact: number | null;
	/** The measure of `exact`. Absent: the exact match, or the rule of a built-in skill. */
	readonly measure?: MeasureId;
	/** Share of answer tokens that are the argmax under teacher forcing. */
	readonly tokenAccuracy: number;
	readonly examples: number;
	/** The first prompts, which the model answered. Absent: the measure needs no written answers. */
	readonly written?: number;
	/** bitText(): which prompts are right, in their order. Absent if `exact` counts no answers. */
	readonly right?: string;
};

export interface Evaluation extends ExactSummary {
	readonly skills: readonly SkillScore[];
}

/** An evaluation, the texts that were scored, and its duration. */
export interface MeasuredEvaluation extends Evaluation {
	readonly continued: readonly Continuation[];
	readonly answered: readonly WrittenAnswer[];
	/** What the answers took; absent if no measure reads any. `tokens`: at most. */
	readonly writing?: { readonly tokens: number; readonly milliseconds: number };
	/** Wall time of all of it. */
	readonly milliseconds: number;
}

export interface EvaluationOptions {
	/** Encodes the beginnings that the model continues. */
	readonly tokenizer: Tokenizer;
	/** The first `examples` of each skill, or all if it has fewer. */
	readonly examples: number;
	/** Prompts of each skill that are answered, if its measure reads answers. */
	readonly generated?: number | undefined;
	readonly part?: EvaluatedPart | undefined;
	readonly onProgress?: (fraction: number) => void;
	readonly signal?: AbortSignal;
}

/** Throws NonFiniteError. */
export async function evaluateSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	skills: readonly EncodedSkill[],
	{
		tokenizer,
		examples,
		generated = defaultGenerated,
		part = 'heldOut',
		onProgress,
		signal,
	}: EvaluationOptions,
): Promise<MeasuredEvaluation> {
	const began = performance.now();
	const tasks = answerTasks(skills, part, writtenCount({ generated }, examples));
	const { counts, addresses } = evaluationExamples(skills, examples, part);
	// The time of an answer in that of a measured row.
	const total = addresses.length + rowsOfAnswer * tasks.length;
	const { losses, hits } = await measure(decoder, weights, addresses, {
		onProgress: (done) => onProgress?.(done / total),
		...(signal && { signal }),
	});
	const texts = textsToContinue(skills, part, examples, tokenizer);
	const continued = await continueTexts(decoder, weights, tokenizer, texts, signal);
	const beganWriting = performance.now();
	const answered = await writeAnswers(decoder, weights, tokenizer, skills, tasks, {
		part,
		onProgress: (share) => onProgress?.(1 - (1 - share) * (1 - addresses.length / total)),
		signal,
	});
	const writing = { tokens: answerTokens(tasks), milliseconds: performance.now() - beganWriting };
	/** Which prompts are right, by what the measure is taken from. */
	const rightBy = {
		forced: (_: number, shares: Float64Array) => [...shares].map((share) => share === 1),
		rule: (skill: number) =>
			continued.filter((text) => text.skill === skill).map(({ fault }) => fault === null),
		generated: (skill: number) =>
			answered.filter((answer) => answer.skill === skill).map(({ isRight }) => isRight),
	};
	let first = 0;
	const scores = skills.map(({ info }, skill) => {
		const range = [first, (first += counts[skill])] as const;
		const shares = hits.subarray(...range);
		const right = rightBy[measureSource(info.measure)];
		return skillScore(losses.subarray(...range), shares, info.measure.kind, right(skill, shares));
	});
	const isTrained = skills.map(({ use }) => use === 'train');
	return {
		skills: scores,
		...summariseExact(scores, isTrained),
		continued,
		answered,
		...(tasks.length > 0 && { writing }),
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

/** An answer takes about as long as this many measured rows (docs/benchmarks.md). */
const rowsOfAnswer = 20;

/** `right`: which answers or continuations are right. */
function skillScore(
	losses: Float64Array,
	hits: Float64Array,
	kind: MeasureId,
	right: readonly boolean[],
): SkillScore {
	const tokenAccuracy = mean([...hits]);
	const shares = {
		answers: () => right.filter(Boolean).length / right.length,
		tokens: () => tokenAccuracy,
		loss: () => null,
	};
	const unit = measureUnit({ kind });
	return {
		loss: mean([...losses]),
		exact: shares[unit](),
		...(!unnamed.includes(kind) && { measure: kind }),
		tokenAccuracy,
		examples: losses.length,
		...(measureSource({ kind }) === 'generated' && { written: right.length }),
		...(unit === 'answers' && right.length > 0 && { right: bitText(right) }),
	};
}

/** Measures that scores without a name have: those of before there were others. */
const unnamed: readonly MeasureId[] = ['exact', 'continuation', 'loss'];

/** The measure on validation rows by which a run chooses its best checkpoint. */
type Selection = Pick<TrainingSettings['evaluation'], 'best' | 'bestSkill'>;

/**
 * The skills that the measure reads: one, or the trained ones, with a share if it needs one. Throws
 * InputError if none of them has validation rows, or if their shares cannot be averaged.
 */
export function selectionSkills(
	{ best, bestSkill }: Selection,
	skills: readonly Pick<EncodedSkill, 'info' | 'use' | 'validation'>[],
): number[] {
	const isRead = ({ info, use }: (typeof skills)[number]) =>
		best === 'skill'
			? info.id === bestSkill
			: use === 'train' && (best === 'loss' || measureUnit(info.measure) !== 'loss');
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
	const units = new Set(read.map((i) => measureUnit(skills[i].info.measure)));
	if ((best === 'exact' || best === 'worst') && units.size > 1)
		throw new InputError(
			say(
				'evaluation.best: right answers of some skills and next tokens of others cannot be averaged. Choose the loss.',
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
