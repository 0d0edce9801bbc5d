/** Vectors and tensors in several buffers, on a device whose buffers are small. */
import { expect, test } from 'vitest';
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { randomStream } from '#engine/core/random.ts';
import { encodeExamples } from '#engine/data/encode.ts';
import { promptAnswer } from '#engine/data/example.ts';
import { checkKernels } from '#engine/gpu/checkKernels.ts';
import { sizeOf, type Attributes, type Kernel, type Storage } from '#engine/gpu/kernel.ts';
import { adamWKernel } from '#engine/gpu/kernels/adamW.ts';
import { gatherRowsKernel, scatterPlan, scatterRows } from '#engine/gpu/kernels/gatherRows.ts';
import {
	linearInputGradient,
	linearKernel,
	linearWeightGradient,
} from '#engine/gpu/kernels/linear.ts';
import { safeTuning } from '#engine/gpu/webgpu/matmul/tuning.ts';
import type { WebGpuOptions } from '#engine/gpu/webgpu/openWebGpu.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import type { BaseStorage } from '#engine/model/weightLayout.ts';
import { openTraining } from '#engine/training/openTraining.ts';
import { defaultOptimizer } from '#engine/training/settings.ts';
import { initialWeights } from '../../scripts/lib/pretraining/initialWeights.ts';
import { baseConfig, baseTokenizer, readDecoderConfig } from '../../scripts/lib/baseConfig.ts';
import { tinyModel } from '../unit/engine/tinyRun.ts';
import { numbers } from './programs.ts';
import { openDevice } from './openDevice.ts';

const isLong = import.meta.env['SKILLET_SUITE'] === 'long';

/** The products of this tuning compile faster than those of others. */
const open = (options?: WebGpuOptions) => openDevice({ tuning: safeTuning, ...options });

test('kernels read and write operands in several buffers', async () => {
	const device = await open({ largestPart: 96 * 1024 });
	const [rows, width, tokens] = [2000, 64, 8];
	const random = randomStream(1);
	const draw = (shape: readonly number[], storage: Storage = 'f32') => ({
		shape,
		storage,
		values: Array.from({ length: sizeOf(shape) }, (_, i) => random.uniform(i) - 0.5),
	});
	const whole = (values: ArrayLike<number>) => ({
		shape: [values.length],
		storage: 'i32' as const,
		values: Array.from(values),
	});
	const index = Array.from({ length: tokens }, (_, i) => (i * 777) % rows);
	const { order, starts } = scatterPlan(index, rows);
	const [flat, x, y] = [draw([rows * width]), draw([tokens, width]), draw([tokens, rows])];
	const positive = { ...flat, values: flat.values.map((value) => value + 1) };
	const scalars = { ...draw([3]), values: [1e-3, 1, 1] };
	const { accumulation: _, learningRate: __, ...adam } = defaultOptimizer;
	const uses: readonly [Kernel, Parameters<typeof sample>[1], Attributes?][] = [
		[gatherRowsKernel, [draw([rows, width], 'i8'), whole(index), whole(order), whole(starts)]],
		[scatterRows, [x, whole(order), whole(starts)]],
		[linearKernel, [x, draw([rows, width], 'i8')]],
		[linearInputGradient, [y, draw([rows, width], 'bf16')]],
		[linearWeightGradient, [y, x]],
		[adamWKernel, [flat, flat, flat, flat, positive, scalars], adam],
	];
	const sample = (
		kernel: Kernel,
		inputs: readonly ReturnType<typeof draw>[],
		attributes: Attributes = {},
	) => ({ kernel, inputs, attributes, outputs: kernel.outputs(inputs, attributes), terms: rows });
	expect(
		(
			await checkKernels(
				device,
				uses.map((use) => sample(...use)),
			)
		).flat(),
	).toEqual([]);
});

/** An embedding of 256 KiB in 32 bits, 68 KiB in 8. */
const shape = { vocab_size: 1024, hidden_size: 64, intermediate_size: 128, num_hidden_layers: 1 };
const config = readDecoderConfig({ ...baseConfig, ...shape });
const specs = tensorSpecs(llama, config);
const weights = initialWeights(specs, randomStream(1));
const model = { ...tinyModel, config, specs, weights, parameterCount: weights.length };
const rows = ['ab', 'ba'].map((text) => promptAnswer(text, `${text}!`));
const set = encodeExamples(rows, baseTokenizer, 64);

/** Losses, weights and moments after two steps, and an answer. */
async function train(device: WebGpuDevice, base?: BaseStorage) {
	const training = await openTraining(device, model, {
		seed: 1,
		optimizer: defaultOptimizer,
		batching: { size: 2, context: 64, layout: 'packed' },
		activations: 'kept',
		...(base && { adapter: { rank: 4, alpha: 8, targets: 'all-linear' as const, base } }),
	});
	try {
		const losses = [];
		for (const step of [1, 2]) {
			const examples = [0, 1].map((index) => ({ set, index }));
			losses.push((await training.learner.step(examples, { learningRate: 1e-3, step })).losses);
		}
		const state = await training.learner.state();
		const answer = await training.answer('ab', { maxTokens: 3 });
		return { losses, state, answer };
	} finally {
		training.dispose();
	}
}

test.runIf(isLong).each<[string, number, { base?: BaseStorage }]>([
	['all weights', 96, {}],
	['an adapter beside 32 bits', 96, { base: 'f32' }],
	['an adapter beside bfloat16', 96, { base: 'bf16' }],
	['an adapter beside 8 bits', 48, { base: 'int8' }],
	['an adapter beside 4 bits', 48, { base: 'nf4' }],
])('%s: small buffers give the same bits', async (_, kilobytes, { base }) => {
	const largestPart = kilobytes * 1024;
	const device = await open({ largestPart });
	const sizes: number[] = [];
	const create = device.gpu.createBuffer.bind(device.gpu);
	device.gpu.createBuffer = (descriptor) => {
		if (descriptor.usage & GPUBufferUsage.STORAGE) sizes.push(descriptor.size);
		return create(descriptor);
	};
	const parted = await train(device, base);
	expect(Math.max(...sizes)).toBeLessThanOrEqual(largestPart);
	expect(parted).toEqual(await train(await open(), base));
});

test.each([
	['f32', 5001],
	['i8', 64 * 200],
] as const)('a vector of %s in parts is written, read and copied', async (storage, length) => {
	const small = await open({ largestPart: 5000 });
	const whole = await open();
	const results = [];
	for (const device of [small, whole]) {
		const vector = await device.vector('v', length, storage);
		vector.write(numbers(length, (i) => i / 7));
		vector.write(
			numbers(640, (i) => -i),
			256,
		);
		const copy = await device.vector('w', length, storage);
		copy.copyFrom(vector);
		results.push([...(await copy.read())]);
		expect(device.memory().buffers > 2).toBe(device === small);
	}
	expect(results[0]).toEqual(results[1]);
});

test('an operand in more buffers than a dispatch may bind is refused by its size', async () => {
	const device = await open({ limits: 'default', largestPart: 16 * 1024 });
	const error: unknown = await train(device).catch((e: unknown) => e);
	expect(error).toBeInstanceOf(OutOfMemoryError);
	expect((error as Error).message).toMatch(/one buffer may have 0\.0 MB/);
	expect(device.memory()).toMatchObject({ vectors: 0, temporaries: 0 });
});
