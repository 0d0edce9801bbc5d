/** How many steps a run will have, as far as that can be told before it: what policies plan over. */
import type { EncodedSkill } from '#data/encoded.ts';
import type { TrainingSettings } from './settings.ts';

/**
 * Under a budget of tokens as many as batches of equal shares of the trained skills take to reach it: the steps of the experiment are
 * only the most that there may be. A policy that draws longer examples has fewer. Else the experiment's steps.
 */
export function expectedSteps(
	{ steps, budget, batching }: Pick<TrainingSettings, 'steps' | 'budget' | 'batching'>,
	trained: readonly Pick<EncodedSkill, 'train'>[],
): number {
	if (budget?.kind !== 'tokens') return steps;
	const lengths = trained.flatMap(({ train: { count, offsets } }) =>
		count > 0 ? [offsets[count] / count] : [],
	);
	const length = lengths.reduce((sum, each) => sum + each, 0) / lengths.length;
	const reached = Math.ceil(budget.tokens / (batching.size * length));
	return reached >= 1 ? Math.min(steps, reached) : steps;
}
