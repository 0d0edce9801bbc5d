import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture, type Capture } from '../capture.ts';
import { gatherRows, linear } from '../kernels.ts';
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
