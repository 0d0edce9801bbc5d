/** The standings of a race: places, and differences that the number of prompts can tell. */
import { averageReach } from '#lab/run/sameRows.ts';
import type { Evaluation, SkillScore } from '#lab/training/events.ts';

export interface Score {
	readonly title: string;
	/** Average exact match at the compared evaluation; null: the skills have none. */
	readonly average: number | null;
	/** Of the trained skills; missing without an evaluation. */
	readonly skills?: readonly SkillScore[];
}

/** Percentage points with one decimal, so that places and the verdict agree on what is equal. */
const points = (difference: number): number => Math.round(1000 * difference) / 10;

/** The trained skills' scores: those that the average counts. */
export const trainedScores = (
	evaluation: Pick<Evaluation, 'skills'> | undefined,
	trained: readonly number[],
): readonly SkillScore[] => (evaluation ? trained.map((skill) => evaluation.skills[skill]) : []);

/** Whether the prompts tell that `a` is above `b`. */
const isAbove = (a: Score, b: Score): boolean => {
	const difference = points((a.average ?? NaN) - (b.average ?? NaN));
	return difference > 0 && difference > 100 * averageReach(a.skills, b.skills);
};

/** 1 plus the number of lanes that are clearly above. Null without average. */
export const ranks = (scores: readonly Score[]): (number | null)[] =>
	scores.map((score) =>
		score.average === null ? null : 1 + scores.filter((other) => isAbove(other, score)).length,
	);

/** The lanes by place, then by average; lanes without a place stand last. Stable. */
export function orderByRank(scores: readonly Score[]): number[] {
	const places = ranks(scores);
	return scores
		.map((_, lane) => lane)
		.sort(
			(a, b) =>
				(places[a] ?? Infinity) - (places[b] ?? Infinity) ||
				points((scores[b].average ?? 0) - (scores[a].average ?? 0)),
		);
}

export interface Verdict {
	readonly best: string;
	/** The first lane; if that is the best one, the second best. */
	readonly other: string;
	/** Percentage points. */
	readonly points: number;
	/** The prompts cannot tell the two apart. */
	readonly isEqual: boolean;
	/** The smallest difference, in percentage points, that the prompts can tell here. */
	readonly reach: number;
	/** A lane below all others, and its distance to the best, unless it is one of these two. */
	readonly last: { readonly title: string; readonly points: number } | null;
}

/** Compares lanes that reached the same step. Null with fewer than two averages. */
export function verdict(scores: readonly Score[]): Verdict | null {
	const known = scores.flatMap((score) =>
		score.average === null ? [] : [{ ...score, average: score.average }],
	);
	if (known.length < 2) return null;
	const [first] = known;
	const ranked = known.toSorted((a, b) => b.average - a.average);
	const [best, second] = ranked;
	const other = best === first ? second : first;
	const last = ranked[ranked.length - 1];
	const behind = ({ average }: typeof best) => points(best.average - average);
	const isLast = last !== other && ranked.every((lane) => lane === last || isAbove(lane, last));
	return {
		best: best.title,
		other: other.title,
		points: behind(other),
		isEqual: !isAbove(best, other),
		reach: points(averageReach(best.skills, other.skills)),
		last: isLast ? { title: last.title, points: behind(last) } : null,
	};
}
