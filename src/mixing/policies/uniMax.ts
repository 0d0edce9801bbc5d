/**
 * UniMax (arXiv 2304.09151): as uniform as possible, with at most E epochs of any skill.
 * K skills in rising order of their sizes M [K]; B = batch size × steps, the run's examples:
 *
 *     U_k = min((B − Σ_{j<k} U_j) / (K − k), E M_k)     for k = 0 … K − 1
 *     p_k = U_k / Σ_j U_j                               p [K]
 *
 * A small skill gets E epochs, and the larger ones share what it leaves. The epochs hold in
 * expectation, because each draw is random. Source: Algorithm 1. Ours: a budget of examples over
 * skills (there of characters over languages).
 */
import { settingsOf } from '#engine/core/parameters.ts';
import { highest, sum } from '#engine/core/statistics.ts';
import type { PolicyMessage } from '../messages.ts';
import { constantMixer } from '../mixers.ts';
import { policyOf } from '../policy.ts';
import { normalise } from '../shares.ts';

/**
 * Splits a budget of examples: by rising size, skill k of n gets (rest of the budget) / (n − k),
 * but at most `epochs` times its size. The sum is min(budget, epochs · all sizes).
 */
export function uniMaxAmounts(
	sizes: readonly number[],
	{ budget, epochs }: { readonly budget: number; readonly epochs: number },
): number[] {
	const amounts = sizes.map(() => 0);
	let left = budget;
	[...sizes.keys()]
		.sort((a, b) => sizes[a] - sizes[b])
		.forEach((i, k) => {
			amounts[i] = Math.min(left / (sizes.length - k), epochs * sizes[i]);
			left -= amounts[i];
		});
	return amounts;
}

export const uniMax = policyOf('unimax', {
	citation: {
		text:
			'Chung et al., UniMax: Fairer and more Effective Language Sampling for Large-Scale ' +
			'Multilingual Pretraining, ICLR 2023',
		url: 'https://arxiv.org/abs/2304.09151',
	},
	parameters: settingsOf('unimax', {
		epochs: { kind: 'number', default: 4, min: 0.1, max: 1000, unit: true },
	}),
	createMixer: ({ epochs }, { skills, batchSize, totalSteps }) => {
		const budget = batchSize * totalSteps;
		const sizes = skills.map(({ size }) => size);
		const amounts = uniMaxAmounts(sizes, { budget, epochs });
		const weights = normalise(amounts);
		/** Examples of a skill that no cap limits. */
		const free = epochs * sum(sizes) < budget ? Infinity : highest(amounts);
		const capped = skills.flatMap(({ name, size }, i) =>
			epochs * size < free ? [{ name, share: weights[i] }] : [],
		);
		const reason = (): PolicyMessage => {
			if (capped.length === 0) return { id: 'unimax.equal', values: { steps: totalSteps, epochs } };
			return capped.length === skills.length
				? { id: 'unimax.proportional', values: { epochs } }
				: { id: 'unimax.capped', values: { epochs, capped } };
		};
		return constantMixer(weights, reason());
	},
});
