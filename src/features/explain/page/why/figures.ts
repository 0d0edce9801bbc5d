/** The values that a policy reports per skill, and which of them are comparable. Pure. */
import type { Explanation } from '#mixing/policy.ts';

/** Whether the values are a mix: shares that sum to 1 over the skills. */
export const isMix = (values: readonly (number | null)[]): boolean => {
	const known = values.filter((value) => value !== null);
	return (
		known.length > 0 &&
		known.every((value) => value >= 0) &&
		Math.abs(known.reduce((sum, value) => sum + value, 0) - 1) < 1e-3
	);
};

/**
 * Labels of the traces that are comparable with `figure`, the most likely first. A null `figure` is
 * the share of the mix.
 */
export function comparableLabels(
	{ traces }: Pick<Explanation, 'traces'>,
	figure: string | null,
): readonly string[] {
	const others = traces.filter(({ label }) => label !== figure);
	const drawn = traces.find(({ label }) => label === figure);
	const mixes = figure === null || (drawn !== undefined && isMix(drawn.values));
	return others.filter(({ values }) => isMix(values) === mixes).map(({ label }) => label);
}
