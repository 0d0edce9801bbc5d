/**
 * A copy in half precision: what a forward pass reads of weights that are kept in 32 bits.
 *
 *   y = x, rounded to 11 significant bits          x, y [count], count a multiple of 4
 *
 * Beyond 65,504 a half is infinite; below 6e-5 it loses bits.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { InternalError } from '#core/errors.ts';
import { apply } from '../apply.ts';
import { defineKernel } from '../kernel.ts';
import { elementwise } from '../webgpu/elementwise.ts';

/** A copy of x, stored in 16 bits. */
export const toHalf = <T extends tf.Tensor>(x: T): T => apply(toHalfKernel, { x }, {})[0] as T;

export const toHalfKernel = defineKernel({
	name: 'ToHalf',
	inputs: ['x'],
	outputs: ([x]) => [{ shape: x.shape, storage: 'f16' }],
	dispatches: ({ inputs: [x], outputs: [y] }) => [
		elementwise({
			label: 'toHalf',
			operands: { x, y },
			writes: ['y'],
			body: () => 'y_set_quad(i, x_quad(i));',
			flopsPerElement: 1,
		}),
	],
	calls: () => {
		throw new InternalError('Half precision is for WebGPU: the wasm kernels compute in 32 bits.');
	},
	reference: ([x]) => [x.slice()],
});
