/** A roll-out: a mixer trains a copy of the base weights, apart from the run. */
import { nextTask } from '#engine/core/nextTask.ts';
import { randomStream } from '#engine/core/random.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import { learningRateAt } from '#engine/training/RunEnd.ts';
import { passOptions } from '#engine/training/settings.ts';
import type { Mixer } from '#mixing/index.ts';
import { observeProbes, type ProbeWorld } from './probes.ts';
import type { TrainerOptions } from './trainer.ts';
import { drawTrainingBatch, meanLossBySkill } from './trainingBatch.ts';

export interface RollOutOptions extends Pick<TrainerOptions, 'settings'> {
	readonly steps: number;
	/** Steps of the learning rate's schedule. */
	readonly scheduledSteps: number;
	readonly seed: number;
	/** The trained weights before the run's first step. */
	readonly initial: Float32Array;
	/** Ends the roll-out between two steps: it throws the signal's reason. */
	readonly signal: AbortSignal;
	readonly onStep: () => void;
}

export async function rollOut(
	mixer: Mixer,
	world: ProbeWorld,
	{ steps, scheduledSteps, seed, settings, initial, signal, onStep }: RollOutOptions,
): Promise<void> {
	const { optimizer, batching, schedule } = settings;
	const { decoder, skills } = world;
	const options = { ...passOptions(settings), seed };
	const start = freshState(initial.slice());
	const learner = await Learner.open(decoder, start, optimizer, batching, options);
	/** The scalars of the step with this index, from 0. */
	const scalars = (index: number) => ({
		learningRate: learningRateAt(index + 1, scheduledSteps, optimizer.learningRate, schedule),
		step: index + 1,
	});
	let drawn: readonly number[] = skills.map(() => 0);
	const observe = (step: number, batchLoss: readonly (number | null)[]) => {
		const used = { tokens: 0, milliseconds: 0 };
		const moment = { ahead: scalars(step + 1), drawn, used, signal };
		return observeProbes(mixer, { step, batchLoss }, world, learner, moment);
	};
	const stream = randomStream(seed, 'roll-out');
	try {
		const unknown = skills.map(() => null);
		await observe(-1, unknown);
		for (let step = 0; step < steps; step++) {
			// On the processor no step waits for a device, so yield to the call that pauses.
			await nextTask();
			signal.throwIfAborted();
			const draw = { stream, step, batchSize: batching.size, drawn };
			const batch = drawTrainingBatch(mixer.plan(step), skills, draw);
			drawn = batch.drawn;
			const { losses } = await learner.step(batch.addresses, scalars(step));
			onStep();
			await observe(step, meanLossBySkill(losses, batch.skills, skills.length));
		}
	} finally {
		learner.dispose();
	}
}
