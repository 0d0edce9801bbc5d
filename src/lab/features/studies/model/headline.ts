/** The main finding of a study as one message. Pure. */
import type { Verdict } from './compare.ts';
import type { Measure } from './study.ts';
import type { Lead, ReportMessage, Sides } from './messages.ts';
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

/** The sides with the leading one first; `lead`: its lead in the measure's unit, above 0. */
function makeLead(sides: Sides, measure: Measure, mean: number): Lead {
	const { label, against, within } = sides;
	const isAhead = mean > 0 === (measure.better === 'higher');
	const names = isAhead ? { label, against } : { label: against, against: label };
	return { ...names, within, measure, lead: Math.abs(mean) };
}

/**
 * The largest difference of the first measure that the seeds can tell apart. If they tell none, the
 * largest difference, with the seeds that it still needs. null: there is nothing to compare.
 */
export function studyHeadline({
	comparisons,
}: Pick<StudyReport, 'comparisons'>): ReportMessage | null {
	/** The largest comes first. */
	const ranked = comparisons
		.flatMap(({ differences: [difference] }) => difference ?? [])
		.sort((a, b) => Math.abs(b.bootstrap.mean) - Math.abs(a.bootstrap.mean));
	const apart = ranked.filter(({ isSupported }) => isSupported);
	const decided = apart[0] ?? ranked.find(({ verdict }) => isDecided(verdict));
	const message = decided?.message;
	if (message?.id === 'verdict.better' || message?.id === 'verdict.worse') {
		const { measure, mean, ...sides } = message.values;
		const lead = { ...makeLead(sides, measure, mean), of: ranked.length };
		const { p, adjusted, isSupported } = decided;
		if (isSupported) return { id: 'headline.decided', values: { ...lead, apart: apart.length } };
		if (p !== null && adjusted !== null)
			return { id: 'headline.alone', values: { ...lead, p, adjusted } };
	}
	const largest = (wanted: Verdict) => ranked.find(({ verdict }) => verdict === wanted)?.message;
	const equal = largest('equivalent');
	if (equal) return equal;
	const close = largest('undecided');
	if (close?.id === 'verdict.undecided') {
		const { measure, mean, needed, pairs, seeds, ...sides } = close.values;
		const more = needed === null || pairs !== seeds ? null : needed - pairs;
		return { id: 'headline.close', values: { ...makeLead(sides, measure, mean), more } };
	}
	if (close) return close;
	const single = largest('unknown');
	if (single?.id !== 'verdict.oneSeed') return null;
	const { measure, mean, ...sides } = single.values;
	return { id: 'headline.oneSeed', values: makeLead(sides, measure, mean) };
}
