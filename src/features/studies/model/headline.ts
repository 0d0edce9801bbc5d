/** The main finding of a study as one message. Pure. */
import type { Comparison } from './compare.ts';
import type { Measure } from './measures.ts';
import type { Lead, ReportMessage, Sides } from './messages.ts';

/** The sides with the leading one first; `lead`: its lead in the measure's unit, above 0. */
function leadOf(sides: Sides, measure: Measure, mean: number): Lead {
	const { label, against, within } = sides;
	const isAhead = mean > 0 === (measure.better === 'higher');
	const names = isAhead ? { label, against } : { label: against, against: label };
	return { ...names, within, measure, lead: Math.abs(mean) };
}

/**
 * The largest difference of the first measure that the seeds can tell apart. If they tell none, the
 * largest difference, with the seeds that it still needs. null: there is nothing to compare.
 */
export function studyHeadline(comparisons: readonly Comparison[]): ReportMessage | null {
	const first = comparisons.flatMap(({ differences: [difference] }) => difference ?? []);
	const largest = (verdicts: readonly string[]) =>
		first
			.filter(({ verdict }) => verdicts.includes(verdict))
			.sort((a, b) => Math.abs(b.bootstrap.mean) - Math.abs(a.bootstrap.mean))[0]?.message;
	const decided = largest(['better', 'worse']);
	if (decided?.id === 'verdict.better' || decided?.id === 'verdict.worse') {
		const { measure, mean, ...sides } = decided.values;
		const told = first.filter(({ verdict }) => verdict === 'better' || verdict === 'worse').length;
		const values = { ...leadOf(sides, measure, mean), told, of: first.length };
		return { id: 'headline.decided', values };
	}
	const close = largest(['undecided']);
	if (close?.id === 'verdict.undecided') {
		const { measure, mean, needed, pairs, seeds, ...sides } = close.values;
		const more = needed === null || pairs !== seeds ? null : needed - pairs;
		return { id: 'headline.close', values: { ...leadOf(sides, measure, mean), more } };
	}
	if (close) return close;
	const single = largest(['unknown']);
	if (single?.id !== 'verdict.oneSeed') return null;
	const { measure, mean, ...sides } = single.values;
	return { id: 'headline.oneSeed', values: leadOf(sides, measure, mean) };
}
