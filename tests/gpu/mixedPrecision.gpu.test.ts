/** Training in mixed precision: accuracy, reproducible bits, checkpoints, overflow. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { Learner } from '#engine/training/Learner.ts';
import { freshState } from '#engine/training/optimizer.ts';
import type { TrainerState } from '#lab/training/trainer.ts';
import { requestAdapter } from '#engine/gpu/webgpu/adapter.ts';
import { openWebGpu } from '#engine/gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { tinyModel, tinySettings, tinySkills } from '../unit/engine/tinyRun.ts';
import { quickProducts } from './openDevice.ts';
import { isLong } from '../support/suite.ts';
import { openTrainer, segment } from '../support/tinyTrainer.ts';

const steps = 20;
/** Limit of a loss's relative difference. One half rounds to 5e-4, and a run accumulates many. */
const bound = 5e-3;

/** One for all runs: a software adapter compiles the kernels of a run for 10 seconds. */
let device: WebGpuDevice;
beforeAll(async () => {
	device = await openWebGpu(await requestAdapter(), quickProducts);
});
afterAll(() => device.dispose());

type Precision = 'single' | 'mixed';
type Activations = 'kept' | 'recomputed';

async function run(
	precision: Precision,
	until: number,
	{ activations = 'kept', ...options }: { activations?: Activations; restored?: TrainerState } = {},
): Promise<{ losses: number[]; state: TrainerState }> {
	const settings = tinySettings([segment(0, 'uniform')], {
		evaluation: { every: 1e6, examples: 1, finalExamples: 1, samples: 0 },
		steps: steps + 1,
		precision,
		activations,
	});
	const trainer = await openTrainer(device, settings, options);
	const losses: number[] = [];
	while (trainer.step < until)
		for (const event of await trainer.next(until)) {
			if (event.type === 'step') losses.push(event.loss);
			expect(event.type).not.toBe('warning');
		}
	const state = await trainer.state();
	trainer.dispose();
	return { losses, state };
}

test.runIf(isLong)('mixed precision is near single, and repeats bit for bit', async () => {
	const single = await run('single', steps);
	const mixed = await run('mixed', steps);
	expect(mixed.losses).toHaveLength(steps);
	const differences = mixed.losses.map(
		(loss, i) => Math.abs(loss - single.losses[i]) / single.losses[i],
	);
	expect(Math.max(...differences)).toBeLessThan(bound);
	// The precisions do differ.
	expect(Math.max(...differences)).toBeGreaterThan(0);

	const begun = await run('mixed', steps / 2, { activations: 'recomputed' });
	expect(begun.losses).toEqual(mixed.losses.slice(0, steps / 2));
	const rest = await run('mixed', steps, { restored: begun.state });
	expect([...begun.losses, ...rest.losses]).toEqual(mixed.losses);
	expect(rest.state).toEqual(mixed.state);
	expect(mixed.state.counters).toMatchObject({ lossScale: [4096, 1 / 4096, steps] });
});

test('a gradient beyond the largest half only halves the loss scale', async () => {
	const decoder = await DecoderOnDevice.open(device, tinyModel.config, tinyModel.specs);
	const { optimizer, batching } = tinySettings([]);
	const largest = 2 ** 24;
	const learner = await Learner.open(
		decoder,
		{ ...freshState(tinyModel.weights), lossScale: [largest, 1 / largest, 7] },
		optimizer,
		batching,
		{ half: true },
	);
	const batch = [0, 1, 2].map((index) => ({ set: tinySkills[0].train, index }));
	const first = await learner.step(batch, { learningRate: 0.01, step: 1 });
	expect(first.gradientNorm).toBeNull();
	const skipped = await learner.state();
	expect(skipped.weights).toEqual(tinyModel.weights);
	expect(skipped.lossScale).toEqual([largest / 2, 2 / largest, 0]);

	let norm: number | null = null;
	for (let step = 2; norm === null && step < 20; step++) {
		const result = await learner.step(batch, { learningRate: 0.01, step });
		expect(result.losses).toEqual(first.losses);
		norm = result.gradientNorm;
	}
	// The norm is that of the unscaled gradient.
	const exact = await Learner.open(decoder, freshState(tinyModel.weights), optimizer, batching);
	const { gradientNorm } = await exact.step(batch, { learningRate: 0.01, step: 1 });
	expect(Math.abs(norm! / gradientNorm! - 1)).toBeLessThan(0.01);
	expect((await learner.state()).weights).not.toEqual(tinyModel.weights);
});
