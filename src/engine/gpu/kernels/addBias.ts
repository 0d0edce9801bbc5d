/**
 * The same vector added to each row, and its gradient.
 *
 *   y = x + b          x, y [rows, width], b (bias) [width]
 *   ∂x = ∂y,  ∂b = Σ_rows ∂y
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf, type Kernel } from '../kernel.ts';
import { rowItems } from '../webgpu/rowReduction.ts';
import { itemShader, read, write } from '../webgpu/shader.ts';

/** x [rows, width], bias [width] → [rows, width]. */
export const addBias = (x: tf.Tensor2D, bias: tf.Tensor1D): tf.Tensor2D =>
	apply(addBiasKernel, { x, bias }, {})[0] as tf.Tensor2D;

/** A kernel y = x + row or y = x ∘ row for each row of x [rows, width], except for its gradient. */
export const withRow = (
	run: 'addBias' | 'multiplyColumns',
	sign: '+' | '*',
	combine: (value: number, rowValue: number) => number,
) =>
	({
		outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
		dispatches: ({ inputs: [x, row], outputs: [y] }) => {
			const { width, items, at, set } = rowItems(x.shape[1]);
			return [
				itemShader({
					label: run,
					operands: { x: read(x, 0, width), row: read(row, 1, width), y: write(y, 2, width) },
					count: x.shape[0] * items,
					body: `y_${set}(i, x_${at}(i) ${sign} row_${at}(i % ${items}u));`,
					flops: sizeOf(x.shape),
				}),
			];
		},
		calls: ({ inputs: [x] }) => [{ run, words: x.shape }],
		reference: ([x, row]) => [x.map((value, i) => combine(value, row[i % row.length]))],
	}) satisfies Partial<Kernel>;

export const addBiasKernel = defineKernel({
	name: 'AddBias',
	inputs: ['x', 'bias'],
	...withRow('addBias', '+', (value, bias) => value + bias),
	gradient: {
		inputs: [],
		backward: ([dy]) => ({ x: () => dy.clone(), bias: () => apply(columnSums, { x: dy }, {})[0] }),
	},
});

/** y = Σ_rows x, in ascending order of rows. */
export const columnSums = defineKernel({
	name: 'ColumnSums',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: [x.shape[1]], storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }) => {
		const { width, items, at, set, functions } = rowItems(x.shape[1]);
		return [
			itemShader({
				label: 'columnSums',
				operands: { x: read(x, 0, width), y: write(y, 1, width) },
				count: items,
				sizes: { rows: x.shape[0] },
				functions,
				body: `
var sum = T();
for (var row = 0u; row < u.rows; row++) { sum += x_${at}(row * ${items}u + i); }
y_${set}(i, sum);`,
				flops: sizeOf(x.shape),
			}),
		];
	},
	calls: ({ inputs: [x] }) => [{ run: 'sumRows', words: x.shape }],
	reference: ([x], { inputs }) => {
		const [, width] = inputs[0].shape;
		const sums = new Float64Array(width);
		x.forEach((value, i) => (sums[i % width] += value));
		return [sums];
	},
});
