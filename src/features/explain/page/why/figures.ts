/** Which figures a policy tells per skill, and which can stand against which. Pure. */
import type { Explanation } from '#mixing/policy.ts';

/** A figure that is itself a mix (shares that sum to 1 over the skills), so that it can be compared with the mix. */
export const isMix = (values: readonly (number | null)[]): boolean => {
	const known = values.filter((value) => value !== null);
	return (
		known.length > 0 &&
		known.every((value) => value >= 0) &&
		Math.abs(known.reduce((sum, value) => sum + value, 0) - 1) < 1e-3
	);
};

/** Labels of the traces that a curve of `figure` (null: the share of the mix) can be compared with, the likeliest first. */
export function comparable(
	{ traces }: Pick<Explanation, 'traces'>,
	figure: string | null,
): readonly string[] {
	const others = traces.filter(({ label }) => label !== figure);
	const drawn = traces.find(({ label }) => label === figure);
	const mixes = figure === null || (drawn !== undefined && isMix(drawn.values));
	return others.filter(({ values }) => isMix(values) === mixes).map(({ label }) => label);
}
