/**
 * Sum of two tensors of one shape. tfjs's autograd adds the gradients of a tensor that is used
 * twice.
 *
 *   y = a + b          a, b, y [rows, columns]          ∂a = ∂b = ∂y
 */
import { InternalError } from '#engine/core/errors.ts';
import { defineKernel, sizeOf } from '../kernel.ts';
import { elementwise } from '../webgpu/shader.ts';

/** Has tfjs's own name, so that its autograd finds it. */
export const add = defineKernel({
	name: 'Add',
	inputs: ['a', 'b'],
	outputs([a, b]) {
		// tfjs's own broadcasts.
		const [left, right] = [String(a.shape), String(b.shape)];
		if (left !== right)
			throw new InternalError(`Add takes two tensors of one shape, not ${left} and ${right}.`);
		return [a];
	},
	dispatches: ({ inputs: [a, b], outputs: [y] }) => [
		elementwise({
			label: 'add',
			operands: { a, b, y },
			writes: ['y'],
			body: ({ at, set }) => `y_${set}(i, a_${at}(i) + b_${at}(i));`,
			flopsPerElement: 1,
		}),
	],
	calls: ({ inputs: [a] }) => [{ run: 'add', words: [sizeOf(a.shape)] }],
	reference: ([a, b]) => [a.map((value, i) => value + b[i])],
	gradient: { inputs: [], backward: ([dy]) => ({ a: () => dy.clone(), b: () => dy.clone() }) },
});
