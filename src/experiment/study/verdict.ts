/** What a difference says, in one plain sentence: that it is there, or that this study cannot tell. */
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

/** Both intervals must exclude 0: the percentile bootstrap alone is too narrow for few seeds (docs/studies.md). */
export function verdictOf({ bootstrap, student }: Paired, better: Measure['better']): Verdict {
	const { low, high, n } = bootstrap;
	if (n < 2 || low === null || high === null || !student) return 'unknown';
	const isAbove = low > 0 && student.low > 0;
	const isBelow = high < 0 && student.high < 0;
	if (!isAbove && !isBelow) return 'undecided';
	return isAbove === (better === 'higher') ? 'better' : 'worse';
}

/** `+4.2 points`, `−0.031 nats`. */
export function shownDifference(value: number, unit: Measure['unit']): string {
	const [text, word] =
		unit === 'share'
			? [(100 * Math.abs(value)).toFixed(1), 'points']
			: [Math.abs(value).toFixed(3), 'nats'];
	return `${value < 0 && Number(text) !== 0 ? '−' : '+'}${text} ${word}`;
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
	const oneOnly = low > 0 || high < 0;
	return (
		`This study cannot tell ${label} and ${against} apart${where} in ${phrase}: ${shown} (${figures}).` +
		(isSame ? ' They came out the same in every pair.' : '') +
		(oneOnly ? ' The bootstrap interval alone excludes 0: with so few pairs it is too narrow.' : '')
	);
}

const countsOf = ({ wins, ties, losses, bootstrap: { n } }: Paired) =>
	`better in ${wins} of ${n}${ties > 0 ? `, equal in ${ties}` : ''}, worse in ${losses}`;
