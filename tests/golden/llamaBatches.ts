/** Examples, batches, optimizer and learning rate of llama.py's training. */
import type { ExampleAddress } from '#engine/data/batch.ts';
import { learningRateAt } from '#engine/training/RunEnd.ts';
import type { Optimizer } from '#engine/training/settings.ts';
import { encodedGolden } from './encodedGolden.ts';
import examples from './llama.examples.json' with { type: 'json' };

export const goldenSet = encodedGolden(examples);

/** At 3e-3, rounding makes two float32 programs differ visibly after some 30 steps. */
export const goldenOptimizer: Optimizer = {
	learningRate: 5e-4,
	beta1: 0.9,
	beta2: 0.98,
	epsilon: 1e-8,
	weightDecay: 0.01,
	clip: 1,
	accumulation: 1,
};

/** `step` counts from 1. */
export const goldenBatch = (step: number, size: number): ExampleAddress[] =>
	Array.from({ length: size }, (_, i) => ({
		set: goldenSet,
		index: ((step - 1) * 40 + 9 * i) % goldenSet.count,
	}));

/** The rate of the golden run of 200 steps. */
export const goldenRate = (step: number): number =>
	learningRateAt(step, 200, goldenOptimizer.learningRate, {
		kind: 'linear',
		warmup: 0.1,
		floor: 0.02,
	});
