import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from '../capture.ts';
import { linear } from '../kernels.ts';
import { planDispatches } from './dispatchPlan.ts';
import { safeTuning } from './matmul/tuning.ts';

const limits = {
	minUniformBufferOffsetAlignment: 256,
	maxStorageBufferBindingSize: 1e9,
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
