/**
 * Random examples: all training sets as one pool, each example once before any repeats. Every
 * example has the same chance, so skill i has the share p_i = M_i / Σ_j M_j of its M_i examples.
 */
import { createPool, pooledMixer } from '../exampleSelector/pool.ts';
import { policyOf } from '../policy.ts';

export const randomExamples = policyOf('random-examples', {
	group: 'examples',
	parameters: {},
	createMixer: (_values, context) => {
		const pool = createPool(context.skills);
		const sentence = { id: 'random-examples.mix', values: { size: pool.size } } as const;
		return pooledMixer(pool, context, sentence);
	},
});
