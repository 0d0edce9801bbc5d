/**
 * Adds a vector to another, in place: the gradients of a batch that is cut into micro-batches.
 *
 *   s ← s + x          s, x [count]
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/elementwise.ts';

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
			body: (width) =>
				width === 4
					? 'sum_set_quad(i, sum_quad(i) + x_quad(i));'
					: 'sum_set(i, sum_at(i) + x_at(i));',
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [sum] }) => [{ run: 'add', operands: [0, 1, 0], words: [sizeOf(sum.shape)] }],
	reference: ([sum, x]) => {
		sum.forEach((value, i) => (sum[i] = value + x[i]));
		return [];
	},
});
