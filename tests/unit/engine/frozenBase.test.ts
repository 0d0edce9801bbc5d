/** Frozen weights in 16, 8 and 4 bits on the processor. */
import { describe, expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import { randomStream } from '#engine/core/random.ts';
import { bf16 } from '#engine/gpu/bf16.ts';
import { asStored } from '#engine/gpu/encodings.ts';
import { int8 } from '#engine/gpu/int8.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { LoadedModel } from '#engine/model/folder.ts';
import type { ReadWeights } from '#engine/model/tensors.ts';
import { frozenParts, type BaseStorage } from '#engine/model/weightLayout.ts';
import { baseConfig } from '../../../scripts/lib/baseConfig.ts';
import { openNodeDevice } from '../../../scripts/lib/nodeDevice.ts';
import { initialWeights } from '../../../scripts/lib/pretraining/initialWeights.ts';
import { checkEncoding } from '../../kernels/encodingChecks.ts';
import { expectPredicted } from '../../support/memoryRun.ts';
import { withoutClock } from '../../support/withoutClock.ts';
import { tinyModel, tinySettings } from './tinyRun.ts';
import { randomFloats } from './wasm/kernel.ts';
import { openTrainer, segment, trainTo } from '../../support/tinyTrainer.ts';

test('a block keeps its largest number, and others to half a step', () => {
	const values = randomFloats(200);
	values[70] = -3;
	expect(int8.encode(values)).toHaveLength(4 * 68);
	const rounded = asStored('i8', values);
	expect(rounded[70]).toBeCloseTo(-3, 6);
	values.forEach((value, i) => {
		const largest = Math.max(...values.subarray(i - (i % 64), i - (i % 64) + 64).map(Math.abs));
		expect(Math.abs(rounded[i] - value)).toBeLessThanOrEqual((0.5001 * largest) / 127);
	});
	expect(asStored('i8', rounded)).toEqual(rounded);
	expect(asStored('i8', new Float32Array(64))).toEqual(new Float32Array(64));
});

test('bfloat16 rounds to nearest, ties to even, and keeps what has 8 bits', () => {
	const exactNumbers = [0, -0, 1, -1.5, 2 ** -133, -(2 ** 127), Infinity, -Infinity, NaN];
	expect([...asStored('bf16', Float32Array.from(exactNumbers))]).toEqual(exactNumbers);
	const ties = Float32Array.of(1 + 1 / 256, 1 + 3 / 256, 1 + 1.01 / 256, 3.4e38);
	expect([...asStored('bf16', ties)]).toEqual([1, 1 + 1 / 64, 1 + 1 / 128, Infinity]);
	expect(bf16.encode(Float32Array.of(1, -2, 3))).toHaveLength(8);
});

test.each(['i8', 'bf16', 'nf4'] as const)(
	'products of %s have the bits of rounded weights',
	async (encoding) => {
		const device = await openNodeDevice(2);
		// Few rows, many rows, several blocks of a sum, columns that are no multiple of 8.
		await checkEncoding(device, encoding, [
			[1, 3, 64],
			[7, 130, 128],
			[33, 192, 64],
			[70, 67, 1088],
		]);
		device.dispose();
	},
);

const bases = [
	{ base: 'int8', storage: 'i8', bytes: 1 },
	{ base: 'bf16', storage: 'bf16', bytes: 2 },
	{ base: 'nf4', storage: 'nf4', bytes: 0.6 },
] as const;
describe.each(bases)('a run with an adapter beside a base in $base', ({ base, storage, bytes }) => {
	const config = llama.config({ ...baseConfig, hidden_size: 64, intermediate_size: 64 });
	const specs = tensorSpecs(llama, config);
	const weights = initialWeights(specs, randomStream(5));
	const wide = { ...tinyModel, config, specs, weights, parameterCount: weights.length };
	const adapter = { rank: 2, alpha: 4, targets: 'all-linear' as const };
	const settings = (base: BaseStorage) =>
		tinySettings([segment(0, 'uniform')], { steps: 3, adapter: { ...adapter, base } });
	const run = async (model: LoadedModel, base: BaseStorage) => {
		const device = await openNodeDevice();
		const trainer = await openTrainer(device, settings(base), { model });
		const events = [...withoutClock(await trainer.start()), ...(await trainTo(trainer, 3))];
		const { weights } = await trainer.state();
		const { vectors } = device.memory();
		trainer.dispose();
		device.dispose();
		// The first event states the memory.
		return { events: events.slice(1), weights, vectors };
	};

	test('trains as with rounded weights, and its memory is predicted', async () => {
		const rounded = weights.slice();
		for (const { role, shape, offset, size } of specs) {
			const stored = storage === 'nf4' && role === 'embedding' ? 'i8' : storage;
			if (shape.length === 2)
				rounded.set(asStored(stored, weights.subarray(offset, offset + size)), offset);
		}
		const encoded = await run(wide, base);
		const exact = await run({ ...wide, weights: rounded }, 'f32');
		expect(encoded.events).toEqual(exact.events);
		const readWeights: ReadWeights = async (take) =>
			specs.forEach((spec) => {
				const tensor = weights.subarray(spec.offset, spec.offset + spec.size);
				for (let at = 0; at < tensor.length; at += 4096)
					take(spec, tensor.slice(at, at + 4096), at);
			});
		const later = await run({ ...wide, weights: new Float32Array(0), readWeights }, base);
		expect(later).toEqual(encoded);
		expect(encoded.weights).toEqual(exact.weights);
		expect(encoded.vectors).toBeLessThan(exact.vectors - (3.7 - bytes) * weights.length);
		expect((await run(wide, 'f32')).weights).not.toEqual(exact.weights);
		await expectPredicted(await openNodeDevice(), { settings: settings(base), model: wide });
	});
});

test('a stored run with a base that left is refused by its name', () => {
	expect(() => frozenParts([], 'int8dots' as BaseStorage)).toThrow(
		failure(
			'was {base}, which left the lab: this run can be read, but not continued. Begin a new one with f32dots.',
			{ base: 'int8dots', field: 'adapter.base' },
		),
	);
});

test('a run with a base of whole numbers has the same bits on each number of threads', async () => {
	const config = llama.config({ ...baseConfig, hidden_size: 64, intermediate_size: 192 });
	const specs = tensorSpecs(llama, config);
	const weights = initialWeights(specs, randomStream(5));
	const model = { ...tinyModel, config, specs, weights, parameterCount: weights.length };
	const run = async (base: BaseStorage, threads: number) => {
		const adapter = { rank: 2, alpha: 4, targets: 'all-linear' as const, base };
		const settings = tinySettings([segment(0, 'uniform')], { steps: 3, adapter });
		const device = await openNodeDevice(threads);
		const trainer = await openTrainer(device, settings, { model });
		await trainer.start();
		await trainTo(trainer, 3);
		const { weights: trained } = await trainer.state();
		trainer.dispose();
		device.dispose();
		return trained;
	};
	const dots = await run('f32dots', 1);
	expect(await run('f32dots', 2)).toEqual(dots);
	const floats = await run('f32', 1);
	expect(dots).not.toEqual(floats);
	const size = (x: Float32Array) => Math.hypot(...x);
	expect(size(dots.map((x, i) => x - floats[i]))).toBeLessThan(0.005 * size(floats));
});
