/** Weights in 8 bits on the processor. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import { roundToInt8, toInt8 } from '#gpu/int8.ts';
import { adapterOf } from '#model/adapters.ts';
import { tensorSpecs } from '#model/architecture.ts';
import { llama } from '#model/architectures/llama.ts';
import type { LoadedModel } from '#model/folder.ts';
import { createTrainer } from '#training/createTrainer.ts';
import { baseConfig } from '../../scripts/lib/baseConfig.ts';
import { openNodeDevice } from '../../scripts/lib/nodeDevice.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { checkInt8 } from '../kernels/int8Checks.ts';
import { expectPredicted } from '../support/memoryRun.ts';
import { withoutClock } from '../support/withoutClock.ts';
import { tinyModel, tinySettings, tinySkills } from './tinyRun.ts';
import { randomFloats } from './wasm/kernel.ts';

test('a block keeps its largest number, and others to half a step', () => {
	const values = randomFloats(200);
	values[70] = -3;
	expect(toInt8(values)).toHaveLength(4 * 68);
	const rounded = roundToInt8(values);
	expect(rounded[70]).toBeCloseTo(-3, 6);
	values.forEach((value, i) => {
		const largest = Math.max(...values.subarray(i - (i % 64), i - (i % 64) + 64).map(Math.abs));
		expect(Math.abs(rounded[i] - value)).toBeLessThanOrEqual((0.5001 * largest) / 127);
	});
	expect(roundToInt8(rounded)).toEqual(rounded);
	expect(roundToInt8(new Float32Array(64))).toEqual(new Float32Array(64));
});

test('products and rows have the bits of rounded weights', async () => {
	const device = await openNodeDevice(2);
	// Few rows, many rows, several blocks of a sum, columns that are no multiple of 8.
	await checkInt8(device, [
		[1, 3, 64],
		[7, 130, 128],
		[33, 192, 64],
		[70, 67, 1088],
	]);
	device.dispose();
});

describe('a run with an adapter beside a base in 8 bits', () => {
	const config = llama.config({ ...baseConfig, hidden_size: 64, intermediate_size: 64 });
	const specs = tensorSpecs(llama, config);
	const weights = initialWeights(specs, randomStream(5));
	const wide = { ...tinyModel, config, specs, weights, parameterCount: weights.length };
	const adapter = { rank: 2, alpha: 4, targets: 'all-linear' };
	const settings = (base: 'f32' | 'int8') =>
		tinySettings([{ fromStep: 0, id: 'uniform', settings: {} }], {
			steps: 3,
			adapter: { ...adapter, base },
		});
	const run = async (model: LoadedModel, base: 'f32' | 'int8') => {
		const device = await openNodeDevice();
		const options = { device, model, skills: tinySkills, settings: settings(base) };
		const trainer = await createTrainer(options);
		const events = withoutClock(await trainer.start());
		while (trainer.step < 3) events.push(...withoutClock(await trainer.next()));
		const { weights } = await trainer.state();
		const { vectors } = device.memory();
		trainer.dispose();
		device.dispose();
		// The first event states the memory.
		return { events: events.slice(1), weights, vectors };
	};

	test('trains as with rounded weights, and its memory is predicted', async () => {
		const rounded = weights.slice();
		for (const { shape, offset, size } of specs)
			if (shape.length === 2)
				rounded.set(roundToInt8(weights.subarray(offset, offset + size)), offset);
		const int8 = await run(wide, 'int8');
		const exact = await run({ ...wide, weights: rounded }, 'f32');
		expect(int8.events).toEqual(exact.events);
		expect(int8.weights).toEqual(exact.weights);
		expect(int8.vectors).toBeLessThan(exact.vectors - 2 * weights.length);
		expect((await run(wide, 'f32')).weights).not.toEqual(exact.weights);
		await expectPredicted(await openNodeDevice(), { settings: settings('int8'), model: wide });
	});

	test('is refused for DoRA', () => {
		const dora = { ...adapter, base: 'int8' as const, dora: true };
		expect(() => adapterOf(wide, dora)).toThrow(/^adapter\.base: must be f32/);
	});
});
