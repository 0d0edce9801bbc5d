/**
 * Rows written into a matrix in place, for caches: y[index_i] = x_i.
 *
 * x [n, width], index [n], y [rows, width]. Indices that repeat leave any of their rows. No
 * gradient.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { itemAccess, itemShader, read, write } from '../webgpu/shader.ts';

/** Overwrites rows `index` (int32 [n]) of y [rows, width] with x [n, width]. */
export const storeRows = (y: tf.Tensor2D, index: tf.Tensor1D, x: tf.Tensor2D): void => {
	apply(storeRowsKernel, { x, index, y }, {});
};

export const storeRowsKernel = defineKernel({
	name: 'StoreRows',
	inputs: ['x', 'index', 'y'],
	updates: ['y'],
	outputs: () => [],
	dispatches: ({ inputs: [x, index, y] }) => {
		const { width, items, at, set } = itemAccess(x.shape[1]);
		return [
			itemShader({
				label: 'storeRows',
				operands: { x: read(x, 0, width), index: read(index, 1), y: write(y, 2, width) },
				count: x.shape[0] * items,
				body: `y_${set}(u32(index_at(i / ${items}u)) * ${items}u + i % ${items}u, x_${at}(i));`,
				flops: sizeOf(x.shape),
			}),
		];
	},
	calls: ({ inputs: [x] }) => [{ run: 'storeRows', words: [...x.shape] }],
	reference: ([x, index, y], { inputs: [{ shape }] }) => {
		const [, width] = shape;
		index.forEach((row, i) => y.set(x.subarray(i * width, (i + 1) * width), row * width));
		return [];
	},
});
