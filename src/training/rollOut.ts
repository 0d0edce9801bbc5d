/** A run inside the run: a mixer trains a copy of the base weights. */
import type { MixContext, Mixer, RollOut } from '#mixing/policy.ts';
import { drawBatch } from '#mixing/sampler.ts';
import { nextTask } from '#core/nextTask.ts';
import { randomStream } from '#core/random.ts';
import { freshState } from './optimizer.ts';
import { Learner } from './learner.ts';
import { exampleAddress, observeProbes, type ProbeWorld } from './probes.ts';
import { learningRateAt } from './schedule.ts';
import { passOptions } from './mixedPrecision.ts';
import type { TrainingSettings } from './settings.ts';
import { meanLossBySkill } from './trainingBatch.ts';

export interface RollOutOptions {
	readonly context: MixContext;
	readonly signal: AbortSignal;
	/** Called after each optimizer step. */
	readonly onStep?: () => void;
}

export function createRollOut(
	world: ProbeWorld,
	baseWeights: Float32Array,
	settings: TrainingSettings,
	{ context, signal, onStep }: RollOutOptions,
): RollOut {
	const { optimizer, batching, schedule } = settings;
	return async (mixer, { steps, seed }) => {
		const learner = await Learner.open(
			world.decoder,
			freshState(baseWeights.slice()),
			optimizer,
			batching,
			passOptions(settings, world.decoder.device),
		);
		const stream = randomStream(seed, 'roll-out');
		let drawn: readonly number[] = context.skills.map(() => 0);
		try {
			await observe(
				mixer,
				-1,
				context.skills.map(() => null),
			);
			for (let step = 0; step < steps; step++) {
				// On the processor no step waits for a device, so yield to the call that pauses.
				await nextTask();
				signal.throwIfAborted();
				const batch = drawBatch(mixer.plan(step), {
					skills: context.skills,
					stream,
					step,
					batchSize: batching.size,
					drawn,
				});
				drawn = batch.drawn;
				const learningRate = learningRateAt(step + 1, steps, optimizer.learningRate, schedule);
				const { losses } = await learner.step(
					batch.examples.map((example) => exampleAddress(world.skills, example)),
					{ learningRate, step: step + 1 },
				);
				onStep?.();
				const skills = batch.examples.map(({ skill }) => skill);
				await observe(mixer, step, meanLossBySkill(losses, skills, context.skills.length));
			}
		} finally {
			learner.dispose();
		}

		async function observe(
			mixer: Mixer,
			step: number,
			batchLoss: readonly (number | null)[],
		): Promise<void> {
			const ahead = {
				learningRate: learningRateAt(step + 2, steps, optimizer.learningRate, schedule),
				step: step + 2,
			};
			await observeProbes(mixer, { step, batchLoss }, world, learner, ahead);
		}
	};
}
