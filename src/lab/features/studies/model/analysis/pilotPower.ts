/** The effects that the seeds of a larger study would detect, estimated from a pilot study. */
import { highest, lowest, median } from '#engine/core/statistics.ts';
import type { StudyReport } from '../report.ts';
import { level, pairsFor, smallestRatio } from './pairedTests.ts';

export type PilotSpread = NonNullable<ReturnType<typeof pilotSpread>>;
export type PilotPower = ReturnType<typeof pilotPower>;

/**
 * Spreads of paired differences (PairedTest) in the pilot's first measure, in its unit. null: no
 * comparison has two seeds and a scatter.
 */
export function pilotSpread({ title, measures, comparisons }: StudyReport) {
	const [measure] = measures;
	const found = comparisons
		.flatMap(({ differences: [first] }) => first?.spread ?? [])
		.filter((spread) => spread > 0);
	if (!measure || found.length === 0) return null;
	return {
		measure,
		title,
		median: median(found),
		low: lowest(found),
		high: highest(found),
		/** Comparisons with a spread. */
		comparisons: found.length,
	};
}

/** `effect`: in points or nats. */
export function pilotPower(
	{ measure, median, high }: PilotSpread,
	plan: { readonly seeds: number; readonly comparisons: number; readonly effect: number },
) {
	const { seeds, comparisons } = plan;
	const first = level / comparisons;
	const effect = measure.unit === 'share' ? plan.effect / 100 : plan.effect;
	const ratio = smallestRatio(seeds, first);
	return {
		seeds,
		/** Number of comparisons for Holm's first step. */
		of: comparisons,
		/** Smallest difference that the seeds detect with 80 % power, at the median spread. */
		smallest: ratio * median,
		smallestAtHighest: ratio * high,
		effect,
		/** Seeds that detect `effect`; null: more than 1,000. */
		needed: pairsFor(effect / median, first),
		neededAtHighest: pairsFor(effect / high, first),
	};
}
