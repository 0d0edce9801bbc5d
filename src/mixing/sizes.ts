/** Shares that follow from the skills' sizes alone. */
import { InputError } from '#core/errors.ts';
import type { MixSkill } from './policy.ts';
import { normalised } from './shares.ts';

/** q^(1/τ) / Σ q^(1/τ), q = size of the skill / all sizes (arXiv 2406.08811, Eq. 3). τ = 1: proportional. */
export function temperatureShares(skills: readonly MixSkill[], tau: number): number[] {
	const largest = Math.max(0, ...skills.map((skill) => skill.size));
	if (largest === 0)
		throw new InputError(
			'No skill has a training example, so their sizes give no shares. Add a skill with examples.',
			{ field: 'skills' },
		);
	return normalised(skills.map((skill) => (skill.size / largest) ** (1 / tau)));
}

/** The skills with most and fewest examples, with their shares: for explanations. */
export function extremes(skills: readonly MixSkill[], shares: readonly number[]) {
	const bySize = skills
		.map((skill, i) => ({ size: skill.size, share: shares[i] }))
		.sort((a, b) => b.size - a.size);
	return { largest: bySize[0], smallest: bySize[bySize.length - 1] };
}
