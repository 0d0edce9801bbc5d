/**
 * The column of each row's largest number, for greedy decoding:
 *
 *   column_r = argmax_c x_rc    (the first among equals; 0 if a number of the row is not finite)
 *   finite_r = 1 if all numbers of the row are finite, else 0
 *
 * x [rows, width]; column int32 [rows], finite [rows]. No gradient.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { rowShader } from '../webgpu/rowReduction.ts';
import { read, write } from '../webgpu/shader.ts';

/** x [rows, width] → column int32 [rows], finite [rows]. */
export const largestColumn = (
	x: tf.Tensor2D,
): readonly [column: tf.Tensor1D, finite: tf.Tensor1D] =>
	apply(largestColumnKernel, { x }, {}) as [tf.Tensor1D, tf.Tensor1D];

export const largestColumnKernel = defineKernel({
	name: 'LargestColumn',
	inputs: ['x'],
	outputs: ([{ shape }]) => [
		{ shape: [shape[0]], storage: 'i32' },
		{ shape: [shape[0]], storage: 'f32' },
	],
	dispatches: ({ inputs: [x], outputs: [column, finite] }) => [
		rowShader(x.shape, ({ width, items, at, lanes, loop }) => {
			// Infinities and NaN have all bits of the exponent.
			const exponent = width === 4 ? 'vec4u(0x7f800000u)' : '0x7f800000u';
			const bits = width === 4 ? 'vec4u' : 'u32';
			return {
				label: 'largestColumn',
				operands: { x: read(x, 0, width), column: write(column, 1), finite: write(finite, 2) },
				body: `var top = T(-3.4e38);
var is_finite = true;
${loop(`let value = x_${at}(row * ${items}u + c);
	is_finite = is_finite && all((bitcast<${bits}>(value) & ${exponent}) != ${exponent});
	top = max(top, value);`)}
let most = join_max(largest(top), lane);
let has_broken = join_max(select(1.0, 0.0, is_finite), lane) > 0;
let width = u.items * ${width}u;
var first = width;
for (var c = column; c < width; c += ${lanes}u) {
	if (x_at(row * width + c) == most) { first = c; break; }
}
// A float32 holds each column below 2^24.
let found = u32(-join_max(-f32(first), lane));
if (is_row && column == 0u) {
	column_set(row, select(i32(found), 0, has_broken));
	finite_set(row, select(1.0, 0.0, has_broken));
}`,
				flops: 2 * sizeOf(x.shape),
			};
		}),
	],
	calls: ({ inputs: [x] }) => [{ run: 'largestColumn', words: x.shape }],
	reference: ([x], { inputs }) => {
		const [rows, width] = inputs[0].shape;
		const all = Array.from({ length: rows }, (_, r) => x.subarray(r * width, (r + 1) * width));
		const finite = Float64Array.from(all, (row) => Number(row.every(Number.isFinite)));
		const column = Float64Array.from(all, (row, r) =>
			finite[r] ? row.indexOf(row.reduce((a, value) => Math.max(a, value), -Infinity)) : 0,
		);
		return [column, finite];
	},
});
