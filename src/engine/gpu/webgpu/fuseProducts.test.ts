import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { capture, type Capture } from '../capture.ts';
import { linear, swiGlu } from '../kernels.ts';
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

/** Throws if an operation reads a temporary before it is made. */
function expectInOrder(program: Program): void {
	const { values } = program;
	const made = new Set<number>();
	for (const { inputs, outputs } of fuseProducts(program)) {
		for (const input of inputs)
			expect(values[input].location.kind !== 'temporary' || made.has(input)).toBe(true);
		outputs.forEach((output) => made.add(output));
	}
}

/** Two adapted matrices that read x, and the gradients of their adapters and of x. */
const adapted = () =>
	capture('adapted', (recording) => {
		const { x, w1, w2, a1, b1, a2, b2, dy } = inputs(recording, {
			x: [16, 96],
			w1: [80, 96],
			w2: [80, 96],
			a1: [8, 96],
			b1: [80, 8],
			a2: [8, 96],
			b2: [80, 8],
			dy: [16, 80],
		});
		const project = (x: tf.Tensor2D, w: tf.Tensor2D, a: tf.Tensor2D, b: tf.Tensor2D) =>
			linear(linear(x, a), b, linear(x, w));
		const gradients = tf.grads((x, a1, b1, a2, b2) => {
			const [p, q, r, s] = [a1, b1, a2, b2] as tf.Tensor2D[];
			return swiGlu(project(x as tf.Tensor2D, w1, p, q), project(x as tf.Tensor2D, w2, r, s));
		})([x, a1, b1, a2, b2], dy);
		gradients.forEach((gradient, i) => recording.result(`d${i}`, gradient));
	});

describe('products of adapters', () => {
	test('are two terms of one product, and share dispatches', () => {
		expect(products(adapted())).toEqual([
			// U of both, then each y.
			{ bindings: 5, terms: 1, members: 2 },
			{ bindings: 5, terms: 2, members: 1 },
			{ bindings: 5, terms: 2, members: 1 },
			// ∂U of both, ∂B of both, ∂x through one matrix, ∂A of both, ∂x through the other.
			{ bindings: 6, terms: 1, members: 2 },
			{ bindings: 6, terms: 1, members: 2 },
			{ bindings: 5, terms: 2, members: 1 },
			{ bindings: 5, terms: 1, members: 2 },
			{ bindings: 6, terms: 2, members: 1 },
		]);
	});

	test('are computed before they are read', () => {
		expectInOrder(adapted());
	});
});

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
