/**
 * Copies a tensor into the storage of activations: 16 bits in mixed precision, else 32. A forward
 * pass in mixed precision reads such a copy of weights that are stored and updated in 32 bits.
 *
 *   y = x, in mixed precision rounded to 11 significant bits          x, y of one shape
 *
 * A half is infinite beyond 65,504 and loses bits below 6e-5. The gradient ignores the rounding: ∂x
 * = ∂y.
 */
import type * as tf from '@tensorflow/tfjs-core';
import { apply } from '../tfjs.ts';
import { elementwiseKernel } from '../elementwise.ts';

/** Stores x in 16 bits if the capture has half precision and the row length is a multiple of 4. */
export const toHalf = <T extends tf.Tensor>(x: T): T => apply(toHalfKernel, { x }, {})[0] as T;

export const toHalfKernel = elementwiseKernel({
	name: 'ToHalf',
	label: 'toHalf',
	inputs: ['x'],
	body: ({ at, set }) => `y_${set}(i, x_${at}(i));`,
	flopsPerElement: 1,
	run: 'copyWords',
	words: () => [0, 0],
	reference: ([x]) => [x.slice()],
	gradient: { inputs: [], backward: ([dy]) => ({ x: () => dy.clone() }) },
});
