/**
 * Temperature sampling: between proportional (τ = 1) and uniform (τ → ∞). K skills:
 *
 *     q_i = M_i / Σ_j M_j,   p_i = q_i^(1/τ) / Σ_j q_j^(1/τ)
 *
 * M [K]: training examples; q, p [K]: shares.
 *
 * Source: Mixture-of-Skills, arXiv 2406.08811, Eq. 3.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { findExtremes, mixtureOfSkills, temperatureShares } from '../shares.ts';

export const temperature = policyOf('temperature', {
	citation: mixtureOfSkills,
	parameters: settingsOf('temperature', { tau: { kind: 'number', default: 3, min: 1, max: 100 } }),
	createMixer: ({ tau }, { skills }) => {
		const weights = temperatureShares(skills, tau);
		const shares = findExtremes(skills, weights);
		const proportional = findExtremes(skills, temperatureShares(skills, 1));
		return constantMixer(weights, { id: 'temperature.mix', values: { tau, shares, proportional } });
	},
});
