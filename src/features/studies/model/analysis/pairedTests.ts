/**
 * Tests on paired differences: Student's t for a difference, two one-sided tests for equivalence,
 * and Holm's correction for several comparisons.
 *
 * S. Holm, Scandinavian Journal of Statistics 6 (1979). D. J. Schuirmann, J. Pharmacokinetics and
 * Biopharmaceutics 15 (1987).
 */
import { mean, sampleDeviation, studentQuantile, studentTail } from '#core/statistics.ts';

/** Differences that are equal to this precision have no scatter. */
const rounding = 1e-12;

export const level = 0.05;

export interface PairedTest {
	readonly mean: number;
	/** Standard deviation of the differences. */
	readonly deviation: number;
	/** Ends of the 95 % interval. */
	readonly low: number;
	readonly high: number;
	/** Two-sided. */
	readonly p: number;
}

/** null: fewer than two differences, or two equal ones, whose scatter is unknown. */
export function pairedTest(differences: readonly number[]): PairedTest | null {
	const moments = findMoments(differences);
	if (!moments) return null;
	const { centre, deviation, error, degrees } = moments;
	const reach = error * studentQuantile(1 - level / 2, degrees);
	const p = 2 * tail(Math.abs(centre), error, degrees);
	return { mean: centre, deviation, low: centre - reach, high: centre + reach, p: Math.min(1, p) };
}

export interface EquivalenceTest {
	/** Ends of the 90 % interval: it lies inside the margin if p is below 5 %. */
	readonly low: number;
	readonly high: number;
	/** The larger p of the two one-sided tests. */
	readonly p: number;
}

/** Whether the mean lies within ± `margin`. null: as for pairedTest. */
export function equivalenceTest(
	differences: readonly number[],
	margin: number,
): EquivalenceTest | null {
	const moments = findMoments(differences);
	if (!moments) return null;
	const { centre, error, degrees } = moments;
	const reach = error * studentQuantile(1 - level, degrees);
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

function findMoments(differences: readonly number[]) {
	const n = differences.length;
	if (n < 2) return null;
	const centre = mean(differences);
	const measured = sampleDeviation(differences);
	const deviation = measured < rounding ? 0 : measured;
	if (n === 2 && deviation === 0 && Math.abs(centre) >= rounding) return null;
	return { centre, deviation, error: deviation / Math.sqrt(n), degrees: n - 1 };
}

/** P(T > distance / error). Without scatter it is 0, 0.5 or 1. */
function tail(distance: number, error: number, degrees: number): number {
	if (error > 0) return studentTail(distance / error, degrees);
	if (Math.abs(distance) < rounding) return 0.5;
	return distance > 0 ? 0 : 1;
}
