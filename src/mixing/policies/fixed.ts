/**
 * Fixed ratios: the visitor's shares at every step.
 *
 *     p_i = r_i / Σ_j r_j     r [K] ratios of 0 or more (all equal if none is set), p [K] shares
 */
import { constantMixer } from '../mixers.ts';
import { definePolicy } from '../policy.ts';
import { sharesFromRatios } from '../shares.ts';

export const fixed = definePolicy({
	id: 'fixed',
	title: 'Fixed ratios',
	summary: 'You set the share of each skill; it stays until you change it.',
	parameters: {
		ratios: {
			kind: 'ratios',
			label: 'Shares',
			help: 'How often each skill is drawn, relative to the others. Default: all equal.',
		},
	},
	createMixer: ({ ratios }, { skills }) => {
		const isSet = Object.keys(ratios).length > 0;
		return constantMixer(sharesFromRatios(ratios, skills, 'ratios'), {
			id: isSet ? 'fixed.set' : 'fixed.equal',
			values: {},
		});
	},
});
