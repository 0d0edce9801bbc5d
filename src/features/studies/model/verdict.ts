/** The verdict on paired differences: better, worse, or that the study cannot tell. */
import { studentQuantile } from '#core/statistics.ts';
import type { Estimate, Measure } from './measures.ts';
import type { Evidence, ReportMessage, Sides } from './messages.ts';
import type { Difference, Verdict } from './reportTypes.ts';

export interface Paired {
	readonly bootstrap: Estimate;
	readonly student: Difference['student'];
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
	/** Distinct seeds among the pairs. */
	readonly seeds: number;
}

/**
 * Both intervals must exclude 0: the percentile bootstrap alone is too narrow for few seeds
 * (docs/guide/studies.md).
 */
export function judge({ bootstrap, student }: Paired, better: Measure['better']): Verdict {
	const { low, high, n } = bootstrap;
	if (n < 2 || low === null || high === null || !student) return 'unknown';
	if (isTwoEqualPairs({ bootstrap, student })) return 'undecided';
	const isAbove = low > 0 && student.low > 0;
	const isBelow = high < 0 && student.high < 0;
	if (!isAbove && !isBelow) return 'undecided';
	return isAbove === (better === 'higher') ? 'better' : 'worse';
}

/**
 * Scores over few examples often give two pairs the same difference by chance. Student's interval
 * then has no width and would exclude 0.
 */
const isTwoEqualPairs = ({
	bootstrap: { mean, n },
	student,
}: Pick<Paired, 'bootstrap' | 'student'>) =>
	n === 2 && student !== null && student.high - mean < 1e-9 && mean !== 0;

/** The search for the number of pairs ends here. */
const mostPairs = 1000;

/**
 * The number of pairs at which Student's interval excludes 0 at the same mean and deviation.
 * null: more than 1,000, or not computable.
 */
export function countPairsNeeded({
	bootstrap,
	student,
}: Pick<Paired, 'bootstrap' | 'student'>): number | null {
	const { mean, n } = bootstrap;
	if (!student || mean === 0 || isTwoEqualPairs({ bootstrap, student })) return null;
	const reach = student.high - mean;
	const deviation = (reach * Math.sqrt(n)) / studentQuantile(0.975, n - 1);
	const isDecided = (pairs: number) =>
		(studentQuantile(0.975, pairs - 1) * deviation) / Math.sqrt(pairs) < Math.abs(mean);
	// The normal quantile is below Student's quantiles, so the answer is a few steps above.
	let pairs = Math.max(n + 1, Math.ceil(((1.959 * deviation) / mean) ** 2));
	while (pairs <= mostPairs && !isDecided(pairs)) pairs++;
	return pairs <= mostPairs ? pairs : null;
}

export function verdictMessage(sides: Sides, paired: Paired, measure: Measure): ReportMessage {
	const { bootstrap, student, seeds, wins, ties, losses } = paired;
	const { mean, low, high, n } = bootstrap;
	if (n === 0) return { id: 'verdict.noPairs', values: sides };
	const verdict = judge(paired, measure.better);
	if (verdict === 'unknown' || low === null || high === null || !student)
		return { id: 'verdict.oneSeed', values: { ...sides, measure, mean } };
	const values: Evidence = {
		...sides,
		measure,
		mean,
		bootstrap: { low, high },
		student,
		wins,
		ties,
		losses,
		pairs: n,
		seeds,
	};
	if (verdict !== 'undecided') return { id: `verdict.${verdict}`, values };
	if (isTwoEqualPairs(paired)) return { id: 'verdict.twoEqualPairs', values };
	if (low === 0 && high === 0) return { id: 'verdict.allEqual', values };
	return {
		id: 'verdict.undecided',
		values: {
			...values,
			bootstrapOnly: low > 0 || high < 0,
			needed: countPairsNeeded(paired),
			most: mostPairs,
		},
	};
}
