import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { openDevice } from '#gpu/device.ts';
import type { DeviceReport } from '#gpu/report.ts';
import { createTrainer } from '#training/createTrainer.ts';
import type { StepEvent } from '#training/events.ts';
import type { TrainerState } from '#training/trainer.ts';
import { tinyModel, tinySettings, tinySkills } from '../unit/tinyRun.ts';

const wasmFiles = {
	'tfjs-backend-wasm.wasm': plainWasm,
	'tfjs-backend-wasm-simd.wasm': simdWasm,
	'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
};
const steps = import.meta.env['SKILLET_SUITE'] === 'long' ? 20 : 4;

async function run(
	backend: DeviceReport['backend'],
): Promise<{ losses: number[]; state: TrainerState }> {
	expect((await openDevice({ prefer: backend, wasmFiles })).backend).toBe(backend);
	const settings = tinySettings([{ fromStep: 0, id: 'uniform', settings: {} }], {
		evaluation: { every: 1000, examples: 1, finalExamples: 1, samples: 0 },
	});
	const trainer = await createTrainer({
		model: tinyModel,
		skills: tinySkills,
		settings: { ...settings, steps: 30 },
	});
	const losses: number[] = [];
	let tensors = 0;
	while (trainer.step < steps) {
		const events = await trainer.next();
		losses.push(events.find((event): event is StepEvent => event.type === 'step')!.loss);
		tensors ||= tf.memory().numTensors;
	}
	expect(tf.memory().numTensors, 'tensors after the last step as after the first').toBe(tensors);
	const state = await trainer.state();
	trainer.dispose();
	return { losses, state };
}

test('training on WebGPU repeats bit for bit, and follows the software path', async () => {
	const first = await run('webgpu');
	const second = await run('webgpu');
	expect(second).toEqual(first);
	const { losses } = await run('wasm');
	losses.forEach((loss, i) =>
		expect(Math.abs(first.losses[i] - loss) / loss, `step ${i + 1}`).toBeLessThan(1e-4),
	);
});
