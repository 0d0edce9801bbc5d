import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from './capture.ts';
import { linear, swiGlu } from './kernels.ts';
import type { Program } from './program.ts';

const names = ({ operations }: Program) => operations.map(({ kernel }) => kernel.name);

test('a capture records autograd, and stores gradients in vectors', () => {
	const program = capture('gradients', (recording) => {
		const x = recording.input('x', [5, 4], 'f32') as tf.Tensor2D;
		const weight = recording.vector('weights', 128, [3, 4]) as tf.Tensor2D;
		const dy = recording.input('dy', [5, 3], 'f32');
		const [dWeight] = tf.grads((w) => linear(x, w as tf.Tensor2D))([weight], dy);
		recording.store(dWeight, 'gradients', 128);
	});
	// Nothing needs the forward product.
	expect(names(program)).toEqual(['LinearWeightGradient']);
	const [output] = program.operations[0].outputs;
	expect(program.values[output]).toMatchObject({
		shape: [3, 4],
		location: { kind: 'vector', vector: 'gradients', offset: 128 },
	});
});

test('a tensor that is used twice gets the sum of its gradients', () => {
	const program = capture('twice', (recording) => {
		const x = recording.input('x', [2, 4], 'f32') as tf.Tensor2D;
		const dy = recording.input('dy', [2, 4], 'f32');
		const [dx] = tf.grads((t) => swiGlu(t as tf.Tensor2D, t as tf.Tensor2D))([x], dy);
		recording.result('dx', dx);
	});
	expect(names(program)).toEqual(['SwiGluGradient', 'Add']);
});

test('a capture rejects a tensor from outside, and an input stored in a vector', () => {
	let escaped: tf.Tensor | undefined;
	capture('first', (recording) => {
		escaped = tf.keep(recording.input('x', [4], 'f32'));
	});
	expect(() => capture('second', (recording) => recording.result('x', escaped!))).toThrow(
		'from outside the capture',
	);
	expect(() =>
		capture('placed', (recording) => {
			recording.store(recording.input('x', [4], 'f32'), 'v', 0);
		}),
	).toThrow('cannot be stored');
});

test('an operation without a kernel is named, and so are shapes of a wrong sum', () => {
	const record = (compute: (x: tf.Tensor2D) => tf.Tensor) => () =>
		capture('unknown', (recording) => {
			recording.result('y', compute(recording.input('x', [3, 4], 'f32') as tf.Tensor2D));
		});
	expect(record((x) => tf.relu(x))).toThrow('The operation Relu has no kernel');
	expect(record((x) => tf.add(x, tf.reshape(x, [4, 3])))).toThrow('Reshape has no kernel');
	expect(record((x) => tf.add(x, tf.zeros([4])))).toThrow('one shape, not 3,4 and 4');
});

test('a program that needs numbers of the capture is refused', () => {
	const record = () =>
		capture('seeded', (recording) => {
			const x = recording.input('x', [2, 4], 'f32') as tf.Tensor2D;
			// Nothing is given, so tfjs makes the seed of the gradient.
			recording.result('dx', tf.grad((t) => tf.add(t, t))(x));
		});
	expect(record).toThrow('seeded needs numbers that tfjs made');
});

test("a capture leaves tfjs's own gradients as they were", async () => {
	// Registers tfjs's CPU backend and its gradients.
	await import('@tensorflow/tfjs');
	await tf.setBackend('cpu');
	const gradients = () => {
		const [matrix, row] = [tf.ones([2, 3]), tf.ones([3])];
		return tf
			.grads((a, b) => tf.add(a, b.clone()))([matrix, row])
			.map(({ shape }) => shape);
	};
	const before = gradients();
	expect(before).toEqual([[2, 3], [3]]);
	const [add, identity] = [tf.getGradient(tf.Add), tf.getGradient(tf.Identity)];
	const record = () =>
		capture('sum', (recording) => {
			const x = recording.input('x', [2, 4], 'f32') as tf.Tensor2D;
			const dy = recording.input('dy', [2, 4], 'f32');
			recording.result('dx', tf.grad((t) => tf.add(t, t))(x, dy));
		});
	expect(names(record())).toEqual(['Add']);
	expect(gradients()).toEqual(before);
	expect([tf.getGradient(tf.Add), tf.getGradient(tf.Identity)]).toEqual([add, identity]);
	const failing = () =>
		capture('failing', () => {
			throw new RangeError('on purpose');
		});
	expect(failing).toThrow(RangeError);
	expect(gradients()).toEqual(before);
});
