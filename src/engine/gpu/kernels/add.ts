/**
 * Sum of two tensors of one shape. tfjs's autograd adds the gradients of a tensor that is used
 * twice.
 *
 *   y = a + b          a, b, y [rows, columns]          ∂a = ∂b = ∂y
 */
import { InternalError } from '#engine/core/errors.ts';
import { elementwiseKernel } from '../elementwise.ts';
import type { Attributes } from '../kernel.ts';

/** Has tfjs's own name, so that its autograd finds it. */
export const add = elementwiseKernel<Attributes>({
	name: 'Add',
	inputs: ['a', 'b'],
	outputs([a, b]) {
		// tfjs's own broadcasts.
		const [left, right] = [String(a.shape), String(b.shape)];
		if (left !== right)
			throw new InternalError(`Add takes two tensors of one shape, not ${left} and ${right}.`);
		return [a];
	},
	body: ({ at, set }) => `y_${set}(i, a_${at}(i) + b_${at}(i));`,
	flopsPerElement: 1,
	run: 'add',
	reference: ([a, b]) => [a.map((value, i) => value + b[i])],
	gradient: { inputs: [], backward: ([dy]) => ({ a: () => dy.clone(), b: () => dy.clone() }) },
});
