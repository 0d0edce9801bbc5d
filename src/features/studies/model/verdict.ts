/** The verdict on paired differences: better, worse, or that the study cannot tell. */
import { studentQuantile } from '#core/statistics.ts';
import type { Measure } from './measures.ts';
import type { ReportMessage, Sides } from './messages.ts';
import type { Judged, PairedDifferences, Verdict } from './reportTypes.ts';

/** Adds the verdict, and the number of pairs that an undecided difference needs. */
export function judge(paired: PairedDifferences, better: Measure['better']): Judged {
	const verdict = verdictOn(paired, better);
	return {
		...paired,
		verdict,
		pairsNeeded: verdict === 'undecided' ? countPairsNeeded(paired) : null,
	};
}

/**
 * Both intervals must exclude 0: the percentile bootstrap alone is too narrow for few seeds
 * (docs/guide/studies.md).
 */
function verdictOn({ bootstrap, student }: PairedDifferences, better: Measure['better']): Verdict {
	const { low, high, n } = bootstrap;
	if (n < 2 || low === null || high === null || !student) return 'unknown';
	if (isTwoEqualPairs({ bootstrap, student })) return 'undecided';
	const isAbove = low > 0 && student.low > 0;
	const isBelow = high < 0 && student.high < 0;
	if (!isAbove && !isBelow) return 'undecided';
	return isAbove === (better === 'higher') ? 'better' : 'worse';
}

type Intervals = Pick<PairedDifferences, 'bootstrap' | 'student'>;

/**
 * Scores over few examples often give two pairs the same difference by chance. Student's interval
 * then has no width and would exclude 0.
 */
const isTwoEqualPairs = ({ bootstrap: { mean, n }, student }: Intervals) =>
	n === 2 && student !== null && student.high - mean < 1e-9 && mean !== 0;

/** The search for the number of pairs ends here. */
const mostPairs = 1000;

/**
 * The number of pairs at which Student's interval excludes 0 at the same mean and deviation.
 * null: more than 1,000, or not computable.
 */
function countPairsNeeded({ bootstrap, student }: Intervals): number | null {
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

export function verdictMessage(sides: Sides, judged: Judged, measure: Measure): ReportMessage {
	const { bootstrap, student, wins, ties, losses, seeds, verdict, pairsNeeded } = judged;
	const { mean, low, high, n: pairs } = bootstrap;
	if (pairs === 0) return { id: 'verdict.noPairs', values: sides };
	if (verdict === 'unknown' || low === null || high === null || !student)
		return { id: 'verdict.oneSeed', values: { ...sides, measure, mean } };
	const counts = { wins, ties, losses, pairs, seeds };
	const values = { ...sides, measure, mean, bootstrap: { low, high }, student, ...counts };
	if (verdict !== 'undecided') return { id: `verdict.${verdict}`, values };
	if (isTwoEqualPairs(judged)) return { id: 'verdict.twoEqualPairs', values };
	if (low === 0 && high === 0) return { id: 'verdict.allEqual', values };
	const bootstrapOnly = low > 0 || high < 0;
	return {
		id: 'verdict.undecided',
		values: { ...values, bootstrapOnly, needed: pairsNeeded, most: mostPairs },
	};
}
