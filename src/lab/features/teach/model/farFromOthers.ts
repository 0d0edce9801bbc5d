/**
 * Runs of a class that end far from all others with their mix: outside of the prediction interval
 * of the others (Student's t), with Holm's correction over all runs of the picture.
 */
import { mean, sampleDeviation, studentTail } from '#engine/core/statistics.ts';
import { holm } from '#lab/study/pairedTests.ts';

/** Of 100 pictures without an outlier, about one names a run. */
const level = 0.01;
/** Below this number of other runs, none is called far from them. */
const fewestOthers = 4;
/** The least scatter of runs: one point, or 1 % of a larger mean. Equal ends have none. */
const leastScatter = 0.01;

/** `groups`: the runs with one mix. `end`: the last value, a share or a loss. */
export function farFromOthers<Run extends { readonly end: number }>(
	groups: readonly (readonly Run[])[],
): readonly Run[] {
	const tests = groups.flatMap((runs) =>
		runs.length <= fewestOthers
			? []
			: runs.map((run) => ({
					run,
					p: chanceBeside(
						run,
						runs.filter((other) => other !== run),
					),
				})),
	);
	const adjusted = holm(tests.map(({ p }) => p));
	return tests.flatMap(({ run }, i) => (adjusted[i]! <= level ? [run] : []));
}

/** How likely a further run ends as far from the mean of the others. */
function chanceBeside<Run extends { readonly end: number }>(
	{ end }: Run,
	others: readonly Run[],
): number {
	const ends = others.map((other) => other.end);
	const centre = mean(ends);
	const scatter = Math.max(leastScatter * Math.max(1, Math.abs(centre)), sampleDeviation(ends));
	const error = scatter * Math.sqrt(1 + 1 / ends.length);
	return 2 * studentTail(Math.abs(end - centre) / error, ends.length - 1);
}
