/** Evaluates all skills, trained and watched. */
import { bitText } from '#engine/core/bytes.ts';
import { lowest, mean } from '#engine/core/statistics.ts';
import { InputError } from '#engine/core/errors.ts';
import { summariseExact, type ExactSummary } from '#engine/core/exactMatch.ts';
import { say } from '#engine/core/message.ts';
import type { ExampleAddress } from '#engine/data/batch.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import {
	defaultGenerated,
	measureSource,
	measureUnit,
	type MeasureId,
} from '#engine/core/measureKinds.ts';
import type { FieldScore } from '#engine/core/measures.ts';
import { continueTexts, textsToContinue, type Continuation } from './continuations.ts';
import { measure } from './measure.ts';
import { rankLabels } from './rankLabels.ts';
import type { Vector } from '#engine/gpu/computeDevice.ts';
import type { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { Tokenizer } from '#engine/model/tokenizer.ts';
import type { TrainingSettings } from './settings.ts';
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
	/** Means over the written answers, if these have fields. */
	readonly fields?: FieldScore;
	/** Wrong labels, the most frequent first: the right one, the chosen one, how often. */
	readonly confused?: readonly Confusion[];
	/** The loss of each example to six digits, in their order; of the first 10,000 at most. */
	readonly losses?: readonly number[];
	/** The share of right next tokens of each example, likewise. Only if `exact` counts them. */
	readonly hits?: readonly number[];
};

export interface Confusion {
	readonly right: string;
	readonly chosen: string;
	readonly count: number;
}

/** An event holds no longer list. */
const mostLosses = 10_000;

export interface Evaluation extends ExactSummary {
	readonly skills: readonly SkillScore[];
}

/** An evaluation, the texts that were scored, and its duration. */
export interface MeasuredEvaluation extends Evaluation {
	/** Over the other number of examples, if the skills have as many. */
	readonly also?: Evaluation;
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
	/** Of the first ones only, if the model had to write them. */
	readonly right: readonly boolean[];
	/** Written or ranked ones, with the right answers. */
	readonly answers: readonly (WrittenAnswer & { readonly expected: string })[];
	readonly kind: MeasureId;
}

/** Throws NonFiniteError. */
export async function evaluateSkills(
	decoder: DecoderOnDevice,
	weights: Vector,
	skills: readonly EncodedSkill[],
	{
		tokenizer,
		examples,
		also = examples,
		generated = defaultGenerated,
		part = 'heldOut',
		onProgress,
		signal,
	}: EvaluationOptions,
): Promise<MeasuredEvaluation> {
	const began = performance.now();
	const rowsIn = (count: number) => evaluationExamples(skills, count, part).addresses.length;
	const answersIn = (count: number, from = 0) =>
		answerTasks(skills, part, writtenCount({ generated }, count), from);
	const last = Math.max(examples, also);
	const inAll = rowsIn(last) + rowsOfAnswer * answersIn(last).length;
	let done = 0;
	const progress = (rows: number) => onProgress?.((done + rows) / inAll);
	const continued: Continuation[] = [];
	const answered: WrittenAnswer[] = [];
	let writing: MeasuredEvaluation['writing'];
	/** Examples `from` to `to` of each skill, which share forward passes. */
	const measureRows = async (from: number, to: number): Promise<SkillRows[]> => {
		const { counts, addresses } = evaluationExamples(skills, to, part, from);
		const { losses, hits } = await measure(decoder, weights, addresses, {
			onProgress: progress,
			...(signal && { signal }),
		});
		done += addresses.length;
		const texts = textsToContinue(skills, part, to, tokenizer, from);
		const written = await continueTexts(decoder, weights, tokenizer, texts, signal);
		for (const text of written) continued.push(text);
		const tasks = answersIn(to, from);
		const beganWriting = performance.now();
		const generatedAnswers = await writeAnswers(decoder, weights, tokenizer, skills, tasks, {
			part,
			onProgress: (share) => progress(share * rowsOfAnswer * tasks.length),
			signal,
		});
		done += rowsOfAnswer * tasks.length;
		const ranked = await rankLabels(decoder, weights, tokenizer, skills, {
			part,
			from,
			to: writtenCount({ generated }, to),
			signal,
		});
		const answers = [...generatedAnswers, ...ranked];
		for (const answer of answers) answered.push(answer);
		if (tasks.length > 0)
			writing = {
				tokens: (writing?.tokens ?? 0) + answerTokens(tasks),
				milliseconds: (writing?.milliseconds ?? 0) + performance.now() - beganWriting,
			};
		let first = 0;
		return skills.map(({ info, answers: rightAnswers }, skill) => {
			const range = [first, (first += counts[skill])] as const;
			const shares = [...hits.subarray(...range)];
			const ofSkill = answers.filter((answer) => answer.skill === skill);
			const rightBy = {
				forced: () => shares.map((share) => share === 1),
				rule: () =>
					written.filter((text) => text.skill === skill).map(({ fault }) => fault === null),
				generated: () => ofSkill.map(({ isRight }) => isRight),
				ranked: () => ofSkill.map(({ isRight }) => isRight),
			};
			return {
				kind: info.measure.kind,
				losses: [...losses.subarray(...range)],
				hits: shares,
				right: rightBy[measureSource(info.measure)](),
				answers: ofSkill.map((answer) => ({
					...answer,
					expected: rightAnswers[part][answer.index],
				})),
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
		answered,
		...(writing && { writing }),
		milliseconds: performance.now() - began,
	};
}

const joinRows = (a: SkillRows, b: SkillRows): SkillRows => ({
	losses: [...a.losses, ...b.losses],
	hits: [...a.hits, ...b.hits],
	right: [...a.right, ...b.right],
	answers: [...a.answers, ...b.answers],
	kind: a.kind,
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

/** For the progress only: an answer counts as this many measured rows. Our choice. */
const rowsOfAnswer = 20;

/** Measures that scores without a name have: those of before there were others. */
const unnamed: readonly MeasureId[] = ['exact', 'continuation', 'loss'];

/** The score of the first `count` examples. */
function skillScore({ kind, ...rows }: SkillRows, count: number): SkillScore {
	const losses = rows.losses.slice(0, count);
	const right = rows.right.slice(0, count);
	const hits = rows.hits.slice(0, count);
	const tokenAccuracy = mean(hits);
	const unit = measureUnit({ kind });
	const shares = {
		answers: () => right.filter(Boolean).length / right.length,
		tokens: () => tokenAccuracy,
		loss: () => null,
	};
	const source = measureSource({ kind });
	const isWritten = source === 'generated' || source === 'ranked';
	const answers = rows.answers.slice(0, count);
	const fields = answers.flatMap((answer) => answer.fields ?? []);
	return {
		loss: mean(losses),
		exact: shares[unit](),
		...(!unnamed.includes(kind) && { measure: kind }),
		tokenAccuracy,
		examples: losses.length,
		...(isWritten && { written: right.length }),
		...(fields.length > 0 && {
			fields: {
				valid: mean(fields.map(({ valid }) => valid)),
				keys: mean(fields.map(({ keys }) => keys)),
				fields: mean(fields.map(({ fields: share }) => share)),
			},
		}),
		...(source === 'ranked' && { confused: confusions(answers) }),
		...(unit === 'answers' && right.length > 0 && { right: bitText(right) }),
		losses: losses.slice(0, mostLosses).map((loss) => Number(loss.toPrecision(6))),
		...(unit === 'tokens' && {
			hits: hits.slice(0, mostLosses).map((share) => Number(share.toFixed(4))),
		}),
	};
}

const mostConfusions = 100;
function confusions(answers: SkillRows['answers']): Confusion[] {
	const pairs = new Map<string, Confusion>();
	for (const { expected: right, answer: chosen, isRight } of answers) {
		const key = JSON.stringify([right, chosen]);
		const count = (pairs.get(key)?.count ?? 0) + 1;
		if (!isRight) pairs.set(key, { right, chosen, count });
	}
	return [...pairs.values()].sort((a, b) => b.count - a.count).slice(0, mostConfusions);
}

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
