/**
 * Temperature sampling: between proportional (τ = 1) and uniform (τ → ∞). K skills:
 *
 *     q_i = M_i / Σ_j M_j,   p_i = q_i^(1/τ) / Σ_j q_j^(1/τ)
 *
 * M [K]: training examples; q, p [K]: shares.
 *
 * Source: Mixture-of-Skills, arXiv 2406.08811, Eq. 3.
 */
import { numberSpec } from '#engine/core/parameters.ts';
import { constantMixer } from '../mixers.ts';
import { definePolicy } from '../policy.ts';
import { findExtremes, mixtureOfSkills, temperatureShares } from '../shares.ts';

export const temperature = definePolicy({
	id: 'temperature',
	title: 'Temperature τ',
	summary: 'Between proportional and uniform: the higher τ, the more often small skills are drawn.',
	citation: mixtureOfSkills,
	parameters: {
		tau: numberSpec(
			'Temperature τ',
			{ default: 3, min: 1, max: 100 },
			'Shares ∝ size^(1/τ): 1 is proportional, 100 nearly uniform. The Mixture-of-Skills ' +
				'paper compares with τ = 10.',
		),
	},
	createMixer: ({ tau }, { skills }) => {
		const weights = temperatureShares(skills, tau);
		const shares = findExtremes(skills, weights);
		const proportional = findExtremes(skills, temperatureShares(skills, 1));
		return constantMixer(weights, { id: 'temperature.mix', values: { tau, shares, proportional } });
	},
});
