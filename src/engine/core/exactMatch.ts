/** Average and worst exact match of an evaluation, and its scatter over prompts. */
import { mean, sampleDeviation } from './statistics.ts';

export interface ExactSummary {
	readonly averageExact: number | null;
	/** The first of the worst skills, by its index. */
	readonly worstExact: { readonly skill: number; readonly exact: number } | null;
}

/** Over the trained skills that have an exact match. null: there is none. */
export function summariseExact(
	skills: readonly { readonly exact: number | null }[],
	isTrained: readonly boolean[],
): ExactSummary {
	const marks = skills.flatMap(({ exact }, skill) =>
		exact !== null && isTrained[skill] ? [{ skill, exact }] : [],
	);
	return {
		averageExact: marks.length === 0 ? null : mean(marks.map(({ exact }) => exact)),
		worstExact: marks.toSorted((a, b) => a.exact - b.exact).at(0) ?? null,
	};
}

/**
 * Sample variance over prompts of the differences of two answers, −1 to 1. One prompt has none: it
 * counts as 1, the most that these differences have.
 */
export const answerVariance = (gaps: readonly number[]): number =>
	gaps.length < 2 ? 1 : sampleDeviation(gaps) ** 2;
