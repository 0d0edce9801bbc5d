/**
 * Sum of two tensors of one shape: where tfjs's autograd joins the gradients of a tensor that is used twice.
 *
 *   y = a + b          a, b, y [rows, columns]          ∂a = ∂b = ∂y
 */
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/elementwise.ts';

/** Under tfjs's own name, so that its autograd finds it. */
export const add = defineKernel({
	name: 'Add',
	inputs: ['a', 'b'],
	outputs: ([a]) => [a],
	dispatches: ({ inputs: [a, b], outputs: [y] }) => [
		elementwise({
			label: 'add',
			operands: { a, b, y },
			writes: ['y'],
			body: (width) =>
				width === 4 ? 'y_set_quad(i, a_quad(i) + b_quad(i));' : 'y_set(i, a_at(i) + b_at(i));',
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [a] }) => [{ run: 'add', words: [sizeOf(a.shape)] }],
	reference: ([a, b]) => [a.map((value, i) => value + b[i])],
	gradient: {
		inputs: [],
		of: ([dy]) => ({ a: () => dy.clone(), b: () => dy.clone() }),
	},
});
