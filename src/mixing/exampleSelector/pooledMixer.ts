/** Batches from a pool that do not depend on the model's state: every member once, in random order, before any comes again. */
import { permutation } from '#core/random.ts';
import { passiveMixer } from '../passiveMixer.ts';
import type { BatchPlan, MixContext, Mixer, Restored } from '../policy.ts';
import { refAt, sharesAmong, type ExamplePool } from './pool.ts';

/** The batch of a step; the order of the last epoch is kept. */
export function pooledPlans(
	pool: ExamplePool,
	{ skills, batchSize, random }: MixContext,
): (step: number) => BatchPlan {
	const stream = random.child('pool');
	let kept: { epoch: number; order: Uint32Array } | undefined;
	const placeAt = (k: number): number => {
		const epoch = Math.floor(k / pool.size);
		if (kept?.epoch !== epoch) kept = { epoch, order: permutation(stream, pool.size, epoch) };
		return kept.order[k % pool.size];
	};
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
