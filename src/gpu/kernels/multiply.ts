/**
 * Product of two tensors of one shape, number by number, and of a tensor and a number.
 *
 *   y = a ∘ b          a, b, y [rows, columns]          ∂a = ∂y ∘ b,  ∂b = ∂y ∘ a
 *   y = f x            x, y [rows, columns]             ∂x = f ∂y
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/shader.ts';

/** a, b [rows, columns] → [rows, columns]. */
export const multiply = (a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D =>
	apply(multiplyKernel, { a, b }, {})[0] as tf.Tensor2D;

export const multiplyKernel = defineKernel({
	name: 'Product',
	inputs: ['a', 'b'],
	outputs: ([a]) => [{ shape: a.shape, storage: 'f32' }],
	dispatches: ({ inputs: [a, b], outputs: [y] }) => [
		elementwise({
			label: 'multiply',
			operands: { a, b, y },
			writes: ['y'],
			body: ({ at, set }) => `y_${set}(i, a_${at}(i) * b_${at}(i));`,
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [a] }) => [{ run: 'multiply', words: [sizeOf(a.shape)] }],
	reference: ([a, b]) => [a.map((value, i) => value * b[i])],
	gradient: {
		inputs: ['a', 'b'],
		backward: ([dy], [a, b]) => ({
			a: () => multiply(dy as tf.Tensor2D, b as tf.Tensor2D),
			b: () => multiply(dy as tf.Tensor2D, a as tf.Tensor2D),
		}),
	},
});

/** x [rows, columns] → the same shape. */
export const scale = (x: tf.Tensor2D, factor: number): tf.Tensor2D =>
	apply(scaleKernel, { x }, { factor })[0] as tf.Tensor2D;

export const scaleKernel = defineKernel<{ factor: number }>({
	name: 'Scale',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: x.shape, storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }, { factor }) => [
		elementwise({
			label: 'scale',
			operands: { x, y },
			writes: ['y'],
			body: ({ at, set }) => `y_${set}(i, x_${at}(i) * ${factor});`,
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [x] }, { factor }) => [
		{ run: 'scale', words: [sizeOf(x.shape), { f32: factor }] },
	],
	reference: ([x], _, { factor }) => [x.map((value) => value * factor)],
	gradient: {
		inputs: [],
		backward: ([dy], _, { factor }) => ({ x: () => scale(dy as tf.Tensor2D, factor) }),
	},
});
