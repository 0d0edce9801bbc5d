/** Shares of the skills: numbers of 0 or more that sum to 1, from ratios or from sizes. */
import { highest, sum } from '#engine/core/statistics.ts';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import type { Ratios } from '#engine/core/parameters.ts';
import type { Citation, MixSkill } from './policy.ts';

/** Scales numbers of 0 or more to sum 1, added in rising order: skills in any order agree. */
export function normalise(amounts: readonly number[]): number[] {
	const total = sum([...amounts].sort((a, b) => a - b));
	return amounts.map((amount) => amount / total);
}

/** p ∝ prior · exp(η · score). The largest score is subtracted, so exp stays finite. */
export function softmaxShares(
	score: readonly number[],
	eta = 1,
	prior?: readonly number[],
): number[] {
	const largest = highest(score);
	return normalise(score.map((value, i) => Math.exp(eta * (value - largest)) * (prior?.[i] ?? 1)));
}

/** (1 − part) · shares + part · equal shares. */
export const withEqualPart = (shares: readonly number[], part: number): number[] =>
	normalise(shares.map((share) => (1 - part) * share + part / shares.length));

export const equalShares = (skills: number): number[] =>
	Array.from({ length: skills }, () => 1 / skills);

/** Each skill's share: all equal without any ratio. `field` names the setting in errors. */
export function sharesFromRatios(
	ratios: Ratios,
	skills: readonly { readonly id: string }[],
	field: string,
): number[] {
	if (Object.keys(ratios).length === 0) return equalShares(skills.length);
	const amounts = skills.map(({ id }) => (Object.hasOwn(ratios, id) ? ratios[id] : 0));
	const largest = Math.max(0, highest(amounts));
	if (largest === 0)
		throw new InputError(
			say(
				'{field}: every trained skill has share 0, so there is nothing to draw. Give one of {skills} a share above 0.',
				{ field, skills: skills.map(({ id }) => id).join(', ') },
			),
			{ field },
		);
	// Divide by the largest first: the sum of two ratios of 1e308 would be infinite.
	return normalise(amounts.map((ratio) => ratio / largest));
}

/** The paper that defines temperatureShares. */
export const mixtureOfSkills: Citation = {
	text:
		'Wu et al., Mixture-of-Skills: Learning to Optimize Data Usage for Fine-Tuning ' +
		'Large Language Models, EMNLP 2024 (Eq. 3: τ = 1 proportional, τ = ∞ uniform)',
	url: 'https://arxiv.org/abs/2406.08811',
};

/** q^(1/τ) / Σ q^(1/τ), q = a skill's part of all sizes (arXiv 2406.08811, Eq. 3). */
export function temperatureShares(skills: readonly MixSkill[], tau: number): number[] {
	const largest = highest(skills.map((skill) => skill.size));
	return normalise(skills.map((skill) => (skill.size / largest) ** (1 / tau)));
}

/** The skills with the most and the fewest examples, with their shares, for explanations. */
export function findExtremes(skills: readonly MixSkill[], shares: readonly number[]) {
	const bySize = skills
		.map((skill, i) => ({ size: skill.size, share: shares[i] }))
		.sort((a, b) => b.size - a.size);
	return { largest: bySize[0], smallest: bySize[bySize.length - 1] };
}
