/** Checks a kernel against its float64 reference: values, and gradients against finite differences of the reference. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { randomStream } from '#core/random.ts';

export interface KernelCase {
	readonly name: string;
	/** Shapes of the inputs that are differentiated. */
	readonly inputs: readonly (readonly number[])[];
	/** Length of the sums that make a value: the tolerance grows with its root. */
	readonly terms: number;
	/** Tensors that the kernel reads and that must outlive its forward pass. */
	readonly constants?: () => unknown;
	readonly run: (inputs: tf.Tensor[], constants: never) => tf.Tensor;
	readonly reference: (inputs: Float64Array[]) => Float64Array;
}

/** Values that float32 holds exactly, so that both sides see the same numbers. */
export function randomInputs({ inputs }: KernelCase, seed: number): Float64Array[] {
	return inputs.map((shape, i) => {
		const draws = randomStream(seed, `input ${i}`);
		return Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, j) =>
			Math.fround(2 * draws.uniform(j) - 1),
		);
	});
}

/** Forward and backward within 1e-5 √terms of the largest reference value. */
export async function checkKernel(kernelCase: KernelCase, seed: number): Promise<void> {
	const { inputs: shapes, reference, terms } = kernelCase;
	const constants = kernelCase.constants?.();
	const run = (x: tf.Tensor[]) => kernelCase.run(x, constants as never);
	const values = randomInputs(kernelCase, seed);
	const expected = reference(values);
	const direction = randomInputs({ ...kernelCase, inputs: [[expected.length]] }, seed + 1)[0];
	const tensors = values.map((value, i) => tf.tensor(Float32Array.from(value), [...shapes[i]]));
	const output = tf.tidy(() => run(tensors));
	expectClose(await output.data(), expected, terms, `${kernelCase.name}: value`);
	const towards = tf.tensor(Float32Array.from(direction), output.shape);
	const gradients = tf.tidy(() => tf.grads((...x: tf.Tensor[]) => dot(run(x), towards))(tensors));
	for (const [i, gradient] of gradients.entries())
		expectClose(
			await gradient.data(),
			finiteDifferences(reference, values, i, direction),
			terms,
			`${kernelCase.name}: gradient ${i}`,
		);
	tf.dispose([...tensors, ...gradients, output, towards]);
	tf.dispose(constants as tf.TensorContainer);
}

/** Σ y ∘ c with a gradient of its own: the suite leans on none of tfjs's. */
const dot = (y: tf.Tensor, c: tf.Tensor): tf.Tensor =>
	tf.customGrad((y) => ({
		value: tf.sum(tf.mul(y as tf.Tensor, c)),
		gradFunc: (dy: tf.Tensor) => [tf.mul(c, dy)],
	}))(y);

/** ∂(Σ c ∘ f)/∂x_i by central differences in float64; h = 1e-5 leaves an error near 1e-10. */
export function finiteDifferences(
	f: (x: Float64Array[]) => Float64Array,
	x: Float64Array[],
	i: number,
	c: Float64Array,
): Float64Array {
	const h = 1e-5;
	const at = (j: number, shift: number) => {
		const moved = x.map((value, k) =>
			k === i ? value.map((v, n) => (n === j ? v + shift : v)) : value,
		);
		return f(moved).reduce((sum, y, n) => sum + y * c[n], 0);
	};
	return x[i].map((_, j) => (at(j, h) - at(j, -h)) / (2 * h));
}

export function expectClose(
	actual: ArrayLike<number>,
	expected: Float64Array,
	terms: number,
	what: string,
): void {
	expect(actual.length, `${what}: length`).toBe(expected.length);
	const largest = expected.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
	// Where terms of size 1 cancel (a norm over one number), what is left is their rounding.
	const tolerance = 1e-5 * Math.sqrt(terms) * Math.max(largest, 1e-2);
	let worst = 0;
	for (let i = 0; i < expected.length; i++) {
		const error = Math.abs(actual[i] - expected[i]);
		worst = Number.isFinite(error) ? Math.max(worst, error) : Infinity;
	}
	expect(worst, `${what}: largest error`).toBeLessThanOrEqual(tolerance);
}
