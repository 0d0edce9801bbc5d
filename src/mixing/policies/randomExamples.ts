/** Random examples: all training sets as one pool, every example once before any comes again. What selectors are compared with. */
import { poolOf } from '../exampleSelector/pool.ts';
import { pooledMixer } from '../exampleSelector/pooledMixer.ts';
import { definePolicy } from '../policy.ts';

export const randomExamples = definePolicy({
	id: 'random-examples',
	title: 'Random examples',
	summary:
		'Every training example with the same chance, from one pool: what a choice of examples must beat.',
	group: 'examples',
	parameters: {},
	createMixer: (_values, context, restored) => {
		const pool = poolOf(context.skills);
		return pooledMixer(
			pool,
			context,
			`Every one of the ${pool.size.toLocaleString('en')} examples has the same chance, and comes once before any comes again.`,
			restored,
		);
	},
});
