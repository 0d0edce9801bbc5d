/** What a difference says, in one plain sentence: that it is there, or that this study cannot tell. */
import { signed } from '#core/signed.ts';
import { studentQuantile } from '#core/statistics.ts';
import type { Measure } from './measures.ts';
import type { Difference, Figure, Verdict } from './reportTypes.ts';

export interface Paired {
	readonly bootstrap: Figure;
	readonly student: Difference['student'];
	readonly wins: number;
	readonly ties: number;
	readonly losses: number;
	/** Different seeds among the pairs. */
	readonly seeds: number;
}

/** Both intervals must exclude 0: the percentile bootstrap alone is too narrow for few seeds (docs/guide/studies.md). */
export function verdictOf({ bootstrap, student }: Paired, better: Measure['better']): Verdict {
	const { low, high, n } = bootstrap;
	if (n < 2 || low === null || high === null || !student) return 'unknown';
	if (isTwice({ bootstrap, student })) return 'undecided';
	const isAbove = low > 0 && student.low > 0;
	const isBelow = high < 0 && student.high < 0;
	if (!isAbove && !isBelow) return 'undecided';
	return isAbove === (better === 'higher') ? 'better' : 'worse';
}

/**
 * Two pairs with one difference: scores over few examples often have it by chance, and Student's interval, of no width then, would
 * exclude 0.
 */
const isTwice = ({ bootstrap: { mean, n }, student }: Pick<Paired, 'bootstrap' | 'student'>) =>
	n === 2 && student !== null && student.high - mean < 1e-9 && mean !== 0;

/** More are not counted. */
const mostSeeds = 1000;

/**
 * So many pairs it would take for Student's interval to exclude 0, if they went on with this mean and this scatter: what is left to
 * chance is not in it. null: more than 1,000, or not to be told.
 */
export function pairsNeeded({
	bootstrap,
	student,
}: Pick<Paired, 'bootstrap' | 'student'>): number | null {
	const { mean, n } = bootstrap;
	if (!student || mean === 0 || isTwice({ bootstrap, student })) return null;
	const reach = student.high - mean;
	const deviation = (reach * Math.sqrt(n)) / studentQuantile(0.975, n - 1);
	const tells = (pairs: number) =>
		(studentQuantile(0.975, pairs - 1) * deviation) / Math.sqrt(pairs) < Math.abs(mean);
	// The normal quantile is below every Student's: from there on it takes a few steps.
	let pairs = Math.max(n + 1, Math.ceil(((1.959 * deviation) / mean) ** 2));
	while (pairs <= mostSeeds && !tells(pairs)) pairs++;
	return pairs <= mostSeeds ? pairs : null;
}

/** `+4.2 points`, `−0.031 nats`. */
export function shownDifference(value: number, unit: Measure['unit']): string {
	return unit === 'share' ? `${signed(100 * value, 1)} points` : `${signed(value, 3)} nats`;
}

const plain = (value: number, unit: Measure['unit']) =>
	shownDifference(value, unit).replace(/ .*$/, '');

/** The two that are compared; `within`: what they have in common, where a study has several such. */
export interface Compared {
	readonly label: string;
	readonly against: string;
	readonly within: string;
}

export function verdictSentence(
	{ label, against, within }: Compared,
	paired: Paired,
	{ phrase, unit, better }: Measure,
): string {
	const { bootstrap, student, seeds } = paired;
	const { mean, low, high, n } = bootstrap;
	const shown = shownDifference(mean, unit);
	const where = within === '' ? '' : ` (${within})`;
	if (n === 0)
		return `No seed is finished in both ${label} and ${against}${where}: nothing to compare.`;
	const verdict = verdictOf(paired, better);
	if (verdict === 'unknown' || low === null || high === null || !student)
		return `One seed: nothing can be said about chance. ${label} less ${against}${where} in ${phrase}: ${shown} (n = 1).`;
	const figures =
		`bootstrap 95 %: ${plain(low, unit)} to ${plain(high, unit)}, ` +
		`Student’s: ${plain(student.low, unit)} to ${plain(student.high, unit)}; ${countsOf(paired)}; ` +
		(n === seeds ? `n = ${n} seeds` : `n = ${n} pairs over ${seeds} seeds`);
	if (verdict !== 'undecided')
		return `${label} does ${verdict} than ${against}${where} in ${phrase}: ${shown} (${figures}).`;
	const isSame = low === 0 && high === 0;
	if (isTwice(paired))
		return `This study cannot tell ${label} and ${against} apart${where} in ${phrase}: ${shown} (${figures}). Both pairs came out alike, so nothing is known of the scatter: a third seed tells more.`;
	const oneOnly = low > 0 || high < 0;
	return (
		`This study cannot tell ${label} and ${against} apart${where} in ${phrase}: ${shown} (${figures}).` +
		(isSame ? ' They came out the same in every pair.' : '') +
		(oneOnly
			? ' The bootstrap interval alone excludes 0: with so few pairs it is too narrow.'
			: '') +
		(isSame || n !== seeds ? '' : ` ${worthOf(pairsNeeded(paired))}`)
	);
}

/** What more seeds would be worth. */
const worthOf = (seeds: number | null): string =>
	seeds === null
		? `If it is as small as that, ${mostSeeds.toLocaleString('en')} seeds would not tell.`
		: `If it is as large as that, about ${seeds} seeds would tell.`;

const countsOf = ({ wins, ties, losses, bootstrap: { n } }: Paired) =>
	`better in ${wins} of ${n}${ties > 0 ? `, equal in ${ties}` : ''}, worse in ${losses}`;
