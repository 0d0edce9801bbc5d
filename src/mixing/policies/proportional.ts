/**
 * Proportional: shares by number of training examples, as if all files were one.
 *
 *     p_i = M_i / Σ_j M_j     M [K] training examples, p [K] shares
 *
 * Source: arXiv 2406.08811, Eq. 3 with τ = 1.
 */
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { findExtremes, mixtureOfSkills, temperatureShares } from '../shares.ts';

export const proportional = policyOf('proportional', {
	citation: mixtureOfSkills,
	parameters: {},
	createMixer: (_values, { skills }) => {
		const weights = temperatureShares(skills, 1);
		const values = findExtremes(skills, weights);
		return constantMixer(weights, { id: 'proportional.mix', values });
	},
});
