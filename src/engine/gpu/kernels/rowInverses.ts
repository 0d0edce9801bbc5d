/**
 * 1 / ‖x_r‖ of each row. DoRA (Liu et al. 2024, arXiv 2402.09353) divides by the rows' lengths, and
 * its §4.3 treats them as constants: there is no gradient.
 *
 *   y_r = 1 / √(Σ_c x_rc²)          x [rows, width], y [rows]
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { rowShader } from '../webgpu/rowReduction.ts';
import { read, write } from '../webgpu/shader.ts';

/** x [rows, width] → [rows]. */
export const rowInverses = (x: tf.Tensor2D): tf.Tensor1D =>
	apply(rowInversesKernel, { x }, {})[0] as tf.Tensor1D;

export const rowInversesKernel = defineKernel({
	name: 'RowInverses',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: [x.shape[0]], storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }) => [
		rowShader(x.shape, ({ width, items, at, loop }) => ({
			label: 'rowInverses',
			operands: { x: read(x, 0, width), y: write(y, 1) },
			body: `var sums = T();
${loop(`let value = x_${at}(row * ${items}u + c);
	sums = fma(value, value, sums);`)}
let squares = join_sum(total(sums), lane);
if (is_row && column == 0u) { y_set(row, 1.0 / sqrt(squares)); }`,
			flops: 2 * sizeOf(x.shape),
		})),
	],
	calls: ({ inputs: [x] }) => [{ run: 'rowInverses', words: x.shape }],
	reference: ([x], { inputs }) => {
		const [rows, width] = inputs[0].shape;
		const squares = new Float64Array(rows);
		x.forEach((value, i) => (squares[Math.floor(i / width)] += value * value));
		return [squares.map((sum) => 1 / Math.sqrt(sum))];
	},
});
