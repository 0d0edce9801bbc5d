/**
 * Rows less their means. Layer normalisation (Ba et al. 2016, arXiv 1607.06450) is this, then
 * rmsNorm, then addBias: the mean square of a centred row is its variance.
 *
 *   y = x − mean(x)          x, y [rows, width]
 *   ∂x = ∂y − mean(∂y)
 *
 * The map is linear and symmetric, so it is its own gradient.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { rowShader } from '../webgpu/rowReduction.ts';
import { read, write } from '../webgpu/shader.ts';

/** x [rows, width] → [rows, width]. */
export const center = (x: tf.Tensor2D): tf.Tensor2D =>
	apply(centerKernel, { x }, {})[0] as tf.Tensor2D;

export const centerKernel = defineKernel({
	name: 'Center',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }) => [
		rowShader(x.shape, ({ width, items, at, set, loop }) => ({
			label: 'center',
			operands: { x: read(x, 0, width), y: write(y, 1, width) },
			body: `let start = row * ${items}u;
var sums = T();
${loop(`sums += x_${at}(start + c);`)}
let mean = join_sum(total(sums), lane) / ${x.shape[1]};
if (is_row) {
	${loop(`y_${set}(start + c, x_${at}(start + c) - mean);`)}
}`,
			flops: 2 * sizeOf(x.shape),
		})),
	],
	calls: ({ inputs: [x] }) => [{ run: 'center', words: x.shape }],
	reference: ([x], { inputs }) => {
		const [rows, width] = inputs[0].shape;
		const means = new Float64Array(rows);
		x.forEach((value, i) => (means[Math.floor(i / width)] += value / width));
		return [x.map((value, i) => value - means[Math.floor(i / width)])];
	},
	gradient: { inputs: [], backward: ([dy]) => ({ x: () => center(dy as tf.Tensor2D) }) },
});
