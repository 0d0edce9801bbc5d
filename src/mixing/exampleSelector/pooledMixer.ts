/** Batches from a pool that do not depend on the model's state: every member once, in random order, before any comes again. */
import { epochOrder } from '../rows.ts';
import { passiveMixer } from '../passiveMixer.ts';
import type { BatchPlan, MixContext, Mixer, Restored } from '../policy.ts';
import { refAt, sharesAmong, type ExamplePool } from './pool.ts';

/** The batch of a step. */
function pooledPlans(
	pool: ExamplePool,
	{ skills, batchSize, random }: MixContext,
): (step: number) => BatchPlan {
	const placeAt = (k: number): number =>
		epochOrder(random, 'pool', pool.size, Math.floor(k / pool.size))[k % pool.size];
	return (step) => {
		const places = Array.from({ length: batchSize }, (_, i) => placeAt(step * batchSize + i));
		return {
			by: 'examples',
			weights: sharesAmong(pool, places, skills.length),
			examples: places.map((place) => refAt(pool, place)),
		};
	};
}

export const pooledMixer = (
	pool: ExamplePool,
	context: MixContext,
	sentence: string,
	restored?: Restored,
): Mixer =>
	passiveMixer({ planAt: pooledPlans(pool, context), sentenceAt: () => sentence }, restored);
