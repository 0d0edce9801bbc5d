/** Runs on WebGPU: reproducible bits, losses near wasm's, constant memory. */
import { expect, onTestFinished, test } from 'vitest';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { openDevice as openAnyDevice } from '#engine/gpu/device.ts';
import { wasmFiles } from '#engine/gpu/wasmFiles.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import type { StepEvent } from '#lab/training/events.ts';
import type { RunSettings } from '#lab/training/runSettings.ts';
import type { TrainerState } from '#lab/training/trainer.ts';
import { tinySettings } from '../unit/engine/tinyRun.ts';
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';
import { openTrainer, segment } from '../support/tinyTrainer.ts';

async function openWasm(): Promise<ComputeDevice> {
	const device = await openAnyDevice({
		prefer: 'wasm',
		wasm: { load: async (build) => (await fetch(wasmFiles[build])).arrayBuffer(), threads: 1 },
	});
	onTestFinished(() => device.dispose());
	return device;
}

async function run(
	device: ComputeDevice,
	steps: number,
	changes: Partial<RunSettings> = {},
): Promise<{ losses: number[]; state: TrainerState }> {
	const settings = tinySettings([segment(0, 'uniform')], {
		evaluation: { every: 1e6, examples: 1, finalExamples: 1, samples: 0 },
		...changes,
		steps: steps + 1,
	});
	const trainer = await openTrainer(device, settings);
	const losses: number[] = [];
	let buffers = 0;
	while (trainer.step < steps) {
		for (const event of await trainer.next(steps))
			if (event.type === 'step') losses.push((event satisfies StepEvent).loss);
		if (trainer.step >= 10) buffers ||= device.memory().buffers;
	}
	if (buffers) expect(device.memory().buffers, 'the buffers of step 10').toBe(buffers);
	const state = await trainer.state();
	trainer.dispose();
	return { losses, state };
}

const steps = isLong ? 50 : 12;

test(`${steps} steps on WebGPU repeat bit for bit, and are near wasm`, async () => {
	const device = await openDevice();
	const first = await run(device, steps);
	// Another device compiles all kernels once more.
	const second = await run(isLong ? await openDevice() : device, steps);
	expect(second).toEqual(first);
	const { losses } = await run(await openWasm(), steps);
	expect(first.losses).toHaveLength(steps);
	losses.forEach((loss, i) =>
		expect(Math.abs(first.losses[i] - loss) / loss, `step ${i + 1}`).toBeLessThan(1e-4),
	);
});

test.runIf(isLong)(
	'a device with guaranteed limits and no features trains with the same bits',
	async () => {
		const least = await openDevice({ limits: 'default', tuning: safeTuning });
		expect(least.gpu.limits.maxStorageBuffersPerShaderStage).toBe(8);
		expect(least.gpu.limits.maxComputeInvocationsPerWorkgroup).toBe(256);
		const full = await openDevice({ tuning: safeTuning });
		expect(full.tuning).toEqual(least.tuning);
		expect(await run(least, 3)).toEqual(await run(full, 3));
	},
);

// An emulated GPU takes a minute to compile a second kind of run.
test.runIf(isLong)('an adapter trains as on wasm, where no products are fused', async () => {
	const adapter = { rank: 3, alpha: 4, targets: 'all-linear' as const, dropout: 0.1 };
	const optimizer = { ...tinySettings([]).optimizer, learningRate: 0.05 };
	const [fused, plain] = [
		await run(await openDevice(), 8, { adapter, optimizer }),
		await run(await openWasm(), 8, { adapter, optimizer }),
	];
	expect(plain.losses[0] - plain.losses[7]).not.toBe(0);
	plain.losses.forEach((loss, i) =>
		expect(Math.abs(fused.losses[i] - loss) / loss, `step ${i + 1}`).toBeLessThan(1e-4),
	);
	const scale = Math.hypot(...plain.state.weights);
	const differences = plain.state.weights.map((weight, i) => fused.state.weights[i] - weight);
	expect(Math.hypot(...differences) / scale).toBeLessThan(1e-3);
});

test.runIf(isLong)(
	'after 10,000 steps there are as many buffers as after 10',
	async () => {
		const { losses } = await run(await openDevice(), 10_000);
		expect(losses).toHaveLength(10_000);
		expect(losses.every(Number.isFinite)).toBe(true);
	},
	30 * 60_000,
);
