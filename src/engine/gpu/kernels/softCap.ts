/**
 * Soft cap of logits (Gemma 2, Gemma Team 2024, arXiv 2408.00118, §2).
 *
 *   y = c tanh(x/c)          ∂x = ∂y (1 − (y/c)²), because tanh′ = 1 − tanh²
 *
 * x, y [rows, columns].
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/shader.ts';

type SoftCapAttributes = { readonly cap: number };

/** x [rows, columns] → the same shape, numbers between −cap and cap. */
export const softCap = (x: tf.Tensor2D, cap: number): tf.Tensor2D =>
	apply(softCapKernel, { x }, { cap })[0] as tf.Tensor2D;

export const softCapKernel = defineKernel<SoftCapAttributes>({
	name: 'SoftCap',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }, { cap }) => [
		elementwise({
			label: 'soft cap',
			operands: { x, y },
			writes: ['y'],
			// Beyond 9, tanh is 1 in 32 bits, and some drivers overflow.
			body: ({ at, set }) =>
				`y_${set}(i, ${cap} * tanh(clamp(x_${at}(i) * ${1 / cap}, T(-9), T(9))));`,
			flopsPerElement: 10,
		}),
	],
	calls: ({ inputs: [x] }, { cap }) => [{ run: 'softCap', words: [sizeOf(x.shape), { f32: cap }] }],
	reference: ([x], _, { cap }) => [x.map((value) => cap * Math.tanh(value / cap))],
	gradient: {
		inputs: [],
		outputs: [0],
		backward: ([dy], [y], attributes) => ({
			x: () => apply(softCapGradient, { dy, y }, attributes)[0],
		}),
	},
});

export const softCapGradient = defineKernel<SoftCapAttributes>({
	name: 'SoftCapGradient',
	inputs: ['dy', 'y'],
	outputs: ([, y]) => [{ shape: y.shape, storage: 'f32' }],
	dispatches: ({ inputs: [dy, y], outputs: [dx] }, { cap }) => [
		elementwise({
			label: 'soft cap gradient',
			operands: { dy, y, dx },
			writes: ['dx'],
			body: ({ at, set }) => `let share = y_${at}(i) * ${1 / cap};
dx_${set}(i, dy_${at}(i) * (1 - share * share));`,
			flopsPerElement: 4,
		}),
	],
	calls: ({ inputs: [, y] }, { cap }) => [
		{ run: 'softCapGradient', words: [sizeOf(y.shape), { f32: cap }] },
	],
	reference: ([dy, y], _, { cap }) => [y.map((value, i) => dy[i] * (1 - (value / cap) ** 2))],
});
