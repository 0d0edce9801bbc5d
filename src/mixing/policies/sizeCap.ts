/**
 * Size cap: proportional, but a skill's size counts only up to a cap. K skills:
 *
 *     p_i = min(M_i, cap) / Σ_j min(M_j, cap)     M [K] training examples, p [K] shares
 *
 * Source: T5's "examples-proportional mixing" with an artificial limit (arXiv 1910.10683, section
 * 3.5.2). T5 tries limits of 2^16 to 2^21, FLAN has 3,000. Ours: the cap is 400 by default, because
 * the built-in skills have 80 to 4,000 examples.
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { highest } from '#engine/core/statistics.ts';
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { temperatureShares } from '../shares.ts';

export const sizeCap = policyOf('size-cap', {
	citation: {
		text:
			'Raffel et al., Exploring the Limits of Transfer Learning with a Unified Text-to-Text ' +
			'Transformer, JMLR 21 ' +
			'(2020), section 3.5.2: examples-proportional mixing',
		url: 'https://arxiv.org/abs/1910.10683',
	},
	parameters: settingsOf('size-cap', {
		cap: { kind: 'whole', default: 400, min: 1, max: 10_000_000, unit: true },
	}),
	createMixer: ({ cap }, { skills }) => {
		const limited = skills.map((skill) => ({ ...skill, size: Math.min(skill.size, cap) }));
		const weights = temperatureShares(limited, 1);
		const capped = skills.filter(({ size }) => size > cap).map(({ name }) => name);
		const share = highest(weights);
		return constantMixer(
			weights,
			capped.length === 0
				? { id: 'size-cap.none', values: { cap } }
				: { id: 'size-cap.limits', values: { cap, skills: capped, share } },
		);
	},
});
