/**
 * Student's t test of paired differences, its power, and Holm's correction for several comparisons
 * (Scandinavian Journal of Statistics 6, 1979).
 */
import { remembered } from '#engine/core/remembered.ts';
import {
	incompleteBeta,
	logGamma,
	mean,
	sampleDeviation,
	studentQuantile,
	studentTail,
} from '#engine/core/statistics.ts';

/** Differences that are equal to this precision have no scatter. */
const rounding = 1e-12;

export const level = 0.05;

/**
 * A difference of scores within ± this counts as none. Two points are one answer in fifty: papers
 * choose a policy for more (MoS, Table 2: up to 2.9 points), and eight bases can show it: their
 * intervals reach 1.2 to 3.4 points (docs/guide/results.md). Losses have no margin.
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

/** The power with which a study should detect an effect. */
const targetPower = 0.8;

/**
 * Power of the two-sided paired t test: the chance that n pairs detect an effect of r deviations,
 * with noncentrality n r². T² of n differences has the noncentral F distribution with 1 and n − 1
 * degrees of freedom. Its distribution function is
 * Σ Poisson(j; noncentrality / 2) · I_x(1/2 + j, (n − 1)/2) with x = t² / (t² + n − 1)
 * (Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 2, chapter 30).
 *
 * Only the terms around the Poisson distribution's mean count: two pairs at a strict level have
 * hundreds of thousands. With b = (n − 1)/2 the next one needs no new incomplete beta function:
 * I_x(a + 1, b) = I_x(a, b) − x^a (1 − x)^b Γ(a + b) / (Γ(a + 1) Γ(b)) (DLMF 8.17.20).
 */
function powerBeyond(critical: number, n: number, noncentrality: number): number {
	const whole = critical ** 2 + n - 1;
	const x = critical ** 2 / whole;
	const b = (n - 1) / 2;
	const rate = noncentrality / 2;
	const reach = 10 * Math.sqrt(rate) + 30;
	const first = Math.max(0, Math.floor(rate - reach));
	let a = 0.5 + first;
	let weight = Math.exp(first * Math.log(rate || 1) - rate - logGamma(first + 1));
	let below = incompleteBeta(x, a, b);
	let change = Math.exp(
		logGamma(a + b) -
			logGamma(a + 1) -
			logGamma(b) +
			a * Math.log(x) +
			b * Math.log((n - 1) / whole),
	);
	let power = 1;
	for (let j = first; j < rate + reach; j++) {
		power -= weight * below;
		weight *= rate / (j + 1);
		below -= change;
		change *= (x * (a + b)) / (a + 1);
		a++;
	}
	return Math.max(0, power);
}

/** The smallest effect, in deviations, that n pairs detect with 80 % power. */
export function smallestRatio(n: number, level: number): number {
	const critical = quantile(1 - level / 2)(n - 1);
	const detects = (ratio: number) => powerBeyond(critical, n, n * ratio * ratio) >= targetPower;
	let low = 0;
	let high = (critical + 1) / Math.sqrt(n);
	while (!detects(high)) [low, high] = [high, 2 * high];
	while (high - low > 1e-10 * high) {
		const middle = (low + high) / 2;
		[low, high] = detects(middle) ? [low, middle] : [middle, high];
	}
	return high;
}
