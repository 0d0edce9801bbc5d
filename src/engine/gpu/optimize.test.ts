import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from './capture.ts';
import { linear, swiGlu } from './kernels.ts';
import type { Program } from './program.ts';

const addCount = ({ operations }: Program) =>
	operations.filter(({ kernel }) => kernel.name === 'Add').length;
const residualCount = ({ operations }: Program) =>
	operations.filter(
		({ kernel, inputs }) =>
			kernel.inputs.at(-1) === 'residual?' && inputs.length === kernel.inputs.length,
	).length;

test('three products that read a tensor add up its gradient without an Add', () => {
	const program = capture('three uses', (recording) => {
		const input = (name: string, shape: number[]) => recording.input(name, shape, 'f32');
		const weights = ['a', 'b', 'c'].map((name) => input(name, [4, 4]) as tf.Tensor2D);
		const [dx] = tf.grads((x) => {
			const [a, b, c] = weights.map((weight) => linear(x as tf.Tensor2D, weight));
			return swiGlu(swiGlu(a, b), c);
		})([input('x', [5, 4])], input('dy', [5, 4]));
		recording.result('dx', dx);
	});
	expect(addCount(program)).toBe(0);
	expect(residualCount(program)).toBe(2);
	// Each value is still computed before it is read.
	const computed = new Set<number>();
	for (const { inputs, outputs } of program.operations) {
		for (const input of inputs)
			expect(program.values[input].location.kind === 'input' || computed.has(input)).toBe(true);
		outputs.forEach((output) => computed.add(output));
	}
});

test('a term with another reader is not fused', () => {
	const program = capture('a result', (recording) => {
		const input = (name: string, shape: number[]) => recording.input(name, shape, 'f32');
		const product = linear(input('x', [5, 4]) as tf.Tensor2D, input('w', [4, 4]) as tf.Tensor2D);
		const other = swiGlu(input('g', [5, 4]) as tf.Tensor2D, input('u', [5, 4]) as tf.Tensor2D);
		recording.result('product', product);
		recording.result('sum', tf.add(other, product));
	});
	expect(addCount(program)).toBe(1);
	expect(residualCount(program)).toBe(0);
});
