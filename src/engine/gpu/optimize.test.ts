import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture, type Capture } from './capture.ts';
import { linear, rmsNorm, scale, swiGlu } from './kernels.ts';
import type { Program } from './program.ts';

type Input = (name: string, shape: number[]) => tf.Tensor;
const captured = (label: string, record: (recording: Capture, input: Input) => void): Program =>
	capture(label, (recording) =>
		record(recording, (name, shape) => recording.input(name, shape, 'f32')),
	);
const addCount = ({ operations }: Program) =>
	operations.filter(({ kernel }) => kernel.name === 'Add').length;
const residualCount = ({ operations }: Program) =>
	operations.filter(
		({ kernel, inputs }) =>
			kernel.inputs.at(-1) === 'residual?' && inputs.length === kernel.inputs.length,
	).length;

test('three products that read a tensor add up its gradient without an Add', () => {
	const program = captured('three uses', (recording, input) => {
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

test.each(['a result needs too', 'an operation needs too', 'comes before the other'])(
	'a term that %s is not fused',
	(why) => {
		const program = captured('sum', (recording, input) => {
			const [x, w, g, u] = ['x', 'w', 'g', 'u'].map((name) => input(name, [4, 4]) as tf.Tensor2D);
			const early = why === 'comes before the other' ? linear(x, w) : null;
			const other = swiGlu(g, u);
			const product = early ?? linear(x, w);
			if (why === 'a result needs too') recording.result('product', product);
			if (why === 'an operation needs too') recording.result('gated', swiGlu(product, product));
			recording.result('sum', tf.add(other, product));
		});
		expect(addCount(program)).toBe(1);
		expect(residualCount(program)).toBe(0);
	},
);

const names = ({ operations }: Program) => operations.map(({ kernel }) => kernel.name);

test('a factor after a product is part of it, in both directions', () => {
	const program = captured('an adapter', (recording, input) => {
		const [a, b] = [input('a', [2, 4]), input('b', [3, 2])] as tf.Tensor2D[];
		const gradients = tf.grads((x, a, b) =>
			linear(scale(linear(x as tf.Tensor2D, a as tf.Tensor2D), 1.5), b as tf.Tensor2D),
		)([input('x', [5, 4]), a, b], input('dy', [5, 3]));
		gradients.forEach((gradient, i) => recording.result(`d${i}`, gradient));
	});
	expect(names(program)).not.toContain('Scale');
	const scaled = program.operations.filter(({ attributes }) => attributes['scale'] === 1.5);
	expect(scaled.map(({ kernel }) => kernel.name)).toEqual(['Linear', 'LinearInputGradient']);
});

test('a factor stays beside another reader, a result and a residual', () => {
	const program = captured('readers', (recording, input) => {
		const [x, w, r] = ['x', 'w', 'r'].map((name) => input(name, [4, 4]) as tf.Tensor2D);
		const shown = linear(x, w);
		recording.result('shown', shown);
		recording.result('of the result', scale(shown, 2));
		const twice = linear(x, r);
		recording.result('of the twice read', swiGlu(scale(twice, 3), twice));
		recording.result('of a sum', scale(linear(x, w, r), 4));
	});
	expect(names(program).filter((name) => name === 'Scale')).toHaveLength(3);
});

test('the gradient of gains is computed only if it is read', () => {
	const gradientOf = (readsGain: boolean) =>
		captured('norm', (recording, input) => {
			const [dx, dGain] = tf.grads((x, gain) =>
				rmsNorm(x as tf.Tensor2D, gain as tf.Tensor1D, 1e-5),
			)([input('x', [5, 4]), input('gain', [4])], input('dy', [5, 4]));
			recording.result('dx', dx);
			if (readsGain) recording.result('dGain', dGain);
		});
	expect(names(gradientOf(true)).at(-1)).toBe('RmsNormGradient');
	expect(names(gradientOf(false)).at(-1)).toBe('RmsNormInputGradient');
});
