/** Products in whole numbers (dots.ts): all builds and numbers of threads have the same bits. */
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { levels, roundedGroups } from '#engine/gpu/dots.ts';
import { capture } from '#engine/gpu/capture.ts';
import { linear } from '#engine/gpu/kernels.ts';
import { linearInputGradient, linearKernel } from '#engine/gpu/kernels/linear.ts';
import { openNodeDevice } from '../../../../scripts/lib/nodeDevice.ts';
import { addUp, builds, callKernel, checkKernel, randomFloats } from './kernel.ts';

/** Numbers whose blocks have different scales. */
function unevenFloats(length: number): Float32Array {
	const scales = randomFloats(Math.ceil(length / 64), 3).map((x) => Math.exp(x));
	return randomFloats(length).map((x, i) => x * scales[i >> 6]);
}

const asFloat64 = (values: Float32Array) => Float64Array.from(values);

describe.each([
	['x Wᵀ', linearKernel],
	['∂y W', linearInputGradient],
] as const)('%s', (_, kernel) => {
	const byRows = kernel === linearKernel;
	// Odd sizes, several steps of a sum, more rows and strips than are packed at once.
	it.each([
		[32, 64, 1],
		[37, 131, 67],
		[59, 1345, 11],
		[545, 70, 7],
		[70, 194, 530],
	])('%i rows of %i, %i others', (m, size, others) => {
		const [n, k] = byRows ? [others, size] : [size, others];
		const a = unevenFloats(m * k);
		a.fill(0, 0, Math.min(64, k));
		const b = unevenFloats(n * k);
		b.fill(0, 0, 64);
		const r = randomFloats(m * n);
		const inputs = [
			{ shape: [m, k], storage: 'f32' as const },
			{ shape: byRows ? [n, k] : [k, n], storage: 'f32dots' as const },
			{ shape: [m, n], storage: 'f32' as const },
		];
		const outputs = kernel.outputs(inputs, {});
		const numbers = [asFloat64(a), asFloat64(b), asFloat64(r)];
		for (const mode of [0, 1]) {
			const call = {
				name: 'matmulDots',
				inputs: [a, b, r],
				outputs: [m * n],
				operands: [0, 1, 3, 2],
				sizes: [m, n, k, mode, byRows ? 1 : 0],
			};
			const used = mode === 0 ? numbers.slice(0, 2) : numbers;
			const expected = kernel.reference(used, { inputs, outputs }, {});
			checkKernel(call, expected, 1e-6 * Math.sqrt(k / 64 + 1));
			const [plain, relaxed] = builds.map((build) => callKernel(call, 1, build)[0]);
			expect(relaxed).toEqual(plain);
			const floats = inputs.map((input) => ({ ...input, storage: 'f32' as const }));
			checkKernel(call, kernel.reference(used, { inputs: floats, outputs }, {}), 1e-3);
		}
	});

	it('keeps NaN and infinity in their rows', () => {
		const [m, k, n] = [40, 128, 64];
		const a = randomFloats(m * k);
		a[3 * k + 70] = NaN;
		a[20 * k + 5] = Infinity;
		const [y] = callKernel(
			{
				name: 'matmulDots',
				inputs: [a, randomFloats(n * k), new Float32Array(1)],
				outputs: [m * n],
				operands: [0, 1, 3, 2],
				sizes: [m, n, k, 0, byRows ? 1 : 0],
			},
			1,
			builds[1],
		);
		for (let i = 0; i < m; i++) {
			const row = y.subarray(i * n, i * n + n);
			expect(row.some(Number.isFinite), `row ${i}`).toBe(i !== 3 && i !== 20);
			expect(row.every(Number.isFinite), `row ${i}`).toBe(i !== 3 && i !== 20);
		}
	});
});

it('rounds along lines and across them, by groups', () => {
	const values = Float64Array.from({ length: 70 }, (_, i) => (i < 64 ? i - 20 : 1e-35));
	const rounded = roundedGroups(values, { length: 70, line: 70, along: 1 }, 64, 63);
	const step = 43 / 63;
	values.subarray(0, 64).forEach((value, i) => {
		expect(Math.abs(rounded[i] - value)).toBeLessThanOrEqual(0.5001 * step);
	});
	expect(new Set(rounded.subarray(0, 64)).size).toBeLessThanOrEqual(64);
	// Too small for a scale.
	expect([...rounded.subarray(64)]).toEqual([0, 0, 0, 0, 0, 0]);
	expect(roundedGroups(Float64Array.of(1, NaN), { length: 2, line: 2, along: 1 }, 64, 63)).toEqual(
		Float64Array.of(NaN, NaN),
	);
	// Two lines of 35 numbers, which alternate.
	const across = roundedGroups(values, { length: 35, line: 1, along: 2 }, 32, 63);
	const line = (n: number) => values.filter((_, i) => i % 2 === n);
	const lines = [0, 1].map((n) =>
		roundedGroups(line(n), { length: 35, line: 35, along: 1 }, 32, 63),
	);
	expect(across).toEqual(values.map((_, i) => lines[i % 2][i >> 1]));
});

it('no sum of a block leaves 32 bits', () => {
	expect(128 * levels.a * levels.b).toBeLessThan(2 ** 31);
	const [m, k, n] = [32, 256, 8];
	const [y] = callKernel(
		{
			name: 'matmulDots',
			inputs: [
				new Float32Array(m * k).fill(3),
				new Float32Array(n * k).fill(-5),
				new Float32Array(1),
			],
			outputs: [m * n],
			operands: [0, 1, 3, 2],
			sizes: [m, n, k, 0, 1],
		},
		1,
		builds[1],
	);
	for (const value of y) expect(value / (-15 * k)).toBeCloseTo(1, 6);
});

it('the gradient is the slope of the product', async () => {
	const [m, k, n] = [48, 192, 128];
	const program = capture('dots', (capture) => {
		const x = capture.input('x', [m, k], 'f32') as tf.Tensor2D;
		const r = capture.input('r', [m, n], 'f32');
		const weight = capture.vector('weights', 0, [n, k], 'f32dots') as tf.Tensor2D;
		capture.result('y', linear(x, weight));
		const [dx] = tf.grads((x: tf.Tensor) => linear(x as tf.Tensor2D, weight))([x], r);
		capture.result('dx', dx);
	});
	const results = [];
	const [x, direction] = [randomFloats(m * k), randomFloats(m * k)];
	const values = randomFloats(n * k);
	// The direction of the largest slope, in part: a random one has a slope near zero.
	const r = randomFloats(m * n);
	for (const threads of [1, 2]) {
		const device = await openNodeDevice(threads);
		const weights = await device.vector('weights', n * k, 'f32dots');
		weights.write(values);
		const loaded = await device.load(program, { weights });
		const at = async (size: number, along: Float32Array) =>
			loaded.run({ x: x.map((value, i) => value + size * along[i]), r }).read();
		const { dx } = await at(0, direction);
		const along = direction.map((value, i) => value + dx[i]);
		const dot = (a: Float32Array, b: Float32Array) => addUp(a.length, (i) => a[i] * b[i]);
		const [ahead, behind] = [await at(0.5, along), await at(-0.5, along)];
		// The product is linear, so a long step has no error but rounding.
		const slope = dot(ahead['y'], r) - dot(behind['y'], r);
		expect(Math.abs(dot(dx, along) / slope - 1)).toBeLessThan(1e-3);
		results.push({ dx, ahead });
		device.dispose();
	}
	expect(results[1]).toEqual(results[0]);
});
