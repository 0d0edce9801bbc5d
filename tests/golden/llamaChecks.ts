/** Compares a device with PyTorch and transformers on the shipped model (values of llama.py). */
import { sum } from '#engine/core/statistics.ts';
import { expect } from 'vitest';
import { measure } from '#engine/training/measure.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import golden from './llama.json' with { type: 'json' };
import { goldenBatch, goldenOptimizer, goldenRate, goldenSet } from './llamaBatches.ts';

const worstRelative = (actual: ArrayLike<number>, expected: readonly number[]): number =>
	Math.max(...expected.map((value, i) => Math.abs(actual[i] - value) / Math.abs(value)));

/** The model gives each of 64 examples the loss that transformers gives it. */
export async function checkLosses(device: ComputeDevice, model: LoadedModel): Promise<void> {
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const weights = await decoder.upload('weights', model.weights);
	const addresses = Array.from({ length: goldenSet.count }, (_, index) => ({
		set: goldenSet,
		index,
	}));
	const { losses } = await measure(decoder, weights, addresses);
	expect(losses).toHaveLength(golden.before.length);
	expect(worstRelative(losses, golden.before)).toBeLessThan(1e-4);
}

/**
 * `steps` steps of AdamW have the losses and gradient norms of PyTorch.
 */
export async function checkTraining(
	device: ComputeDevice,
	model: LoadedModel,
	layout: 'packed' | 'padded',
	steps: number,
): Promise<void> {
	expect(golden.losses).toHaveLength(200);
	const decoder = await DecoderOnDevice.open(device, model.config, model.specs);
	const learner = await Learner.open(decoder, freshState(model.weights.slice()), goldenOptimizer, {
		size: 8,
		context: 512,
		layout,
	});
	const losses: number[] = [];
	const norms: number[] = [];
	for (let step = 1; step <= steps; step++) {
		const result = await learner.step(goldenBatch(step, 8), {
			learningRate: goldenRate(step),
			step,
		});
		losses.push(sum(result.losses) / result.losses.length);
		norms.push(result.gradientNorm);
	}
	learner.dispose();
	expect(worstRelative(norms, golden.norms.slice(0, steps)), 'gradient norms').toBeLessThan(1e-3);
	expect(worstRelative(losses, golden.losses.slice(0, steps))).toBeLessThan(1e-3);
}
