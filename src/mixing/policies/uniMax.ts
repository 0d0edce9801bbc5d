/** UniMax: as uniform as can be without repeating any skill more often than a given number of epochs. */
import { InputError } from '#core/errors.ts';
import { constantMixer } from '../passiveMixer.ts';
import { definePolicy } from '../policy.ts';
import { normalise, percent } from '../shares.ts';
import { indicesById } from '../rows.ts';

/**
 * How many examples each skill gives of a budget: by rising size, skill k of n gets what is left / (n − k), but at most
 * `epochs` times its size. They sum to min(budget, epochs · all sizes).
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

/**
 * The paper counts characters and allots a training budget over languages; here it is examples over skills, and the budget
 * is the run's: batch size × steps. The epochs hold in expectation, since each example's skill is drawn by chance.
 */
export const uniMax = definePolicy({
	id: 'unimax',
	title: 'UniMax',
	summary: 'Uniform, but no skill is repeated for more than so many epochs in the run.',
	citation: {
		text: 'Chung et al., UniMax: Fairer and more Effective Language Sampling for Large-Scale Multilingual Pretraining, ICLR 2023',
		url: 'https://arxiv.org/abs/2304.09151',
	},
	parameters: {
		epochs: {
			kind: 'number',
			label: 'Most epochs',
			help: 'A small skill is drawn until each of its examples would have come this often in the whole run (batch size × steps); the rest of the budget goes to the larger ones.',
			default: 4,
			min: 0.1,
			max: 1000,
			logarithmic: true,
			unit: 'epochs',
		},
	},
	createMixer: ({ epochs }, { skills, batchSize, totalSteps }, restored) => {
		const budget = batchSize * totalSteps;
		// In the order of ids: skills of one size then get the same amount whatever their order.
		const order = indicesById(skills);
		const inOrder = uniMaxAmounts(
			order.map((i) => skills[i].size),
			{ budget, epochs },
		);
		if (!inOrder.some((amount) => amount > 0))
			throw new InputError(
				'No skill has a training example, so UniMax has nothing to share out. Add a skill with examples.',
				{ field: 'skills' },
			);
		const amounts = skills.map((_, i) => inOrder[order.indexOf(i)]);
		const weights = normalise(amounts);
		const capped = skills.flatMap(({ name, size }, i) =>
			size > 0 && amounts[i] >= epochs * size ? [`${name} (${percent(weights[i])})`] : [],
		);
		const most = `${Number(epochs.toPrecision(3))} epochs`;
		return constantMixer(
			weights,
			capped.length === 0
				? `Equal shares: in ${totalSteps.toLocaleString('en')} steps no skill comes to ${most}.`
				: capped.length === skills.length
					? `Every skill would be repeated for more than ${most}, so the shares are proportional to the skills' sizes.`
					: `In equal shares ${capped.join(', ')} would be repeated for more than ${most}, so ` +
						`${capped.length === 1 ? 'it gets' : 'they get'} less, and the others share the rest equally.`,
			restored,
		);
	},
});
