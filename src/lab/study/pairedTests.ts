/**
 * Student's t test of paired differences, and Holm's correction for several comparisons
 * (Scandinavian Journal of Statistics 6, 1979).
 */
import { remembered } from '#engine/core/remembered.ts';
import { mean, sampleDeviation, studentQuantile, studentTail } from '#engine/core/statistics.ts';

/** Differences that are equal to this precision have no scatter. */
const rounding = 1e-12;

export const level = 0.05;

/**
 * A difference of scores within ± this counts as none. Two points are one answer in fifty: papers
 * choose a policy for more (MoS, Table 2: up to 2.9 points), and eight bases can show it: their
 * intervals reach 0.8 to 3.0 points (docs/guide/results.md). Losses have no margin.
 */
export const margin = 0.02;

/** A report asks for the same few quantiles thousands of times. */
const quantile = remembered((p: number) =>
	remembered((degrees: number) => studentQuantile(p, degrees)),
);

export type PairedTest = NonNullable<ReturnType<typeof pairedTest>>;

/**
 * A two-sided test of a mean difference, with its 95 % interval. `inner`: the 90 % interval, which
 * lies within ± m where two one-sided tests at 5 % reject a difference of m or more (Schuirmann, J.
 * Pharmacokinetics and Biopharmaceutics 15, 1987). `deviation`: of the differences. null: there are
 * fewer than two, or they are equal, so that the scatter is unknown.
 */
export function pairedTest(differences: readonly number[]) {
	const n = differences.length;
	if (n < 2) return null;
	const centre = mean(differences);
	const deviation = sampleDeviation(differences);
	const isZero = deviation < rounding;
	if (isZero && Math.abs(centre) >= rounding) return null;
	const error = isZero ? 0 : deviation / Math.sqrt(n);
	const interval = (p: number) => {
		const reach = error * quantile(p)(n - 1);
		return { low: centre - reach, high: centre + reach };
	};
	return {
		mean: centre,
		deviation: isZero ? 0 : deviation,
		...interval(1 - level / 2),
		inner: interval(1 - level),
		p: isZero ? 1 : Math.min(1, 2 * studentTail(Math.abs(centre) / error, n - 1)),
	};
}

export const isDecided = (verdict: string): verdict is 'better' | 'worse' =>
	verdict === 'better' || verdict === 'worse';

/** Adjusted p values in the order of `values`. null (no test yet) counts as 1. */
export function holm(values: readonly (number | null)[]): (number | null)[] {
	const order = values.map((_, i) => i).sort((a, b) => (values[a] ?? 1) - (values[b] ?? 1));
	const adjusted: (number | null)[] = values.map(() => null);
	let least = 0;
	order.forEach((index, rank) => {
		const p = values[index];
		if (p === null) return;
		least = Math.max(least, Math.min(1, (values.length - rank) * p));
		adjusted[index] = least;
	});
	return adjusted;
}
