/** The one difference that the answer of a study shows. Pure. */
import type { ReportMessage } from './sentences.ts';
import { isDecided } from './pairedTests.ts';
import type { StudyReport } from './report.ts';

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

/**
 * The largest difference of the first measure that is told apart, or else that is equivalent,
 * undecided, or of one seed. null: there is nothing to compare.
 */
export function studyHeadline({
	comparisons,
}: Pick<StudyReport, 'comparisons'>): ReportMessage | null {
	const ranked = comparisons
		.flatMap(({ differences: [first] }) => first ?? [])
		.filter(({ n }) => n > 0)
		.sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean));
	const isEquivalent = ranked.every(({ verdict }) => verdict === 'equivalent');
	const found =
		ranked.find(({ verdict }) => isDecided(verdict)) ??
		ranked.find(({ verdict }) => verdict === (isEquivalent ? 'equivalent' : 'undecided')) ??
		ranked[0];
	return found ? { id: 'finding', values: found } : null;
}
