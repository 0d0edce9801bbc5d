/** The one difference that a study's answer shows. */

interface Gap {
	readonly mean: number;
	readonly verdict: string;
}

/**
 * The best difference. If some are worse and none is better, the worst. `sign`: −1 where less is
 * better. undefined: there are no differences.
 */
export function shownGap<G extends Gap>(gaps: readonly G[], sign: 1 | -1 = 1): G | undefined {
	const ranked = gaps.toSorted((a, b) => sign * (b.mean - a.mean));
	const worst = ranked.findLast(({ verdict }) => verdict === 'worse');
	const hasBetter = ranked.some(({ verdict }) => verdict === 'better');
	return hasBetter ? ranked[0] : (worst ?? ranked[0]);
}
