/** What a capture records: operations that matter, clones as one value, gradients where they were placed. */
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture } from './capture.ts';
import { linear, swiGlu, toHalf } from './kernels.ts';
import type { Program } from './program.ts';
import { vectorStorage } from './program.test-support.ts';

const names = ({ operations }: Program) => operations.map(({ kernel }) => kernel.name);

test('operations that nothing needs are dropped', () => {
	const program = capture('dead', (recording) => {
		const x = recording.input('x', [3, 4], 'f32') as tf.Tensor2D;
		const y = swiGlu(x, x);
		// Neither this nor what it is made of reaches a result.
		swiGlu(swiGlu(y, x), y);
		recording.result('y', y);
	});
	expect(names(program)).toEqual(['SwiGlu']);
	expect(program.operations[0].inputs).toEqual([0, 0]);
});

test('a clone is the same value', () => {
	const program = capture('clones', (recording) => {
		const x = recording.input('x', [3, 4], 'f32') as tf.Tensor2D;
		recording.result('y', swiGlu(x.clone(), x.clone().clone()).clone());
	});
	expect(names(program)).toEqual(['SwiGlu']);
	expect(program.operations[0].inputs).toEqual([0, 0]);
	expect(program.results).toEqual({ y: program.operations[0].outputs[0] });
});

test("tfjs's autograd is recorded, and gradients lie where they were placed", () => {
	const program = capture('gradients', (recording) => {
		const x = recording.input('x', [5, 4], 'f32') as tf.Tensor2D;
		const weight = recording.vector('weights', 128, [3, 4]) as tf.Tensor2D;
		const dy = recording.input('dy', [5, 3], 'f32');
		const [dWeight] = tf.grads((w) => linear(x, w as tf.Tensor2D))([weight], dy);
		recording.place(dWeight, 'gradients', 128);
	});
	// The forward product is needed by nothing.
	expect(names(program)).toEqual(['LinearWeightGradient']);
	const [output] = program.operations[0].outputs;
	expect(program.values[output]).toMatchObject({
		shape: [3, 4],
		place: { kind: 'vector', vector: 'gradients', offset: 128 },
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

test('half precision is for temporaries whose rows are multiples of four', () => {
	const program = capture(
		'half',
		(recording) => {
			const x = recording.input('x', [2, 8], 'f32') as tf.Tensor2D;
			const thin = recording.vector('w', 0, [3, 8]) as tf.Tensor2D;
			const y = linear(swiGlu(x, x), thin);
			recording.result('z', swiGlu(y, y));
		},
		{ half: true },
	);
	const storages = program.operations.map(({ outputs }) => program.values[outputs[0]].storage);
	// [2, 8] in halves, [2, 3] not, and what the host reads never.
	expect(storages).toEqual(['f16', 'f32', 'f32']);
});

test('a vector may hold halves of a program that computes with floats', () => {
	const program = capture('halving', (recording) => {
		recording.place(toHalf(recording.vector('w', 0, [128])), 'half', 0, 'f16');
	});
	expect(program.values.map(({ storage }) => storage)).toEqual(['f32', 'f16']);
	expect(vectorStorage(program, 'half')).toBe('f16');
});

test('what has no kernel of ours is refused by name', () => {
	expect(() =>
		capture('unknown', (recording) => {
			recording.result('y', tf.erf(recording.input('x', [3], 'f32')));
		}),
	).toThrow(/Erf/);
});

test('a tensor from outside, and a placed input, are refused', () => {
	let escaped: tf.Tensor | undefined;
	capture('first', (recording) => {
		escaped = tf.keep(recording.input('x', [4], 'f32'));
	});
	expect(() => capture('second', (recording) => recording.result('x', escaped!))).toThrow(
		'from outside the capture',
	);
	expect(() =>
		capture('placed', (recording) => {
			recording.place(recording.input('x', [4], 'f32'), 'v', 0);
		}),
	).toThrow('cannot be placed');
});
