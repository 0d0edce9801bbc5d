/**
 * Product of two tensors of one shape, number by number, of rows and one row, and of a tensor and a
 * number.
 *
 *   y = a ∘ b          a, b, y [rows, columns]          ∂a = ∂y ∘ b,  ∂b = ∂y ∘ a
 *   y = x ∘ f          x, y [rows, width], f [width]   ∂x = ∂y ∘ f,  ∂f = Σ_rows ∂y ∘ x
 *   y = f x            x, y [rows, columns]             ∂x = f ∂y
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';
import { defineKernel } from '../kernel.ts';
import { columnSums, withRow } from './addBias.ts';

/** a, b and the result have one shape. */
export const multiply = <T extends tf.Tensor>(a: T, b: T): T =>
	apply(multiplyKernel, { a, b }, {})[0] as T;

export const multiplyKernel = elementwiseKernel({
	name: 'Product',
	inputs: ['a', 'b'],
	body: ({ at, set }) => `y_${set}(i, a_${at}(i) * b_${at}(i));`,
	flopsPerElement: 1,
	run: 'multiply',
	reference: ([a, b]) => [a.map((value, i) => value * b[i])],
	gradient: {
		inputs: ['a', 'b'],
		backward: ([dy], [a, b]) => ({
			a: () => multiply(dy as tf.Tensor2D, b as tf.Tensor2D),
			b: () => multiply(dy as tf.Tensor2D, a as tf.Tensor2D),
		}),
	},
});

/** x [rows, width], factors [width] → [rows, width]. */
export const multiplyColumns = (x: tf.Tensor2D, factors: tf.Tensor1D): tf.Tensor2D =>
	apply(multiplyColumnsKernel, { x, factors }, {})[0] as tf.Tensor2D;

export const multiplyColumnsKernel = defineKernel({
	name: 'MultiplyColumns',
	inputs: ['x', 'factors'],
	...withRow('multiplyColumns', '*', (value, factor) => value * factor),
	gradient: {
		inputs: ['x', 'factors'],
		backward: ([dy], [x, factors]) => ({
			x: () => multiplyColumns(dy as tf.Tensor2D, factors as tf.Tensor1D),
			factors: () => apply(columnSums, { x: multiply(dy as tf.Tensor2D, x as tf.Tensor2D) }, {})[0],
		}),
	},
});

/** x [rows, columns] → the same shape. */
export const scale = (x: tf.Tensor2D, factor: number): tf.Tensor2D =>
	apply(scaleKernel, { x }, { factor })[0] as tf.Tensor2D;

export const scaleKernel = elementwiseKernel<{ factor: number }>({
	name: 'Scale',
	inputs: ['x'],
	body: ({ at, set }, { factor }) => `y_${set}(i, x_${at}(i) * ${factor});`,
	flopsPerElement: 1,
	run: 'scale',
	words: ({ factor }) => [{ f32: factor }],
	reference: ([x], _, { factor }) => [x.map((value) => value * factor)],
	gradient: {
		inputs: [],
		backward: ([dy], _, { factor }) => ({ x: () => scale(dy as tf.Tensor2D, factor) }),
	},
});
