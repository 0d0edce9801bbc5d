/** The standings of a race: ranks, differences to the first lane, and what one seed can show. */
import { highest } from '#engine/core/statistics.ts';

export interface Score {
	readonly title: string;
	/** Average exact match at the compared evaluation; null: the skills have none. */
	readonly average: number | null;
}

/** Percentage points with one decimal, so that ranks and the verdict agree on what is level. */
const pointsBehind = (best: number, average: number): number =>
	Math.round(1000 * (best - average)) / 10;

/** Places from 1; lanes that are equally far behind the best share one. Null without average. */
export function ranks(scores: readonly Score[]): (number | null)[] {
	const best = highest(scores.map(({ average }) => average ?? -Infinity));
	const behind = scores.map(({ average }) =>
		average === null ? null : pointsBehind(best, average),
	);
	const nearer = (than: number) => behind.filter((points) => points !== null && points < than);
	return behind.map((points) => (points === null ? null : 1 + nearer(points).length));
}

export interface Verdict {
	readonly best: string;
	/** The first lane; if that is the best one, the second best. */
	readonly other: string;
	/** Percentage points. */
	readonly points: number;
	/** The last lane and its distance to the best, unless it is one of these two or not alone. */
	readonly last: { readonly title: string; readonly points: number } | null;
}

/** Compares lanes that reached the same step. Null with fewer than two averages. */
export function verdict(scores: readonly Score[]): Verdict | null {
	const known = scores.flatMap(({ title, average }) =>
		average === null ? [] : [{ title, average }],
	);
	if (known.length < 2) return null;
	const [first] = known;
	const ranked = known.toSorted((a, b) => b.average - a.average);
	const [best, second] = ranked;
	const other = best === first ? second : first;
	const last = ranked[ranked.length - 1];
	const behind = ({ average }: typeof best) => pointsBehind(best.average, average);
	return {
		best: best.title,
		other: other.title,
		points: behind(other),
		last:
			last === other || behind(last) === behind(ranked[ranked.length - 2])
				? null
				: { title: last.title, points: behind(last) },
	};
}
