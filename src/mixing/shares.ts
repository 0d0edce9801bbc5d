/** Shares of the mix: from any non-negative scale to numbers that sum to 1. */
import { InputError } from '#core/errors.ts';
import type { Ratios } from '#core/parameters.ts';

/**
 * Non-negative numbers, not all 0, scaled to sum 1. They are added up in rising order, so that the order of the skills
 * changes no bit of the result.
 */
export function normalised(amounts: readonly number[]): number[] {
	const total = [...amounts].sort((a, b) => a - b).reduce((sum, amount) => sum + amount, 0);
	return amounts.map((amount) => amount / total);
}

export const equalShares = (skills: number): number[] =>
	Array.from({ length: skills }, () => 1 / skills);

/** The share of each skill: equal if no ratio is given at all, 0 for a skill without one. `field` is named in errors. */
export function sharesOf(ratios: Ratios, skillIds: readonly string[], field: string): number[] {
	for (const [skill, ratio] of Object.entries(ratios))
		if (!(ratio >= 0 && Number.isFinite(ratio)))
			throw new InputError(
				`${field}.${skill}: a share must be a number of 0 or more, not ${ratio}. Type one, for example 0.5.`,
				{ field: `${field}.${skill}` },
			);
	if (Object.keys(ratios).length === 0) return equalShares(skillIds.length);
	const largest = Math.max(0, ...skillIds.map((id) => ratioOf(ratios, id)));
	if (largest === 0)
		throw new InputError(
			`${field}: every trained skill has share 0, so there is nothing to draw. Give one of ` +
				`${skillIds.join(', ')} a share above 0.`,
			{ field },
		);
	// By the largest first: the sum of two shares of 1e308 would be infinite.
	return normalised(skillIds.map((id) => ratioOf(ratios, id) / largest));
}

const ratioOf = (ratios: Ratios, id: string): number =>
	Object.hasOwn(ratios, id) ? ratios[id] : 0;

/** `25 %`, `12.5 %`: for explanations, as the page writes shares. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
