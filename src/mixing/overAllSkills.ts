/** A policy speaks of the trained skills; an experiment has watched ones too. */
import type { Explanation } from './policy.ts';

/** A list over trained skills as a list over all; trained[i] is the place of a policy's skill i. */
export function spread<T>(
	values: readonly T[],
	trained: readonly number[],
	skills: number,
	otherwise: T,
): T[] {
	const all = Array.from({ length: skills }, () => otherwise);
	trained.forEach((place, i) => (all[place] = values[i]!));
	return all;
}

/** Every list and matrix of an explanation, over all skills: watched ones have weight 0 and no numbers. */
export function overAllSkills(
	{ weights, traces, matrices, ...rest }: Explanation,
	trained: readonly number[],
	skills: number,
): Explanation {
	const over = (values: readonly (number | null)[]) => spread(values, trained, skills, null);
	const none = Array.from({ length: skills }, () => null);
	return {
		...rest,
		weights: spread(weights, trained, skills, 0),
		traces: traces.map(({ label, values }) => ({ label, values: over(values) })),
		...(matrices && {
			matrices: matrices.map(({ rows, ...named }) => ({
				...named,
				rows: spread<readonly (number | null)[]>(rows.map(over), trained, skills, none),
			})),
		}),
	};
}
