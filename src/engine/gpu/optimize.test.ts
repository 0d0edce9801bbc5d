import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture, type Capture } from './capture.ts';
import { linear, scale, swiGlu } from './kernels.ts';
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
