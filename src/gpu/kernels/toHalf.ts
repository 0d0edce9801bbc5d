/**
 * A copy as activations are stored: in half precision where the run has it, else the same numbers. So a forward pass reads weights
 * in 16 bits that are kept and updated in 32.
 *
 *   y = x, in a run of half precision rounded to 11 significant bits          x, y of one shape
 *
 * Beyond 65,504 a half is infinite, and below 6e-5 it loses bits. The rounding counts as none in the gradient: ∂x = ∂y.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../apply.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/elementwise.ts';

/** x, stored in 16 bits when a capture is of half precision and its rows are multiples of four. */
export const toHalf = <T extends tf.Tensor>(x: T): T => apply(toHalfKernel, { x }, {})[0] as T;

export const toHalfKernel = defineKernel({
	name: 'ToHalf',
	inputs: ['x'],
	outputs: ([{ shape }]) => [{ shape, storage: 'f32' }],
	dispatches: ({ inputs: [x], outputs: [y] }) => [
		elementwise({
			label: 'toHalf',
			operands: { x, y },
			writes: ['y'],
			body: (width) => (width === 4 ? 'y_set_quad(i, x_quad(i));' : 'y_set(i, x_at(i));'),
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [x] }) => [{ run: 'copyWords', words: [sizeOf(x.shape), 0, 0] }],
	reference: ([x]) => [x.slice()],
	gradient: {
		inputs: [],
		of: ([dy]) => ({ x: () => dy.clone() }),
	},
});
