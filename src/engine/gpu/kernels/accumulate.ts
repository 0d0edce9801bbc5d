/**
 * Adds a vector to another in place: the gradients of a batch's micro-batches.
 *
 *   s ← s + x          s, x [count]
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/shader.ts';

/** sum, x [count]. */
export const accumulate = (sum: tf.Tensor1D, x: tf.Tensor1D): void =>
	void apply(accumulateKernel, { sum, x }, {});

export const accumulateKernel = defineKernel({
	name: 'Accumulate',
	inputs: ['sum', 'x'],
	updates: ['sum'],
	outputs: () => [],
	dispatches: ({ inputs: [sum, x] }) => [
		elementwise({
			label: 'accumulate',
			operands: { sum, x },
			writes: ['sum'],
			body: ({ at, set }) => `sum_${set}(i, sum_${at}(i) + x_${at}(i));`,
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [sum] }) => [{ run: 'add', operands: [0, 1, 0], words: [sizeOf(sum.shape)] }],
	reference: ([sum, x]) => {
		sum.forEach((value, i) => (sum[i] = value + x[i]));
		return [];
	},
});
