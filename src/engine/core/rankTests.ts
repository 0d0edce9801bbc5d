/**
 * Exact and asymptotic tests of paired answers, two-sided.
 *
 * McNemar's exact test (Psychometrika 12, 1947): of m rows whose mark changed, g became right; p is
 * that of g in the binomial distribution of m fair coins.
 *
 * Wilcoxon's signed-rank test (Biometrics Bulletin 1, 1945): W is the sum of the ranks of |d| over
 * rows with d > 0, without rows of d = 0. Up to 50 rows without ties p is exact: of all 2ⁿ signs.
 * Otherwise W is taken as normal with mean n (n + 1) / 4 and variance n (n + 1)(2 n + 1) / 24 −
 * Σ (t³ − t) / 48 over groups of t ties, without a correction for continuity, as scipy does.
 */
import { incompleteBeta } from './statistics.ts';

export function mcNemar(gained: number, lost: number): number {
	const [less, all] = [Math.min(gained, lost), gained + lost];
	if (2 * less === all) return 1;
	return Math.min(1, 2 * incompleteBeta(0.5, all - less, less + 1));
}

const mostExact = 50;

/** `differences`: one for each row. 1 if all are 0. */
export function wilcoxon(differences: readonly number[]): number {
	const sorted = differences.filter((d) => d !== 0).sort((a, b) => Math.abs(a) - Math.abs(b));
	const n = sorted.length;
	if (n === 0) return 1;
	let positive = 0;
	let ties = 0;
	for (let from = 0, to = 0; from < n; from = to) {
		while (to < n && Math.abs(sorted[to]) === Math.abs(sorted[from])) to++;
		const rank = (from + 1 + to) / 2;
		for (let i = from; i < to; i++) if (sorted[i] > 0) positive += rank;
		ties += (to - from) ** 3 - (to - from);
	}
	if (n <= mostExact && ties === 0) return exactTail(Math.min(positive, total(n) - positive), n);
	const variance = (n * (n + 1) * (2 * n + 1)) / 24 - ties / 48;
	return erfc(Math.abs(positive - total(n) / 2) / Math.sqrt(2 * variance));
}

const total = (n: number): number => (n * (n + 1)) / 2;

/** Twice the share of the 2ⁿ choices of signs whose sum of ranks is at most `sum`. */
function exactTail(sum: number, n: number): number {
	const counts = new Float64Array(sum + 1);
	counts[0] = 1;
	for (let rank = 1; rank <= n; rank++)
		for (let at = sum; at >= rank; at--) counts[at] += counts[at - rank];
	return Math.min(1, (2 * counts.reduce((a, b) => a + b)) / 2 ** n);
}

/**
 * The complement of the error function for x ≥ 0: its series below 2, else the continued fraction
 * of Laplace (DLMF 7.6.2, 7.9.3).
 */
function erfc(x: number): number {
	const scale = Math.exp(-x * x);
	if (x < 2) {
		let term = x;
		let series = x;
		for (let n = 1; Math.abs(term) > 1e-17 * series; n++) {
			term *= (2 * x * x) / (2 * n + 1);
			series += term;
		}
		return 1 - ((2 * scale) / Math.sqrt(Math.PI)) * series;
	}
	let fraction = 0;
	for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
	return scale / (Math.sqrt(Math.PI) * (x + fraction));
}
