/** Compares eager execution with captured programs bit for bit, and tests tfjs's operations. */
// Imported for its CPU backend.
import '@tensorflow/tfjs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { highest } from '#engine/core/statistics.ts';
import { packBatch } from '#engine/data/batch.ts';
import { capture, type Capture } from '#engine/gpu/capture.ts';
import type { Inputs } from '#engine/gpu/computeDevice.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import { linear, rotaryAngles, rotaryTable, swiGlu } from '#engine/gpu/kernels.ts';
import { useEagerly } from './eagerBackend.ts';
import type { WebGpuDevice } from '#engine/gpu/webgpu/WebGpuDevice.ts';
import { tensorSpecs } from '#engine/model/architecture.ts';
import { llama } from '#engine/model/architectures/llama.ts';
import { batchInputs, padWithZeros, batchShape } from '#engine/model/batchTensors.ts';
import { DecoderOnDevice } from '#engine/model/DecoderOnDevice.ts';
import { captureGradient, gradientProgram } from '#engine/training/gradient.ts';
import { encoded, randomExamples, tinyConfigs } from '../kernels/decoderChecks.ts';
import { openDevice } from './openDevice.ts';
import { isLong } from '../support/suite.ts';

const [rows, width, hidden] = [13, 20, 36];

async function startEager(device: WebGpuDevice): Promise<void> {
	await useEagerly(device);
	onTestFinished(() => tf.removeBackend('skillet-webgpu'));
}

/** A gated block with a residual, as in a decoder's layer. */
const block = (
	x: tf.Tensor2D,
	gate: tf.Tensor2D,
	up: tf.Tensor2D,
	down: tf.Tensor2D,
): tf.Tensor2D => linear(swiGlu(linear(x, gate), linear(x, up)), down, x);

const shapes = {
	x: [rows, width],
	gate: [hidden, width],
	up: [hidden, width],
	down: [width, hidden],
} as const;
const names = Object.keys(shapes) as (keyof typeof shapes)[];

const forwardAndBackward = tf.valueAndGrads((x, gate, up, down) =>
	block(x as tf.Tensor2D, gate as tf.Tensor2D, up as tf.Tensor2D, down as tf.Tensor2D),
);

function values(): Record<string, Float32Array> {
	return Object.fromEntries(
		[...names, 'dy'].map((name) => {
			const random = randomStream(7, name);
			const [r, c] = name === 'dy' ? shapes.x : shapes[name as keyof typeof shapes];
			return [name, Float32Array.from({ length: r * c }, (_, i) => 2 * random.uniform(i) - 1)];
		}),
	);
}

test('captured kernels and gradients equal eager execution bit for bit', async () => {
	const device = await openDevice();
	const given = values();

	const program = capture('block', (recording) => {
		const inputs = names.map((name) => recording.input(name, shapes[name], 'f32'));
		const dy = recording.input('dy', shapes.x, 'f32') as tf.Tensor2D;
		const { value, grads } = forwardAndBackward(inputs, dy);
		recording.result('y', value);
		grads.forEach((gradient, i) => recording.result(names[i], gradient));
	});
	const loaded = await device.load(program, {});
	const captured = await loaded.run(given).read();
	const again = await loaded.run(given).read();
	expect(again, 'run to run').toEqual(captured);

	await startEager(device);
	const tensors = names.map((name) => tf.tensor2d(given[name], [...shapes[name]]));
	const { value, grads } = forwardAndBackward(tensors, tf.tensor2d(given['dy'], [...shapes.x]));
	expect(captured['y']).toEqual(await value.data());
	for (const [i, name] of names.entries())
		expect(captured[name], name).toEqual(await grads[i].data());
	// Not because both are zero.
	expect(captured['gate'].some((number) => Math.abs(number) > 0.01)).toBe(true);
});

test.runIf(isLong).each([false, true])(
	'a captured model has the loss of eager execution, and nearly its gradient (checkpointing %s)',
	async (checkpointing) => {
		const device = await openDevice();
		const [config] = tinyConfigs;
		const specs = tensorSpecs(llama, config);
		const decoder = await DecoderOnDevice.open(device, config, specs);
		const plan = { config, layout: decoder.layout, checkpointing };
		const random = randomStream(5, 'weights');
		const weights = await decoder.vector('weights');
		weights.write(Float32Array.from({ length: weights.length }, (_, i) => random.uniform(i) - 0.5));
		const gradient = await decoder.vector('gradient');
		const table = rotaryTable(config.context, rotaryAngles(config.headDim, config.rotaryBase));
		const tableVector = await device.vector('rotary table', table.length);
		tableVector.write(table);

		const set = encoded(randomExamples(config.vocabulary, [9, 4, 17, 2, 6], 1));
		const batch = packBatch(
			Array.from({ length: set.count }, (_, index) => ({ set, index })),
			'packed',
		);
		const shape = batchShape(batch, config);
		const inputs: Inputs = {
			...batchInputs(batch, shape, config),
			targets: padWithZeros(batch.targets, shape.targets),
			targetWeights: Float32Array.from({ length: shape.targets }, (_, i) =>
				i < batch.targets.length ? 1 / (i + 2) : 0,
			),
		};
		const loaded = await device.load(gradientProgram(plan, shape), {
			weights,
			gradient,
			'rotary table': tableVector,
		});
		const { nll } = await loaded.run(inputs).read();
		const captured = await gradient.read();

		await startEager(device);
		const eager = new EagerCapture(inputs, {
			weights: await weights.read(),
			'rotary table': table,
		});
		captureGradient(eager, plan, shape);
		expect(nll).toEqual(await eager.results.get('nll')!.data());
		for (const { role, deviceOffset, size } of plan.layout.tensors) {
			const values = captured.slice(deviceOffset, deviceOffset + size);
			// A sum of two products is one product of twice the terms in a captured program.
			const exact = await eager.stored.get(deviceOffset)!.data();
			const apart = highest(values.map((value, i) => Math.abs(value - exact[i])));
			expect(apart / highest(values.map(Math.abs)), role).toBeLessThan(1e-6);
			expect(
				values.some((value) => value !== 0),
				role,
			).toBe(true);
		}
	},
);

/** A capture that executes eagerly. Its inputs and vectors are tensors with numbers. */
class EagerCapture implements Capture {
	readonly results = new Map<string, tf.Tensor>();
	/** By offset in the vector. */
	readonly stored = new Map<number, tf.Tensor>();
	readonly #inputs: Inputs;
	readonly #vectors: { readonly [name: string]: Float32Array };

	constructor(inputs: Inputs, vectors: { readonly [name: string]: Float32Array }) {
		this.#inputs = inputs;
		this.#vectors = vectors;
	}
	input(name: string, shape: readonly number[], storage: 'f32' | 'i32'): tf.Tensor {
		const type = storage === 'i32' ? 'int32' : 'float32';
		return tf.keep(tf.tensor(this.#inputs[name], [...shape], type));
	}
	vector(name: string, offset: number, shape: readonly number[]): tf.Tensor {
		const values = this.#vectors[name].slice(offset, offset + sizeOf(shape));
		return tf.keep(tf.tensor(values, [...shape]));
	}
	store(tensor: tf.Tensor, _: string, offset: number): void {
		this.stored.set(offset, tf.keep(tensor));
	}
	result(name: string, tensor: tf.Tensor): void {
		this.results.set(name, tf.keep(tensor));
	}
}

describe('tfjs on the lab device', () => {
	test('computes before and after the lab kernels', async () => {
		await startEager(await openDevice());
		const x: tf.Tensor2D = tf.add(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.scalar(1));
		const y = linear(x, tf.tensor2d([1, 0, 1, 1], [2, 2]));
		const sum: tf.Tensor = tf.sum(tf.mul(y, 2), 1);
		expect([...(await y.data())]).toEqual([2, 5, 4, 9]);
		expect([...(await sum.data())]).toEqual([14, 26]);
	});

	test('keeps all its own kernels', async () => {
		await startEager(await openDevice());
		const theirs = new Map(
			tf.getKernelsForBackend('webgpu').map((k) => [k.kernelName, k.kernelFunc]),
		);
		const ours = new Map(
			tf.getKernelsForBackend('skillet-webgpu').map((k) => [k.kernelName, k.kernelFunc]),
		);
		expect(theirs.size).toBeGreaterThan(150);
		for (const [name, run] of theirs) expect(ours.get(name), name).toBe(run);
		expect(ours.has('Linear')).toBe(true);
	});

	test.each<[string, (a: tf.Tensor2D, b: tf.Tensor2D) => tf.Tensor]>([
		['matMul', (a, b) => tf.matMul(a, b, false, true)],
		['softmax', (a) => tf.softmax(a)],
		[
			'layer norm',
			(a) => tf.div(tf.sub(a, tf.mean(a, 1, true)), tf.sqrt(tf.moments(a, 1, true).variance)),
		],
		['gather', (a) => tf.gather(a, tf.tensor1d([3, 1, 3], 'int32'))],
		['slice and concat', (a, b) => tf.concat([a.slice([1, 0], [2, 7]), b.slice([0, 0], [3, 7])])],
		['transpose', (a) => tf.transpose(a)],
		['argMax', (a) => tf.argMax(a, 1)],
		['topk', (a) => tf.topk(a, 3).values],
		['cumsum', (a) => tf.cumsum(a, 1)],
		['where', (a, b) => tf.where(tf.greater(a, b), a, tf.neg(b))],
		['one-hot', () => tf.oneHot(tf.tensor1d([2, 0, 1], 'int32'), 4)],
		[
			'a gradient',
			(a, b) => tf.grad((x) => tf.sum(tf.tanh(tf.matMul(x as tf.Tensor2D, b, false, true))))(a),
		],
	])('computes %s as on the CPU', async (_, operation) => {
		await startEager(await openDevice());
		const random = randomStream(3, 'operands');
		const values = (name: string) =>
			Array.from({ length: 35 }, (__, i) => 2 * random.child(name).uniform(i) - 1);
		const compute = () =>
			operation(tf.tensor2d(values('a'), [5, 7]), tf.tensor2d(values('b'), [5, 7])).data();
		const onGpu = await compute();
		await tf.setBackend('cpu');
		const onCpu = await compute();
		await tf.setBackend('skillet-webgpu');
		expect(onGpu.length).toBe(onCpu.length);
		onGpu.forEach((value, i) => expect(value, `element ${i}`).toBeCloseTo(onCpu[i], 5));
	});
});
