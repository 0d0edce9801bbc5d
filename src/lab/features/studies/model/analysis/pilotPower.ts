/** The effects that the seeds of a larger study would detect, estimated from a pilot study. */
import { highest, lowest, median } from '#engine/core/statistics.ts';
import type { Measure } from '../study.ts';
import type { StudyReport } from '../report.ts';
import { level, pairsFor, smallestRatio } from './pairedTests.ts';

/** Spreads of paired differences (PairedTest) in the pilot's first measure, in its unit. */
export interface PilotSpread {
	readonly measure: Measure;
	readonly title: string;
	readonly median: number;
	readonly low: number;
	readonly high: number;
	/** Comparisons with a spread. */
	readonly comparisons: number;
}

export interface PilotPower {
	readonly seeds: number;
	/** Number of comparisons for Holm's first step. */
	readonly of: number;
	/** Smallest difference that the seeds detect with 80 % power, at the median spread. */
	readonly smallest: number;
	/** The same at the highest spread. */
	readonly smallestAtHighest: number;
	readonly effect: number;
	/** Seeds that detect `effect`; null: more than 1,000. */
	readonly needed: number | null;
	readonly neededAtHighest: number | null;
}

/** null: no comparison has two seeds and a scatter. */
export function pilotSpread({ title, measures, comparisons }: StudyReport): PilotSpread | null {
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
		comparisons: found.length,
	};
}

/** `effect`: in points or nats. */
export function pilotPower(
	{ measure, median, high }: PilotSpread,
	plan: { readonly seeds: number; readonly comparisons: number; readonly effect: number },
): PilotPower {
	const { seeds, comparisons } = plan;
	const first = level / comparisons;
	const effect = measure.unit === 'share' ? plan.effect / 100 : plan.effect;
	const ratio = smallestRatio(seeds, first);
	return {
		seeds,
		of: comparisons,
		smallest: ratio * median,
		smallestAtHighest: ratio * high,
		effect,
		needed: pairsFor(effect / median, first),
		neededAtHighest: pairsFor(effect / high, first),
	};
}
