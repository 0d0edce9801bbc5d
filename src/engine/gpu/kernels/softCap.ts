/**
 * Soft cap of logits (Gemma 2, Gemma Team 2024, arXiv 2408.00118, §2).
 *
 *   y = c tanh(x/c)          ∂x = ∂y (1 − (y/c)²), because tanh′ = 1 − tanh²
 *
 * x, y [rows, columns].
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

type SoftCapAttributes = { readonly cap: number };

/** x [rows, columns] → the same shape, numbers between −cap and cap. */
export const softCap = (x: tf.Tensor2D, cap: number): tf.Tensor2D =>
	apply(softCapKernel, { x }, { cap })[0] as tf.Tensor2D;

export const softCapKernel = elementwiseKernel<SoftCapAttributes>({
	name: 'SoftCap',
	label: 'soft cap',
	inputs: ['x'],
	// Beyond 9, tanh is 1 in 32 bits, and some drivers overflow.
	body: ({ at, set }, { cap }) =>
		`y_${set}(i, ${cap} * tanh(clamp(x_${at}(i) * ${1 / cap}, T(-9), T(9))));`,
	flopsPerElement: 10,
	run: 'softCap',
	words: ({ cap }) => [{ f32: cap }],
	reference: ([x], _, { cap }) => [x.map((value) => cap * Math.tanh(value / cap))],
	gradient: {
		inputs: [],
		outputs: [0],
		backward: ([dy], [y], attributes) => ({
			x: () => apply(softCapGradient, { dy, y }, attributes)[0],
		}),
	},
});

export const softCapGradient = elementwiseKernel<SoftCapAttributes>({
	name: 'SoftCapGradient',
	label: 'soft cap gradient',
	inputs: ['dy', 'y'],
	results: ['dx'],
	body: ({ at, set }, { cap }) => `let share = y_${at}(i) * ${1 / cap};
dx_${set}(i, dy_${at}(i) * (1 - share * share));`,
	flopsPerElement: 4,
	run: 'softCapGradient',
	words: ({ cap }) => [{ f32: cap }],
	reference: ([dy, y], _, { cap }) => [y.map((value, i) => dy[i] * (1 - (value / cap) ** 2))],
});
