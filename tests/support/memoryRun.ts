/** Runs that measure device memory, for tests of predictions and limits on both backends. */
import { expect } from 'vitest';
import { OutOfMemoryError } from '#engine/core/errors.ts';
import type { EncodedSkill } from '#engine/data/encoded.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import { heldBytes, predictMemory } from '#engine/training/memory.ts';
import { looksAhead } from '#lab/training/probes.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import { tinyModel, tinySettings, tinySkills } from '../unit/engine/tinyRun.ts';
import { findPolicy, openTrainer, segment } from './tinyTrainer.ts';

/** A policy that takes virtual steps at each step. */
export const lookingAhead = [segment(0, 'dynamix-sft', { every: 1, rows: 2 })];

export const watchedSettings = tinySettings([segment(0, 'uniform')], {
	steps: 2,
	evaluation: { every: 2, examples: 3, finalExamples: 5, samples: 1 },
});

export interface WatchedRun {
	readonly settings?: RunSettings;
	readonly model?: LoadedModel;
	readonly skills?: readonly EncodedSkill[];
	/** Fewer steps than the run has. */
	readonly steps?: number;
	/** Called after the trainer is made, after each step and after each other action. */
	readonly onStep?: () => void;
}

/** Trains with evaluations, samples, an answer and a checkpoint. Returns the losses. */
export async function watchedRun(
	device: ComputeDevice,
	{
		settings = watchedSettings,
		model = tinyModel,
		skills = tinySkills,
		steps = settings.steps,
		onStep = () => undefined,
	}: WatchedRun = {},
): Promise<number[]> {
	const trainer = await openTrainer(device, settings, { model, skills });
	try {
		onStep();
		await trainer.start();
		const losses: number[] = [];
		while (trainer.step < steps) {
			for (const event of await trainer.next()) if (event.type === 'step') losses.push(event.loss);
			onStep();
		}
		await trainer.evaluate();
		await trainer.generate('copy a1=', 'base', { maxTokens: 3 });
		await trainer.state();
		onStep();
		return losses;
	} finally {
		trainer.dispose();
	}
}

export const predict = (
	device: ComputeDevice,
	{ settings = watchedSettings, model = tinyModel, skills = tinySkills }: WatchedRun,
) => predictMemory(device, model, skills, settings, looksAhead(settings, findPolicy));

/** Checks that the predicted vectors are those held at the end, and all memory within 10 %. */
export async function expectPredicted(device: ComputeDevice, run: WatchedRun): Promise<void> {
	const before = heldBytes(device.memory());
	const { use } = await predict(device, run);
	const predicted = heldBytes(use);
	expect(heldBytes(device.memory()), 'to predict takes nothing').toBe(before);
	const temporaries = new Set<number>();
	let [held, vectors] = [0, 0];
	await watchedRun(device, {
		...run,
		onStep: () => {
			temporaries.add(device.memory().temporaries);
			held = heldBytes(device.memory()) - before;
			vectors = device.memory().vectors;
		},
	});
	expect(vectors, 'no vector comes later').toBe(use.vectors);
	expect(temporaries.size, 'all of it is taken at once').toBe(1);
	expect(held / predicted).toBeGreaterThan(0.9);
	expect(held / predicted).toBeLessThan(1.1);
	expect(device.memory()).toMatchObject({ vectors: 0, temporaries: 0 });
}

/**
 * Makes the n-th allocation of a run fail, for n = 1, 1 + `every`, … Expects an OutOfMemoryError,
 * no leak, and the same losses in the next run. `fail` is called at each allocation of the device.
 */
export async function expectEveryFailureTold(
	open: (fail: () => boolean) => Promise<ComputeDevice>,
	every = 1,
): Promise<void> {
	let count = 0;
	let failAt = Infinity;
	const device = await open(() => ++count === failAt);
	// Micro-batches and a policy with probes allocate vectors during the run.
	const settings: RunSettings = {
		...watchedSettings,
		policy: lookingAhead,
		// Otherwise the run would recompute activations instead of failing.
		activations: 'recomputed',
		optimizer: { ...watchedSettings.optimizer, accumulation: 2 },
	};
	const run = () => watchedRun(device, { settings });
	const losses = await run();
	const before = device.memory();
	count = 0;
	await run();
	const allocations = count;
	expect(allocations).toBeGreaterThanOrEqual(12);
	let failures = 0;
	for (let n = 1; ; n += every) {
		[count, failAt] = [0, n];
		const outcome = await run().catch((error: unknown) => error);
		failAt = Infinity;
		if (count < n) break;
		failures++;
		expect(outcome, `allocation ${n}`).toBeInstanceOf(OutOfMemoryError);
		expect((outcome as Error).message).toMatch(
			/^There is no room for .+: [\d.]+ MB were asked for, the lab holds [\d.]+ MB/,
		);
		const { buffers, ...bytes } = device.memory();
		expect(bytes, `allocation ${n}`).toEqual(
			expect.objectContaining({ vectors: 0, temporaries: 0 }),
		);
		expect(buffers, `allocation ${n}`).toBeLessThanOrEqual(before.buffers);
		expect(await run(), `after allocation ${n}`).toEqual(losses);
	}
	expect(failures).toBe(Math.ceil(allocations / every));
}
