/** Dispatches of a training step. Each takes microseconds on a GPU, even if it computes nothing. */
import { expect, test } from 'vitest';
import { highest } from '#engine/core/statistics.ts';
import { largestLimits } from '#engine/gpu/costModel.ts';
import { planDispatches } from '#engine/gpu/webgpu/dispatchPlan.ts';
import { hardwareCandidates, tileName } from '#engine/gpu/webgpu/matmul/tile.ts';
import { submissionFlops, uniformTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import { makeAdapter } from '#engine/model/adapters.ts';
import { gradientProgram } from '#engine/training/gradient.ts';
import { trialPlan } from '#engine/training/trial.ts';
import { trialLora } from '#engine/training/trialShapes.ts';
import { planStep, publishedConfig } from '../../../scripts/lib/stepPlans.ts';
import { shapedModel } from '../../../scripts/lib/shapedModel.ts';

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

test.each(['Qwen3-0.6B', 'gemma-3-270m'])(
	'no dispatch of a LoRA step of %s has more work than a submission',
	(name) => {
		// The head is the longest, so a layer is enough.
		const config = { ...publishedConfig(name), num_hidden_layers: 1, layer_types: undefined };
		const model = shapedModel(config);
		const shape = { packLength: 512, targets: 512, vocabulary: model.config.vocabulary };
		const program = gradientProgram(trialPlan(model, makeAdapter(model, trialLora)), shape);
		for (const tile of hardwareCandidates)
			for (const gflops of [1, 500, 5000]) {
				const tuning = { ...uniformTuning([{ tile, gflops }]), splitsSums: true };
				const { dispatches } = planDispatches(program, tuning, largestLimits);
				const longest = highest(dispatches.map(({ flops }) => flops));
				expect(longest, tileName(tile)).toBeLessThanOrEqual(submissionFlops(tuning));
			}
	},
);
