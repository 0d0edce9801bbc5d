import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { OutOfMemoryError } from '#engine/core/errors.ts';
import { capture, type Capture } from '../capture.ts';
import { adamW, gatherRows, linear } from '../kernels.ts';
import { planDispatches } from './dispatchPlan.ts';
import { safeTuning } from './matmul/tuning.ts';

const limits = {
	minUniformBufferOffsetAlignment: 256,
	largestPart: 1e9,
	heldBytes: 0,
	maxStorageBuffersPerShaderStage: 8,
	maxComputeWorkgroupsPerDimension: 65_535,
};

/** Products of equal shapes, and a last one of another shape. */
const plan = (layers: number) =>
	planDispatches(
		capture('layers', (recording) => {
			let x = recording.input('x', [64, 64], 'f32') as tf.Tensor2D;
			for (let i = 0; i < layers; i++)
				x = linear(x, recording.vector('weights', i * 4096, [64, 64]) as tf.Tensor2D);
			recording.result('y', linear(x, recording.vector('head', 0, [32, 64]) as tf.Tensor2D));
		}),
		safeTuning,
		limits,
	);

test('layers of one shape share their words, and other words have their own', () => {
	const [two, nine] = [plan(2), plan(9)];
	expect(nine.dispatches.length).toBe(two.dispatches.length + 7);
	expect(nine.uniforms.byteLength).toBe(two.uniforms.byteLength);
	for (const { dispatches, uniforms } of [two, nine]) {
		const words = (offset: number, count: number) => [...new Uint32Array(uniforms, offset, count)];
		for (const dispatch of dispatches)
			expect(words(dispatch.uniformOffset, dispatch.uniforms.length)).toEqual(
				dispatch.uniforms.map((word) =>
					typeof word === 'number' ? word : new Uint32Array(Float32Array.of(word.f32).buffer)[0],
				),
			);
	}
	const [layer, head] = two.dispatches.slice(-2);
	expect(layer.uniformOffset).not.toBe(head.uniformOffset);
});

test('an input that no dispatch reads is not sent, as the order for a frozen embedding', () => {
	const index = (recording: Capture, name: string, size: number) =>
		recording.input(name, [size], 'i32') as tf.Tensor1D;
	const planned = planDispatches(
		capture('rows', (recording) => {
			const order = index(recording, 'order', 8);
			const starts = index(recording, 'starts', 50_001);
			const table = recording.vector('table', 0, [50_000, 64]);
			const rows = gatherRows(table, { index: index(recording, 'tokens', 8), order, starts });
			recording.result('y', rows);
		}),
		safeTuning,
		limits,
	);
	expect(planned.inputs.map(({ name }) => name)).toEqual(['tokens']);
	expect(planned.inputBytes).toBe(256);
});

/** A step of AdamW on vectors of `size`, and a product with a matrix [rows, 64] in 8 bits. */
const planParts = (size: number, rows: number) =>
	planDispatches(
		capture('parts', (recording) => {
			const vector = (name: string) => recording.vector(name, 0, [size]) as tf.Tensor1D;
			const scalars = recording.input('scalars', [3], 'f32') as tf.Tensor1D;
			const [gradient, decay, weights] = [vector('gradient'), vector('decay'), vector('weights')];
			const [firstMoments, secondMoments] = [vector('first'), vector('second')];
			const tensors = { gradient, decay, weights, firstMoments, secondMoments, scalars };
			const settings = { beta1: 0.9, beta2: 0.98, epsilon: 1e-8, weightDecay: 0.01, clip: 1 };
			recording.result('norm', adamW(tensors, settings));
			const x = recording.input('x', [4, 64], 'f32') as tf.Tensor2D;
			const matrix = recording.vector('matrix', 0, [rows, 64], 'i8') as tf.Tensor2D;
			recording.result('y', linear(x, matrix));
		}),
		safeTuning,
		{ ...limits, largestPart: 2 ** 20 },
	);

test('a step over vectors in several buffers is cut into one dispatch for each', () => {
	const { dispatches } = planParts(600_000, 64);
	const updates = dispatches.filter(({ label }) => label === 'adamW');
	expect(updates.map(({ regions }) => regions[2].buffer)).toEqual([
		'vector weights',
		'vector weights, part 1',
		'vector weights, part 2',
	]);
	const sizes = updates.map(({ regions }) => regions[2].size);
	expect(sizes).toEqual([2 ** 20, 2 ** 20, 2_400_000 - 2 ** 21]);
	expect(updates.map(({ uniforms }) => uniforms[0])).toEqual(sizes.map((size) => size / 16));
	const squares = dispatches.filter(({ label }) => label === 'adamW squares');
	expect(squares.map(({ regions }) => regions[1].offset)).toEqual([0, 4096, 8192]);
});

test('a matrix in several buffers is one operand with several bindings', () => {
	const rows = 40_000;
	const { dispatches } = planParts(64, rows);
	const product = dispatches.find(({ label }) => label === 'linear')!;
	const parts = product.regions.filter(({ buffer }) => buffer.startsWith('vector matrix'));
	expect(parts.map(({ size }) => size).reduce((sum, size) => sum + size)).toBe(rows * 68);
	expect(parts.every(({ size }) => size <= 2 ** 20)).toBe(true);
	expect(product.bindings.filter(({ operand }) => operand === 1)).toHaveLength(3);
	// Rows of 68 bytes; a part has whole blocks and begins where a binding may.
	expect(product.wgsl).toContain(`if (i < ${(Math.floor(2 ** 20 / 4352) * 4096) / 4}u)`);
	expect(() => planParts(64, 200_000)).toThrow(OutOfMemoryError);
});
