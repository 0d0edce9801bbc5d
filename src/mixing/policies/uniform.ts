/**
 * Uniform: the same chance for every skill, whatever its size.
 *
 *     p_i = 1/K     p [K] shares
 *
 * Source: arXiv 2406.08811, Eq. 3 with τ = ∞.
 */
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { equalShares, mixtureOfSkills } from '../shares.ts';

export const uniform = policyOf('uniform', {
	citation: mixtureOfSkills,
	parameters: {},
	createMixer: (_values, { skills }) =>
		constantMixer(equalShares(skills.length), {
			id: 'uniform.mix',
			values: { skills: skills.length },
		}),
});
