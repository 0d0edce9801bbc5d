import type * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { capture, type Capture } from '../capture.ts';
import { linear } from '../kernels.ts';
import type { Program } from '../program.ts';
import { fuseProducts } from './fuseProducts.ts';
import { safeTuning } from './matmul/tuning.ts';

const inputs = (recording: Capture, shapes: { readonly [name: string]: readonly number[] }) =>
	Object.fromEntries(
		Object.entries(shapes).map(([name, shape]) => [
			name,
			recording.input(name, shape, 'f32') as tf.Tensor2D,
		]),
	);

/** The dispatches of the program's products: their bindings, terms and members. */
function products(program: Program) {
	const { values } = program;
	return fuseProducts(program).flatMap(({ kernel, attributes, inputs, outputs }) => {
		const operands = {
			inputs: inputs.map((value) => values[value]),
			outputs: outputs.map((value) => values[value]),
		};
		return kernel
			.dispatches(operands, attributes, safeTuning)
			.filter(({ label }) => label.startsWith('linear'))
			.map(({ wgsl, bindings, workgroups }) => ({
				bindings: bindings.length,
				terms: wgsl.includes('u.second_k;') ? 2 : 1,
				members: workgroups[2],
			}));
	});
}

test('a product stays alone if something else reads it, or if both terms are wide', () => {
	const program = capture('readers', (recording) => {
		const { x, w, v, a, b } = inputs(recording, {
			x: [4, 96],
			w: [96, 96],
			v: [96, 96],
			a: [8, 96],
			b: [96, 8],
		});
		recording.result('wide', linear(linear(x, v), w, linear(x, w)));
		const shown = linear(x, w);
		recording.result('shown', shown);
		recording.result('narrow', linear(linear(x, a), b, shown));
	});
	expect(products(program).every(({ terms }) => terms === 1)).toBe(true);
});

test('a product of a vector that the program changes keeps its place', () => {
	const update = (recording: Capture, changes: boolean) => {
		const { x, y } = inputs(recording, { x: [4, 96], y: [4, 96] });
		const w = recording.vector('w', 0, [96, 96]) as tf.Tensor2D;
		recording.result('first', linear(x, w));
		const z = linear(y, recording.vector('v', 0, [96, 96]) as tf.Tensor2D);
		recording.store(z, changes ? 'w' : 'z', 0);
		recording.result('second', linear(y, w));
	};
	for (const [changes, members] of [
		[true, [1, 1, 1]],
		[false, [3]],
	] as const)
		expect(
			products(capture('update', (recording) => update(recording, changes))).map(
				(product) => product.members,
			),
		).toEqual(members);
});
