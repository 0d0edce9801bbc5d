/** Two evaluations compared on the same rows: what changed, and whether the rows can tell. */
import { textBits } from '#engine/core/bytes.ts';
import { answerVariance, scoredPrompts, summariseExact } from '#engine/core/exactMatch.ts';
import type { MeasureUnit } from '#engine/core/measureKinds.ts';
import { independentShares, pairedMeans, pairedShares } from '#engine/core/paired.ts';
import { mean, sum, type Interval } from '#engine/core/statistics.ts';
import type { Evaluation, EvaluationEvent, SkillScore } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';

/** An evaluation, maybe with scores on another number of rows. */
type Scored = Evaluation & Pick<EvaluationEvent, 'also'>;

/** The scores of a point of the curve, all of which are over `evaluation.examples` rows. */
export const curveScores = <T extends EvaluationEvent>(event: T): T =>
	event.step > 0 && event.also ? { ...event, ...event.also } : event;

/** The scores over most rows: those of the end, and those of the base model beside it. */
export const widestScores = (event: Scored): Evaluation =>
	event.also && rowsOf(event.also) > rowsOf(event) ? event.also : event;

const rowsOf = ({ skills }: Evaluation): number => sum(skills.map(({ examples }) => examples));

/** The rows behind the headline of an evaluation: the end has more than the tests before. */
export const headlineRows = (
	{ skills }: Evaluation,
	isTrained: readonly boolean[],
	unit: MeasureUnit,
): number =>
	sum(
		skills
			.filter((_, i) => isTrained[i])
			.map((score) => (unit === 'loss' ? score.examples : scoredPrompts(score))),
	);

export interface SameRows<T> {
	readonly before: T;
	readonly after: T;
	/** false, in old runs: each is of its own evaluation's rows. Then `exact` is null. */
	readonly areLossesComparable: boolean;
}

/**
 * The scores of both on the most rows that both have. Old runs can have no such rows: then nothing
 * compares.
 */
export function onSameRows(
	before: Scored,
	after: Scored,
	skills: readonly Pick<Experiment['skills'][number], 'use'>[],
): SameRows<Evaluation> {
	if (before === after) return { before, after, areLossesComparable: true };
	const sides = ({ also, ...scores }: Scored) => (also ? [scores, also] : [scores]);
	const pairs = sides(before).flatMap((a) =>
		sides(after)
			.filter((b) => a.skills.every(({ examples }, i) => examples === b.skills[i]?.examples))
			.map((b) => ({ before: a, after: b, areLossesComparable: true })),
	);
	const widest = pairs.sort((a, b) => rowsOf(b.before) - rowsOf(a.before)).at(0);
	if (widest) return widest;
	const isTrained = skills.map(({ use }) => use === 'train');
	const cut = skills.map((_, i) => scoresOnSameRows(before, i, after, i)!);
	const toEvaluation = (scores: readonly SkillScore[]): Evaluation => ({
		skills: scores,
		...summariseExact(scores, isTrained),
	});
	return {
		before: toEvaluation(cut.map((pair) => pair.before)),
		after: toEvaluation(cut.map((pair) => pair.after)),
		areLossesComparable: cut.every((pair) => pair.areLossesComparable),
	};
}

/** The same of a skill, which can have another index in the other run; null: one lacks it. */
export function scoresOnSameRows(
	before: Scored,
	skillBefore: number,
	after: Scored,
	skillAfter: number,
): SameRows<SkillScore> | null {
	const [earlier, later] = [scoresOf(before, skillBefore), scoresOf(after, skillAfter)];
	if (earlier.length === 0 || later.length === 0) return null;
	const pairs = earlier.flatMap((a) =>
		later
			.filter(({ examples }) => examples === a.examples)
			.map((b) => ({ before: a, after: b, areLossesComparable: true })),
	);
	const widest = pairs.sort((a, b) => b.before.examples - a.before.examples).at(0);
	if (widest) return widest;
	const unlike = (score: SkillScore): SkillScore => ({ ...score, exact: null });
	return { before: unlike(earlier[0]), after: unlike(later[0]), areLossesComparable: false };
}

const scoresOf = ({ skills, also }: Scored, skill: number): readonly SkillScore[] =>
	[skills.at(skill), also?.skills.at(skill)].filter((score) => score !== undefined);

/** How a skill changed on the same rows, with 95 % intervals (engine/core/paired.ts). */
export interface SkillChange {
	/** Of the share of right answers; null: the skill has none. */
	readonly exact: Interval | null;
	/** Of the held-out loss, in nats per answer token; null: it is not known row by row. */
	readonly loss: Interval | null;
}

/** Of scores on the same rows. */
export function skillChange(before: SkillScore, after: SkillScore): SkillChange {
	if (before.examples !== after.examples) return { exact: null, loss: null };
	const areListed = before.losses !== undefined && after.losses !== undefined;
	return {
		exact: shareChange(before, after, areListed),
		loss: areListed ? pairedMeans(before.losses, after.losses) : null,
	};
}

/** Of the answers that both wrote or gave, or of next tokens. `areListed`: the rows are known. */
function shareChange(before: SkillScore, after: SkillScore, areListed: boolean): Interval | null {
	if (before.exact === null || after.exact === null) return null;
	const prompts = scoredPrompts(before);
	if (before.measure !== after.measure || prompts !== scoredPrompts(after)) return null;
	if (before.hits !== undefined && after.hits !== undefined)
		return pairedMeans(before.hits, after.hits);
	const [was, now] = [marksOf(before), marksOf(after)];
	if (was && now) return pairedShares(was, now);
	// The oldest runs know no rows.
	return areListed
		? null
		: independentShares({ share: before.exact, of: prompts }, { share: after.exact, of: prompts });
}

/** Which answers are right, in their order; null: it is not known. */
const marksOf = (score: SkillScore): readonly boolean[] | null =>
	score.right === undefined ? null : textBits(score.right, scoredPrompts(score));

/**
 * Of the average over skills with right answers, `after` minus `before`, on the same rows; null:
 * there is none.
 */
export function averageDifference(
	before: readonly SkillScore[],
	after: readonly SkillScore[],
): Interval | null {
	const scored = [...before.keys()].filter(
		(i) => before[i].exact !== null && after[i].exact !== null,
	);
	if (scored.length === 0) return null;
	const average = (scores: readonly SkillScore[]) => mean(scored.map((i) => scores[i].exact!));
	const centre = average(after) - average(before);
	const reach = averageReach(before, after);
	const n = sum(scored.map((i) => scoredPrompts(after[i])));
	return { mean: centre, low: centre - reach, high: centre + reach, n };
}

/**
 * Of the mean held-out loss over all skills, `after` minus `before`, on the same rows. The squares
 * of the skills' half-widths add up. null: the losses of the rows are not known, or are too few.
 */
export function meanLossDifference(
	before: readonly SkillScore[],
	after: readonly SkillScore[],
): Interval | null {
	const known = after.flatMap((score, i) => {
		const change = i < before.length ? skillChange(before[i], score).loss : null;
		return change !== null && Number.isFinite(change.high) ? change : [];
	});
	if (known.length === 0 || known.length < after.length) return null;
	const centre = mean(known.map((change) => change.mean));
	const reach = Math.hypot(...known.map(({ low, high }) => (high - low) / 2)) / known.length;
	return {
		mean: centre,
		low: centre - reach,
		high: centre + reach,
		n: sum(known.map(({ n }) => n)),
	};
}

/**
 * Half of the 95 % interval of the difference of two averages that share their prompts:
 * 1.96 √(Σ v / n) / K over K skills, with v the variance of right minus right over n prompts.
 * Without the marks of the prompts, v is the sum of both sides' p (1 − p). It does not tell what
 * another seed changes.
 */
export function averageReach(a: readonly SkillScore[] = [], b: readonly SkillScore[] = []): number {
	const pairs = a.flatMap((score, i) =>
		i < b.length && score.exact !== null && b[i].exact !== null ? [[score, b[i]] as const] : [],
	);
	if (pairs.length === 0) return 0;
	const variance = pairs.reduce(
		(sum, [x, y]) => sum + variancePerPrompt(x, y) / scoredPrompts(x),
		0,
	);
	return (1.96 * Math.sqrt(variance)) / pairs.length;
}

function variancePerPrompt(a: SkillScore, b: SkillScore): number {
	const alone = ({ exact }: SkillScore) => exact! * (1 - exact!);
	if (scoredPrompts(a) !== scoredPrompts(b)) return alone(a) + alone(b);
	if (a.hits !== undefined && b.hits !== undefined)
		return answerVariance(a.hits.map((share, i) => share - b.hits![i]));
	const [x, y] = [marksOf(a), marksOf(b)];
	if (!x || !y) return alone(a) + alone(b);
	return answerVariance(x.map((isRight, i) => Number(isRight) - Number(y[i])));
}
