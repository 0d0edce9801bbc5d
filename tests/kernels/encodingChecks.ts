/** Products and rows of encoded weights: the bits of the same weights in 32 bits. */
import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'vitest';
import { capture } from '#engine/gpu/capture.ts';
import type { ComputeDevice } from '#engine/gpu/computeDevice.ts';
import { asStored, findEncoding } from '#engine/gpu/encodings.ts';
import type { Storage } from '#engine/gpu/kernel.ts';
import { gatherRows, linear } from '#engine/gpu/kernels.ts';
import { Draw } from './kernelCase.ts';

/** Products of `rows` rows with a matrix [out, inner], which is not the first of its vector. */
const program = (rows: number, out: number, inner: number, start: number, storage: Storage) =>
	capture('encoded weights', (capture) => {
		const input = (name: string, shape: number[]) =>
			capture.input(name, shape, 'f32') as tf.Tensor2D;
		const weight = capture.vector('weights', start, [out, inner], storage) as tf.Tensor2D;
		const [x, r] = [input('x', [rows, inner]), input('r', [rows, out])];
		const index = capture.input('index', [rows], 'i32') as tf.Tensor1D;
		capture.result('y', linear(x, weight, r));
		const [dx] = tf.grads((x: tf.Tensor) => linear(x as tf.Tensor2D, weight))([x], r);
		capture.result('dx', dx);
		capture.result('rows', gatherRows(weight, { index, order: index, starts: index }));
	});

export async function checkEncoding(
	device: ComputeDevice,
	encoded: 'i8' | 'bf16' | 'nf4',
	shapes: readonly (readonly [rows: number, out: number, inner: number])[],
): Promise<void> {
	const draw = new Draw(1, encoded);
	const start = findEncoding(encoded)!.alignment;
	const randomFloats = (length: number) => Float32Array.from(draw.floats([length]).values);
	for (const [rows, out, inner] of shapes) {
		const values = randomFloats(out * inner);
		values.fill(0, 64, 128);
		const rounded = asStored(encoded, values);
		const inputs = {
			x: randomFloats(rows * inner),
			r: randomFloats(rows * out),
			index: Int32Array.from({ length: rows }, (_, i) => (7 * i + 3) % out),
		};
		const results = [];
		for (const [storage, stored] of [
			['f32', rounded],
			[encoded, values],
		] as const) {
			const weights = await device.vector('weights', start + values.length, storage);
			weights.write(stored, start);
			const readBack = (await weights.read()).subarray(start);
			expect(readBack.every((value, i) => value === rounded[i])).toBe(true);
			const loaded = await device.load(program(rows, out, inner, start, storage), { weights });
			results.push(await loaded.run(inputs).read());
			loaded.dispose();
			weights.dispose();
		}
		for (const [name, exact] of Object.entries(results[0])) {
			const differs = results[1][name].findIndex((value, i) => value !== exact[i]);
			expect(differs, `${name} of ${rows} × ${out} × ${inner}`).toBe(-1);
		}
	}
}
