/**
 * Differences of two measurements of the same rows, each with a 95 % interval. If zero lies inside,
 * the rows cannot tell the two apart.
 *
 * Right answers: only rows whose mark changed tell anything. Of m changed rows, g became right; the
 * Clopper–Pearson interval of the share g / m (Biometrika 26, 1934) gives that of the difference,
 * (2 g / m − 1) m / n. It leaves out zero exactly where McNemar's exact test (Psychometrika 12,
 * 1947) rejects at 5 %.
 *
 * Losses: the mean of the differences with Student's interval (statistics.ts).
 *
 * Shares of different rows, or of rows whose marks are not known: the interval of Agresti and Caffo
 * (The American Statistician 54, 2000). They add one right and one wrong answer to each side, so
 * that 0 % and 100 % have a width too. Of the same rows, the true interval is narrower.
 */
import { incompleteBeta, meanInterval, type Interval } from './statistics.ts';

/** Of the share of right answers, `after` minus `before`. NaN ends without rows. */
export function pairedShares(before: readonly boolean[], after: readonly boolean[]): Interval {
	const n = before.length;
	const gained = before.filter((isRight, i) => !isRight && after[i]).length;
	const lost = before.filter((isRight, i) => isRight && !after[i]).length;
	const changed = gained + lost;
	const toDifference = (share: number) => ((2 * share - 1) * changed) / n;
	if (changed === 0) {
		// No row of n changed: of all prompts, at most this share does.
		const reach = n === 0 ? NaN : 1 - tail ** (1 / n);
		return { mean: n === 0 ? NaN : 0, low: -reach, high: reach, n };
	}
	return {
		mean: (gained - lost) / n,
		low: toDifference(gained === 0 ? 0 : betaQuantile(tail, gained, lost + 1)),
		high: toDifference(lost === 0 ? 1 : betaQuantile(1 - tail, gained + 1, lost)),
		n,
	};
}

/** Of the mean, `after` minus `before`. The ends are NaN for fewer than two rows. */
export const pairedMeans = (before: readonly number[], after: readonly number[]): Interval =>
	meanInterval(after.map((value, i) => value - before[i]));

export interface Proportion {
	readonly share: number;
	/** The number of held-out prompts. */
	readonly of: number;
}

/** Of two shares that do not share their rows, `after` minus `before`. */
export function independentShares(before: Proportion, after: Proportion): Interval {
	const variance = ({ share, of: prompts }: Proportion) => {
		const p = (share * prompts + 1) / (prompts + 2);
		return (p * (1 - p)) / (prompts + 2);
	};
	const centre = after.share - before.share;
	const reach = 1.96 * Math.sqrt(variance(before) + variance(after));
	return { mean: centre, low: centre - reach, high: centre + reach, n: after.of };
}

/** Whether the rows tell that the difference is not zero. */
export const isTold = ({ low, high }: Interval): boolean => low > 0 || high < 0;

/** Probability beyond each end of an interval. */
const tail = 0.025;

/** The p-quantile of the beta distribution, by bisection. */
function betaQuantile(p: number, a: number, b: number): number {
	let [low, high] = [0, 1];
	for (;;) {
		const middle = (low + high) / 2;
		if (middle <= low || middle >= high) return middle;
		if (incompleteBeta(middle, a, b) < p) low = middle;
		else high = middle;
	}
}
