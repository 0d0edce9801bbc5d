/** A device against PyTorch and transformers, on the shipped model: values made by llama.py. Run on each backend. */
import { expect } from 'vitest';
import type { EncodedExamples } from '#data/encoded.ts';
import { measure } from '#evaluation/measure.ts';
import type { ComputeDevice } from '#gpu/computeDevice.ts';
import { DecoderOnDevice } from '#model/decoderOnDevice.ts';
import type { LoadedModel } from '#model/folder.ts';
import { Learner } from '#training/learner.ts';
import { freshState } from '#training/optimizer.ts';
import { learningRateAt } from '#training/schedule.ts';
import golden from './llama.json' with { type: 'json' };
import examples from './llama.examples.json' with { type: 'json' };

const offsets = [0];
for (const { tokens } of examples) offsets.push(offsets[offsets.length - 1] + tokens.length);
const set: EncodedExamples = {
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
const worstRelative = (actual: ArrayLike<number>, expected: readonly number[]): number =>
	Math.max(...expected.map((value, i) => Math.abs(actual[i] - value) / Math.abs(value)));

/** The model gives each of 64 examples the loss that transformers gives it. */
export async function checkLosses(device: ComputeDevice, model: LoadedModel): Promise<void> {
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.uploaded('weights', model.weights);
	const addresses = examples.map((_, index) => ({ set, index }));
	const { losses } = await measure(decoder, weights, addresses);
	expect(losses).toHaveLength(golden.before.length);
	expect(worstRelative(losses, golden.before)).toBeLessThan(1e-4);
}

/**
 * `steps` steps of AdamW have the losses and gradient norms of PyTorch. At a rate at which rounding does not grow into another
 * run: at 3e-3 two float32 programs part after some 30 steps.
 */
export async function checkTraining(
	device: ComputeDevice,
	model: LoadedModel,
	layout: 'packed' | 'padded',
	steps: number,
): Promise<void> {
	const all = golden.losses.length;
	expect(all).toBe(200);
	const optimizer = {
		learningRate: 5e-4,
		beta1: 0.9,
		beta2: 0.98,
		epsilon: 1e-8,
		weightDecay: 0.01,
		clip: 1,
		accumulation: 1,
	};
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const learner = await Learner.open(decoder, freshState(model.weights.slice()), optimizer, {
		size: 8,
		context: 512,
		layout,
	});
	const losses: number[] = [];
	const norms: number[] = [];
	for (let step = 1; step <= steps; step++) {
		const batch = Array.from({ length: 8 }, (_, i) => ({
			set,
			index: ((step - 1) * 40 + 9 * i) % examples.length,
		}));
		const learningRate = learningRateAt(step, all, optimizer.learningRate, {
			kind: 'linear',
			warmup: 0.1,
			floor: 0.02,
		});
		const result = await learner.step(batch, { learningRate, step });
		losses.push(result.losses.reduce((sum, loss) => sum + loss, 0) / result.losses.length);
		norms.push(result.gradientNorm!);
	}
	learner.dispose();
	expect(worstRelative(norms, golden.norms.slice(0, steps)), 'gradient norms').toBeLessThan(1e-3);
	expect(worstRelative(losses, golden.losses.slice(0, steps))).toBeLessThan(1e-3);
}
