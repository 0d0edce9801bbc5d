/** The training loop of policy.ts around a mixer and a world. */
import type { RandomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import type { BatchPlan, ExampleRef, Explanation, MixContext, Mixer } from '#mixing/policy.ts';
import { drawBatch } from '#mixing/sampler.ts';
import { explanationText } from '#mixing/explanationText.ts';
import type { World } from './World.ts';

export interface Lap {
	readonly plans: BatchPlan[];
	readonly batches: ExampleRef[][];
	readonly explanations: Explanation<string>[];
	/** LapOptions.drawn of the next lap. */
	readonly drawn: readonly number[];
}

export interface LapOptions {
	readonly stream: RandomStream;
	readonly from: number;
	readonly steps: number;
	readonly drawn?: readonly number[];
	/** True for a mixer from a saved state: it gets no first observation. */
	readonly restored?: boolean;
	/**
	 * Train on the plan's weights instead of the drawn rows, and observe the mean loss of each skill
	 * with a weight above 0. The result does not depend on the order of the skills.
	 */
	readonly expected?: boolean;
}

/** A mixer's explanation in English. */
export const explained = (mixer: Mixer): Explanation<string> => explanationText(mixer.explain());

export function runLap(mixer: Mixer, context: MixContext, world: World, options: LapOptions): Lap {
	const { skills, batchSize } = context;
	const lap = { plans: [], batches: [], explanations: [] } as Omit<Lap, 'drawn'>;
	let drawn = options.drawn ?? skills.map(() => 0);
	const observe = (step: number, batchLoss: readonly (number | null)[]) =>
		mixer.observe({
			step,
			batchLoss,
			results: mixer.probes(step).map((probe) => world.answer(probe)),
		});

	if (!options.restored)
		observe(
			options.from - 1,
			skills.map(() => null),
		);
	for (let step = options.from; step < options.from + options.steps; step++) {
		const plan = mixer.plan(step);
		const batch = drawBatch(plan, { skills, stream: options.stream, step, batchSize, drawn });
		lap.plans.push(plan);
		lap.batches.push(batch.examples);
		lap.explanations.push(explained(mixer));
		drawn = batch.drawn;
		const losses = skills.map((_, skill) =>
			options.expected
				? plan.weights[skill] > 0
					? world.meanLoss(skill)
					: null
				: batchLoss(world, batch.examples, skill),
		);
		if (options.expected) world.train(plan.weights);
		else world.trainOn(batch.examples);
		observe(step, losses);
	}
	return { ...lap, drawn };
}

function batchLoss(world: World, examples: readonly ExampleRef[], skill: number): number | null {
	const losses = examples.filter((ref) => ref.skill === skill).map((ref) => world.loss(ref));
	return losses.length === 0 ? null : mean(losses);
}
