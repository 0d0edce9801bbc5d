/**
 * Tests on paired differences: Student's t for a difference, two one-sided tests for equivalence,
 * and Holm's correction for several comparisons.
 *
 * S. Holm, Scandinavian Journal of Statistics 6 (1979). D. J. Schuirmann, J. Pharmacokinetics and
 * Biopharmaceutics 15 (1987).
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

/** A report asks for the same few quantiles thousands of times. */
const quantile = remembered((p: number) =>
	remembered((degrees: number) => studentQuantile(p, degrees)),
);

export type PairedTest = NonNullable<ReturnType<typeof pairedTest>>;

/**
 * A two-sided test of a mean difference, with its 95 % interval. `deviation`: of the differences.
 * `spread`: the deviation for power, √n times the error of the mean, so it contains the prompts.
 * `extra`: variance of the mean besides the scatter of the differences, of the prompts; null: not
 * known. Returns null for fewer than two differences, and for equal ones whose scatter is unknown.
 */
export function pairedTest(differences: readonly number[], extra: number | null = null) {
	const moments = findMoments(differences, extra);
	if (!moments) return null;
	const { centre, deviation, error, degrees } = moments;
	const reach = error * quantile(1 - level / 2)(degrees);
	const p = Math.min(1, 2 * tail(Math.abs(centre), error, degrees));
	const spread = error * Math.sqrt(differences.length);
	return { mean: centre, deviation, spread, low: centre - reach, high: centre + reach, p };
}

export type PlannedVerdict = 'better' | 'worse' | 'equivalent' | 'undecided' | 'unknown';

export const isDecided = (verdict: string): verdict is 'better' | 'worse' =>
	verdict === 'better' || verdict === 'worse';

/**
 * Whether the mean lies within ± `margin`: the larger p of the two one-sided tests, and the 90 %
 * interval, which lies inside the margin if p is below 5 %. `extra` and null: as for pairedTest.
 */
export function equivalenceTest(
	differences: readonly number[],
	margin: number,
	extra: number | null = null,
) {
	const moments = findMoments(differences, extra);
	if (!moments) return null;
	const { centre, error, degrees } = moments;
	const reach = error * quantile(1 - level)(degrees);
	const p = tail(margin - Math.abs(centre), error, degrees);
	return { low: centre - reach, high: centre + reach, p };
}

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

function findMoments(differences: readonly number[], extra: number | null) {
	const n = differences.length;
	if (n < 2) return null;
	const centre = mean(differences);
	const measured = sampleDeviation(differences);
	const deviation = measured < rounding ? 0 : measured;
	const isUnknown = deviation === 0 && (n === 2 || extra === null);
	if (isUnknown && Math.abs(centre) >= rounding) return null;
	const error = Math.sqrt(deviation ** 2 / n + (extra ?? 0));
	return { centre, deviation, error, degrees: n - 1 };
}

/** P(T > distance / error). Without scatter it is 0, 0.5 or 1. */
function tail(distance: number, error: number, degrees: number): number {
	if (error > 0) return studentTail(distance / error, degrees);
	if (Math.abs(distance) < rounding) return 0.5;
	return distance > 0 ? 0 : 1;
}

/** The power with which a study should detect an effect. */
const targetPower = 0.8;
/** The search for the number of seeds ends here. */
export const mostSeeds = 1000;

/**
 * Power of the two-sided paired t test: the chance that n pairs detect an effect of `ratio`
 * deviations. T² of n differences has the noncentral F distribution with 1 and n − 1 degrees of
 * freedom and noncentrality n · ratio². Its distribution function is
 * Σ Poisson(j; noncentrality / 2) · I_x(1/2 + j, (n − 1)/2) with x = t² / (t² + n − 1)
 * (Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions 2, chapter 30).
 */
export function pairedPower(n: number, ratio: number, level: number): number {
	const critical = quantile(1 - level / 2)(n - 1);
	return powerBeyond(critical, n, n * ratio * ratio);
}

/**
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

/** Pairs that detect an effect of `ratio` deviations with 80 % power; null: more than 1,000. */
export function pairsFor(ratio: number, level: number): number | null {
	const detects = (n: number) => pairedPower(n, ratio, level) >= targetPower;
	if (!(ratio > 0) || !detects(mostSeeds)) return null;
	let [low, high] = [1, mostSeeds];
	while (high - low > 1) {
		const middle = Math.floor((low + high) / 2);
		[low, high] = detects(middle) ? [low, middle] : [middle, high];
	}
	return high;
}
