/**
 * Fixed ratios: the visitor's shares at every step.
 *
 *     p_i = r_i / Σ_j r_j     r [K] ratios of 0 or more (all equal if none is set), p [K] shares
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { sharesFromRatios } from '../shares.ts';

export const fixed = policyOf('fixed', {
	parameters: settingsOf('fixed', { ratios: { kind: 'ratios' } }),
	createMixer: ({ ratios }, { skills }) => {
		const isSet = Object.keys(ratios).length > 0;
		return constantMixer(sharesFromRatios(ratios, skills, 'ratios'), {
			id: isSet ? 'fixed.set' : 'fixed.equal',
			values: {},
		});
	},
});
