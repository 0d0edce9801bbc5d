/** The WebGPU device: vectors, programs, results that wait together. */
import { expect, test } from 'vitest';
import { sumProgram } from './programs.ts';
import { openDevice } from './openDevice.ts';

const numbers = (length: number, of: (i: number) => number) =>
	Float32Array.from({ length }, (_, i) => of(i));

test('a vector gives back what was written', async () => {
	const device = await openDevice();
	const vector = await device.vector('v', 1001);
	expect(await vector.read()).toEqual(new Float32Array(1001));
	const values = numbers(1001, (i) => i / 7);
	vector.write(values);
	const read = vector.read();
	vector.write(
		numbers(3, () => -1),
		998,
	);
	expect(await read, 'as it was when it was asked for').toEqual(values);
	expect((await vector.read()).slice(996)).toEqual(Float32Array.of(996 / 7, 997 / 7, -1, -1, -1));
	const other = await device.vector('w', 1001);
	other.copyFrom(vector);
	expect(await other.read()).toEqual(await vector.read());
});

test('a vector of halves rounds as the GPU does', async () => {
	const device = await openDevice();
	const vector = await device.vector('v', 5, 'f16');
	vector.write(Float32Array.of(1, -2.5, 1 / 3, 65504, 1e-7));
	expect(await vector.read()).toEqual(Float32Array.of(1, -2.5, 0.333251953125, 65504, 2 ** -23));
});

test('a program adds inputs, vectors and temporaries', async () => {
	const device = await openDevice();
	const weights = await device.vector('weights', 1000);
	weights.write(numbers(1000, (i) => i));
	const sums = await device.vector('sums', 1000);
	const program = await device.load(sumProgram(1000, 5), { weights, sums });
	const results = [1, 2, 3].map((k) => program.run({ x: numbers(1000, (i) => i * k) }));
	for (const [index, result] of results.entries()) {
		const { y } = await result.read();
		// y = weights + 5 x
		expect(y).toEqual(numbers(1000, (i) => i + 5 * (index + 1) * i));
	}
	expect(await sums.read()).toEqual(numbers(1000, (i) => i + 15 * i));
});
