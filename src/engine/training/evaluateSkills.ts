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
	/** The loss of each example to six digits, in their order; of the first 10,000 at most. */
	readonly losses?: readonly number[];
};

/** An event holds no longer list. */
const mostLosses = 10_000;

export interface Evaluation extends ExactSummary {
	readonly skills: readonly SkillScore[];
}

/** An evaluation, the continuations that were scored, and its duration. */
export interface MeasuredEvaluation extends Evaluation {
	/** Over the other number of examples, if the skills have as many. */
	readonly also?: Evaluation;
	readonly continued: readonly Continuation[];
	readonly milliseconds: number;
}

export interface EvaluationOptions {
	/** Encodes the beginnings that the model continues. */
	readonly tokenizer: Tokenizer;
	/** The first `examples` of each skill, or all if it has fewer. */
	readonly examples: number;
	/** Another number of first examples to score too. */
	readonly also?: number | undefined;
	readonly part?: EvaluatedPart | undefined;
	readonly onProgress?: (fraction: number) => void;
	readonly signal?: AbortSignal;
}

/** The results of each example of a skill, in their order. */
interface SkillRows {
	readonly losses: readonly number[];
	readonly hits: readonly number[];
	/** null: raw text, which has no right answer. */
	readonly right: readonly boolean[] | null;
}

/** Throws NonFiniteError. */
export async function evaluateSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	skills: readonly EncodedSkill[],
	{ tokenizer, examples, also = examples, part = 'heldOut', onProgress, signal }: EvaluationOptions,
): Promise<MeasuredEvaluation> {
	const began = performance.now();
	const rowsIn = (count: number) => evaluationExamples(skills, count, part).addresses.length;
	const inAll = rowsIn(Math.max(examples, also));
	let measured = 0;
	const continued: Continuation[] = [];
	/** Examples `from` to `to` of each skill, which share forward passes. */
	const measureRows = async (from: number, to: number): Promise<SkillRows[]> => {
		const { counts, addresses } = evaluationExamples(skills, to, part, from);
		const { losses, hits } = await measure(decoder, weights, addresses, {
			onProgress: (done) => onProgress?.((measured + done) / inAll),
			...(signal && { signal }),
		});
		measured += addresses.length;
		const texts = textsToContinue(skills, part, to, tokenizer, from);
		const written = await continueTexts(decoder, weights, tokenizer, texts, signal);
		for (const text of written) continued.push(text);
		let first = 0;
		return skills.map(({ info }, skill) => {
			const range = [first, (first += counts[skill])] as const;
			const shares = [...hits.subarray(...range)];
			const rightBy = {
				exact: () => shares.map((share) => share === 1),
				continuation: () =>
					written.filter((text) => text.skill === skill).map(({ fault }) => fault === null),
				loss: () => null,
			};
			return {
				losses: [...losses.subarray(...range)],
				hits: shares,
				right: rightBy[info.scorer](),
			};
		});
	};
	const first = await measureRows(0, examples);
	// Further rows have their own passes, so that no bit of the first ones depends on them.
	const rest = inAll > rowsIn(examples) ? await measureRows(examples, also) : undefined;
	const rows = rest ? first.map((part, skill) => joinRows(part, rest[skill])) : first;
	const isTrained = skills.map(({ use }) => use === 'train');
	const scoreFirst = (count: number): Evaluation => {
		const scores = rows.map((part) => skillScore(part, count));
		return { skills: scores, ...summariseExact(scores, isTrained) };
	};
	return {
		...scoreFirst(examples),
		...(rowsIn(also) !== rowsIn(examples) && { also: scoreFirst(also) }),
		continued,
		milliseconds: performance.now() - began,
	};
}

const joinRows = (a: SkillRows, b: SkillRows): SkillRows => ({
	losses: [...a.losses, ...b.losses],
	hits: [...a.hits, ...b.hits],
	right: a.right && b.right && [...a.right, ...b.right],
});

/**
 * The evaluated examples of all skills in one list, so that skills share forward passes. `from`:
 * the first of each skill.
 */
export function evaluationExamples(
	skills: readonly EncodedSkill[],
	examples: number,
	part: EvaluatedPart = 'heldOut',
	from = 0,
): { readonly counts: readonly number[]; readonly addresses: readonly ExampleAddress[] } {
	const counts = skills.map((skill) => Math.max(0, Math.min(skill[part].count, examples) - from));
	const addresses = skills.flatMap((encoded, skill) =>
		Array.from({ length: counts[skill] }, (_, i) => ({ set: encoded[part], index: from + i })),
	);
	return { counts, addresses };
}

/** The score of the first `count` examples. */
function skillScore(rows: SkillRows, count: number): SkillScore {
	const losses = rows.losses.slice(0, count);
	const right = rows.right?.slice(0, count);
	return {
		loss: mean(losses),
		exact: right ? right.filter(Boolean).length / right.length : null,
		tokenAccuracy: mean(rows.hits.slice(0, count)),
		examples: losses.length,
		...(right && right.length > 0 && { right: bitText(right) }),
		losses: losses.slice(0, mostLosses).map((loss) => Number(loss.toPrecision(6))),
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
