/** The one difference that the answer of a published study shows. */
interface Gap {
	readonly label: string;
	readonly mean: number;
	readonly verdict: string;
}

/**
 * The one difference that an answer shows: the best that is better, else the worst that is worse.
 * If none is better or worse, it takes the worst difference of each policy, and shows the best of
 * these: a lead over one rival must not hide a gap to another. `sign`: −1 where less is better.
 * undefined: there are no differences.
 */
export function shownGap<G extends Gap>(gaps: readonly G[], sign: 1 | -1 = 1): G | undefined {
	const ranked = gaps.toSorted((a, b) => sign * (b.mean - a.mean));
	return (
		ranked.find(({ verdict }) => verdict === 'better') ??
		ranked.findLast(({ verdict }) => verdict === 'worse') ??
		ranked.find((gap) => gap === ranked.findLast(({ label }) => label === gap.label))
	);
}
