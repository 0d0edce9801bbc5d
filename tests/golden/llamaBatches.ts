/** Examples, batches, optimizer and learning rate of llama.py's training. */
import type { ExampleAddress } from '#data/batch.ts';
import type { EncodedExamples } from '#data/encoded.ts';
import { learningRateAt } from '#training/runEnd.ts';
import type { Optimizer } from '#training/settings.ts';
import examples from './llama.examples.json' with { type: 'json' };

const offsets = [0];
for (const { tokens } of examples) offsets.push(offsets[offsets.length - 1] + tokens.length);
export const goldenSet: EncodedExamples = {
	count: examples.length,
	tokens: Uint16Array.from(examples.flatMap(({ tokens }) => tokens)),
	offsets: Uint32Array.from(offsets),
	targets: Uint8Array.from(
		examples.flatMap(({ tokens, promptLength }) =>
			tokens.map((_, i) => (i >= promptLength ? 1 : 0)),
		),
	),
	promptLengths: Uint32Array.from(examples, ({ promptLength }) => promptLength),
	noisy: new Uint8Array(examples.length),
	cut: 0,
};

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
