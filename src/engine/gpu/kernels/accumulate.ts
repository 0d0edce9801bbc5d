/**
 * Adds a vector to another in place: the gradients of a batch's micro-batches.
 *
 *   s ← s + x          s, x [count]
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

/** sum, x [count]. */
export const accumulate = (sum: tf.Tensor1D, x: tf.Tensor1D): void =>
	void apply(accumulateKernel, { sum, x }, {});

export const accumulateKernel = elementwiseKernel({
	name: 'Accumulate',
	label: 'accumulate',
	inputs: ['sum', 'x'],
	updates: ['sum'],
	results: [],
	body: ({ at, set }) => `sum_${set}(i, sum_${at}(i) + x_${at}(i));`,
	flopsPerElement: 1,
	run: 'add',
	reference: ([sum, x]) => {
		sum.forEach((value, i) => (sum[i] = value + x[i]));
		return [];
	},
});
