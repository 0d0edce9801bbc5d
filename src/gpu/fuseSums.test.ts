/** Sums that autograd makes are made by the products, and nothing else changes. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from './capture.ts';
import { linear, swiGlu } from './kernels.ts';
import type { Program } from './program.ts';

const sums = ({ operations }: Program) =>
	operations.filter(({ kernel }) => kernel.name === 'Add').length;
const withResidual = ({ operations }: Program) =>
	operations.filter(
		({ kernel, inputs }) =>
			kernel.inputs.at(-1) === 'residual?' && inputs.length === kernel.inputs.length,
	).length;

test('a tensor that three products read gets its gradient without a sum of its own', () => {
	const program = capture('three uses', (recording) => {
		const input = (name: string, shape: number[]) => recording.input(name, shape, 'f32');
		const weights = ['a', 'b', 'c'].map((name) => input(name, [4, 4]) as tf.Tensor2D);
		const [dx] = tf.grads((x) => {
			const [a, b, c] = weights.map((weight) => linear(x as tf.Tensor2D, weight));
			return swiGlu(swiGlu(a, b), c);
		})([input('x', [5, 4])], input('dy', [5, 4]));
		recording.result('dx', dx);
	});
	expect(sums(program)).toBe(0);
	expect(withResidual(program)).toBe(2);
	// What is read is made before it is read, also after operations have moved.
	const made = new Set<number>();
	for (const { inputs, outputs } of program.operations) {
		for (const input of inputs)
			expect(program.values[input].place.kind === 'input' || made.has(input)).toBe(true);
		outputs.forEach((output) => made.add(output));
	}
});

test('a term that something else reads too stays as it is', () => {
	const program = capture('a result', (recording) => {
		const input = (name: string, shape: number[]) => recording.input(name, shape, 'f32');
		const product = linear(input('x', [5, 4]) as tf.Tensor2D, input('w', [4, 4]) as tf.Tensor2D);
		const other = swiGlu(input('g', [5, 4]) as tf.Tensor2D, input('u', [5, 4]) as tf.Tensor2D);
		recording.result('product', product);
		recording.result('sum', tf.add(other, product));
	});
	expect(sums(program)).toBe(1);
	expect(withResidual(program)).toBe(0);
});
