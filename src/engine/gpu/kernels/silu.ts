/**
 * Sigmoid linear unit (Hendrycks & Gimpel 2016, arXiv 1606.08415, §5), without a gate.
 *
 *   y = x σ(x),  σ(x) = 1 / (1 + e⁻ˣ)          ∂x = ∂y σ (1 + x (1 − σ))
 *
 * x, y [rows, width]. swiGlu.ts has the unit with a gate.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';
import { sigmoid } from './swiGlu.ts';

/** x [rows, width] → [rows, width]. */
export const silu = (x: tf.Tensor2D): tf.Tensor2D => apply(siluKernel, { x }, {})[0] as tf.Tensor2D;

export const siluKernel = elementwiseKernel({
	name: 'Silu',
	inputs: ['x'],
	functions: () => sigmoid,
	body: ({ at, set }) => `let a = x_${at}(i);
y_${set}(i, a * sigmoid(a));`,
	flopsPerElement: 9,
	run: 'silu',
	reference: ([x]) => [x.map((a) => a / (1 + Math.exp(-a)))],
	gradient: {
		inputs: ['x'],
		backward: ([dy], [x]) => ({ x: () => apply(siluGradient, { dy, x }, {})[0] }),
	},
});

/** ∂x. σ is recomputed, which costs less than storing it. */
export const siluGradient = elementwiseKernel({
	name: 'SiluGradient',
	label: 'silu gradient',
	inputs: ['dy', 'x'],
	results: ['dx'],
	functions: () => sigmoid,
	body: ({ at, set }) => `let a = x_${at}(i);
let s = sigmoid(a);
dx_${set}(i, dy_${at}(i) * s * (1 + a * (1 - s)));`,
	flopsPerElement: 15,
	run: 'siluGradient',
	reference: ([dy, x]) => [
		x.map((a, i) => {
			const s = 1 / (1 + Math.exp(-a));
			return dy[i] * s * (1 + a * (1 - s));
		}),
	],
});
