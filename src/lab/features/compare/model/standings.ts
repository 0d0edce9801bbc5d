/** Which lane ends best, and differences that the number of rows can tell. */
import type { Headline } from '#engine/core/exactMatch.ts';
import type { MeasureUnit } from '#engine/core/measureKinds.ts';
import { averageReach, meanLossDifference } from '#lab/run/sameRows.ts';
import type { Evaluation, EvaluationEvent, SkillScore } from '#lab/training/events.ts';

export interface Score {
	readonly title: string;
	/** At the compared evaluation; null: the lane is not compared. A loss is better if lower. */
	readonly overall: Headline | null;
	/** Of the trained skills; missing without an evaluation. */
	readonly skills?: readonly SkillScore[];
}

/** Percentage points of shares, or nats per answer token of losses. */
interface Lead {
	/** Above 0: the first lane is better. Rounded as it is shown. */
	readonly by: number;
	/** The smallest difference that the rows can tell. */
	readonly reach: number;
}

/** Percentage points with one decimal. */
const points = (difference: number): number => Math.round(1000 * difference) / 10;
/** Nats with three decimals. */
const nats = (difference: number): number => Math.round(1000 * difference) / 1000;

/** The trained skills' scores: those that the headline counts. */
export const trainedScores = (
	evaluation: Pick<Evaluation, 'skills'> | undefined,
	trained: readonly number[],
): readonly SkillScore[] => (evaluation ? trained.map((skill) => evaluation.skills[skill]) : []);

/** The evaluation as if nothing but losses had been measured. */
export const lossesAlone = (evaluation: EvaluationEvent): EvaluationEvent => ({
	...evaluation,
	skills: evaluation.skills.map((score) => ({ ...score, exact: null })),
	averageExact: null,
	worstExact: null,
});

/** Higher is better. */
const quality = ({ overall }: Score): number =>
	overall === null ? -Infinity : overall.unit === 'loss' ? -overall.average : overall.average;

/** A loss is comparable only where the losses of its rows are known. */
const isComparable = ({ overall, skills = [] }: Score): boolean =>
	overall !== null &&
	(overall.unit !== 'loss' || skills.every(({ losses = [] }) => losses.length > 1));

/** How far `a` is ahead of `b`, if both are comparable. */
function leadOf(a: Score, b: Score): Lead | null {
	if (!a.overall || !b.overall) return null;
	if (a.overall.unit !== 'loss')
		return { by: points(quality(a) - quality(b)), reach: 100 * averageReach(a.skills, b.skills) };
	const change = meanLossDifference(a.skills ?? [], b.skills ?? []);
	return change && { by: nats(quality(a) - quality(b)), reach: change.high - change.mean };
}

/** Whether the rows tell that `a` is better than `b`. */
function isAbove(a: Score, b: Score): boolean {
	const lead = quality(a) > quality(b) ? leadOf(a, b) : null;
	return lead !== null && lead.by > 0 && lead.by > lead.reach;
}

export interface Verdict {
	/** What decides. */
	readonly unit: MeasureUnit;
	readonly best: string;
	/** The first lane; if that is the best one, the second best. */
	readonly other: string;
	/** By how much `best` is better: percentage points, or nats. */
	readonly by: number;
	/** The rows cannot tell the two apart. */
	readonly isEqual: boolean;
	/** The smallest difference that the rows can tell here; 0: each row has the same result. */
	readonly reach: number;
	/** A lane below all others, and its distance to the best, unless it is one of these two. */
	readonly last: { readonly title: string; readonly by: number } | null;
}

/** Compares lanes that reached the same step. null: fewer than two can be compared. */
export function verdict(scores: readonly Score[]): Verdict | null {
	const known = scores.filter(isComparable);
	if (known.length < 2) return null;
	const [first] = known;
	const ranked = known.toSorted((a, b) => quality(b) - quality(a));
	const [best, second] = ranked;
	const other = best === first ? second : first;
	const last = ranked[ranked.length - 1];
	const lead = leadOf(best, other);
	if (!lead) return null;
	const isLast = last !== other && ranked.every((lane) => lane === last || isAbove(lane, last));
	return {
		unit: best.overall!.unit,
		best: best.title,
		other: other.title,
		by: lead.by,
		isEqual: !isAbove(best, other),
		reach: lead.reach,
		last: isLast ? { title: last.title, by: leadOf(best, last)?.by ?? 0 } : null,
	};
}
