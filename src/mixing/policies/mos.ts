/**
 * Mixture-of-Skills (MoS): a small scorer ψ learns the shares from rewards R [K] that are measured
 * during training.
 *
 *     p = softmax(scorer(ψ)) [K],   ψ ← ψ + γ Σ_i R_i ∇_ψ log p_ψ(i)     every S steps
 *
 * Source: arXiv 2406.08811. The algorithm is in ../skillScorer/: mixer.ts (Alg. 1), scorer.ts (Eq.
 * 3 and 6), rewards.ts (Eq. 7-11). These files and parameters.ts mark each deviation from it.
 */
import { policyOf } from '../policy.ts';
import { skillScorerMixer } from '../skillScorer/mixer.ts';
import { rewardSettings, scorerPresets, scorerSettings } from '../skillScorer/parameters.ts';

export const mos = policyOf('mos', {
	group: 'adaptive',
	citation: {
		text:
			'Wu et al., Mixture-of-Skills: Learning to Optimize Data Usage for Fine-Tuning Large ' +
			'Language Models, EMNLP 2024',
		url: 'https://arxiv.org/abs/2406.08811',
	},
	parameters: { ...rewardSettings, ...scorerSettings },
	presets: scorerPresets,
	looksAhead: ({ reward }) => reward === 'alignment',
	createMixer: skillScorerMixer,
});
