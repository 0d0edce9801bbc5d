/**
 * The dip at the beginning of a run: fewer answers are right than before, while the losses fall on
 * average. The model unlearns the habits of its base before it writes the new forms rightly. With a
 * rate that is too high the average loss rises, and there is no dip.
 */
import { mean } from '#engine/core/statistics.ts';
import { averageDifference, type SameRows } from '#lab/run/sameRows.ts';
import type { Evaluation } from '#lab/training/events.ts';

/** The part of a run that is its beginning. */
const beginning = 1 / 3;

/**
 * The number of trained skills that are lower than before, if the run is in the dip: most are, and
 * the interval of the average is below zero. null: it is not. `trained`: indices of the skills.
 */
export function skillsInDip(
	{ before, after, areLossesComparable }: SameRows<Evaluation>,
	trained: readonly number[],
	{ step, steps }: { readonly step: number; readonly steps: number },
): number | null {
	if (step === 0 || step > steps * beginning || !areLossesComparable) return null;
	const [was, now] = [before, after].map(({ skills }) => trained.map((index) => skills[index]));
	const average = averageDifference(was, now);
	if (average === null || average.high >= 0) return null;
	if (mean(now.map(({ loss }) => loss)) >= mean(was.map(({ loss }) => loss))) return null;
	const lower = now.filter(({ exact }, i) => (exact ?? 1) < (was[i].exact ?? 0)).length;
	return 2 * lower > trained.length ? lower : null;
}
