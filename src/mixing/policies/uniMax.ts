/**
 * UniMax: as uniform as possible without repeating any skill for more than some epochs.
 *
 * The paper splits a budget of characters over languages. Here it is the run's budget of examples
 * over skills: batch size × steps. The epochs hold in expectation, because each draw is random.
 */
import { InputError } from '#engine/core/errors.ts';
import { sentence } from '#engine/core/message.ts';
import { numberSpec } from '#engine/core/parameters.ts';
import type { PolicyMessage } from '../messages.ts';
import { constantMixer } from '../mixers.ts';
import { definePolicy } from '../policy.ts';
import { normalise } from '../shares.ts';
import { indicesById } from '../rows.ts';

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

export const uniMax = definePolicy({
	id: 'unimax',
	title: 'UniMax',
	summary: 'Uniform, but no skill is repeated for more than a set number of epochs in the run.',
	citation: {
		text:
			'Chung et al., UniMax: Fairer and more Effective Language Sampling for Large-Scale ' +
			'Multilingual Pretraining, ICLR 2023',
		url: 'https://arxiv.org/abs/2304.09151',
	},
	parameters: {
		epochs: numberSpec(
			'Most epochs',
			{ default: 4, min: 0.1, max: 1000, unit: 'epochs' },
			'The most epochs of a small skill in the whole run (batch size × steps); the larger ' +
				'skills get the rest of the budget.',
		),
	},
	createMixer: ({ epochs }, { skills, batchSize, totalSteps }) => {
		const budget = batchSize * totalSteps;
		// In the order of ids, so that skills of equal size get the same amount in any order.
		const order = indicesById(skills);
		const sizes = order.map((i) => skills[i].size);
		const inOrder = uniMaxAmounts(sizes, { budget, epochs });
		if (!inOrder.some((amount) => amount > 0))
			throw new InputError(sentence('mixing.errors.unimaxHasNoBudget'), { field: 'skills' });
		const amounts = skills.map((_, i) => inOrder[order.indexOf(i)]);
		const weights = normalise(amounts);
		const capped = skills.flatMap(({ name, size }, i) =>
			size > 0 && amounts[i] >= epochs * size ? [{ name, share: weights[i] }] : [],
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
