/**
 * Rectified linear unit (Nair & Hinton 2010).
 *
 *   y = max(x, 0)          ∂x = ∂y where x > 0, and 0 elsewhere
 *
 * x, y [rows, width]. A NaN stays one, so that a run that diverged is noticed.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

/** x [rows, width] → [rows, width]. */
export const relu = (x: tf.Tensor2D): tf.Tensor2D => apply(reluKernel, { x }, {})[0] as tf.Tensor2D;

/** tfjs has a "Relu" with a chain rule of its own, so this one has another name. */
export const reluKernel = elementwiseKernel({
	name: 'Rectifier',
	inputs: ['x'],
	body: ({ at, set }) => `let a = x_${at}(i);
y_${set}(i, select(a, T(0), a < T(0)));`,
	flopsPerElement: 1,
	run: 'relu',
	reference: ([x]) => [x.map((a) => Math.max(a, 0))],
	gradient: {
		inputs: ['x'],
		backward: ([dy], [x]) => ({ x: () => apply(reluGradient, { dy, x }, {})[0] }),
	},
});

export const reluGradient = elementwiseKernel({
	name: 'RectifierGradient',
	label: 'relu gradient',
	inputs: ['dy', 'x'],
	results: ['dx'],
	body: ({ at, set }) => `dx_${set}(i, select(dy_${at}(i), T(0), x_${at}(i) <= T(0)));`,
	flopsPerElement: 1,
	run: 'reluGradient',
	reference: ([dy, x]) => [x.map((a, i) => (a > 0 ? dy[i] : 0))],
});
