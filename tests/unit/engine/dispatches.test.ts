/** Dispatches of a training step. Each takes microseconds on a GPU, even if it computes nothing. */
import { expect, test } from 'vitest';
import { planStep } from '../../../scripts/lib/benchEngine/stepPlans.ts';

test('a LoRA step of SmolLM2-135M’s shape has at most 1,500 dispatches', () => {
	const { dispatches, kernels } = planStep('smollm2');
	expect(dispatches).toBeLessThanOrEqual(1500);
	// Two chunks of logits, each of at most 64 MiB.
	expect(kernels.find(({ label }) => label === 'cross-entropy')!.dispatches).toBe(2);
	const labels = kernels.map(({ label }) => label);
	// An adapter's factor is part of a product, and frozen gains have no gradient.
	expect(labels).not.toContain('scale');
	expect(labels).not.toContain('rmsNorm gradient of the gain');
});

test('a step of the default model has at most 82', () => {
	expect(planStep('default').dispatches).toBeLessThanOrEqual(82);
});
