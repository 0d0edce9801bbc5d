/**
 * The dip at the beginning of a run: fewer answers are right than before, while the losses already
 * fall. The model unlearns the habits of its base before it writes the new forms rightly. With a rate
 * that is too high the losses rise too, and there is no dip.
 */
import { isTold } from '#engine/core/paired.ts';
import { averageDifference, skillChange, type SameRows } from '#lab/run/sameRows.ts';
import type { Evaluation } from '#lab/training/events.ts';

/** The part of a run that is its beginning. */
const beginning = 1 / 3;

/**
 * Whether the run is in the dip: the interval of the average is below zero, most trained skills are
 * lower, and the intervals of most of their losses are too. `trained`: indices of the skills.
 */
export function isDip(
	{ before, after }: SameRows<Evaluation>,
	trained: readonly number[],
	{ step, steps }: { readonly step: number; readonly steps: number },
): boolean {
	if (step === 0 || step > steps * beginning) return false;
	const [was, now] = [before, after].map(({ skills }) => trained.map((index) => skills[index]));
	const average = averageDifference(was, now);
	if (!average || !isTold(average) || average.mean > 0) return false;
	const lower = now.filter(({ exact }, i) => (exact ?? 1) < (was[i].exact ?? 0));
	const learned = now.filter((score, i) => {
		const { loss } = skillChange(was[i], score);
		return loss !== null && loss.high < 0;
	});
	return 2 * lower.length > trained.length && 2 * learned.length > trained.length;
}
