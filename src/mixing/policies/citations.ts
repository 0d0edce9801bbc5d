/** Papers that more than one policy comes from. */
import type { Citation } from '../policy.ts';

export const mixtureOfSkills: Citation = {
	text:
		'Wu et al., Mixture-of-Skills: Learning to Optimize Data Usage for Fine-Tuning Large Language Models, ' +
		'EMNLP 2024 (Eq. 3: τ = 1 proportional, τ = ∞ uniform)',
	url: 'https://arxiv.org/abs/2406.08811',
};
