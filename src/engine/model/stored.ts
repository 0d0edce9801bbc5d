/** Tensors that a checkpoint stores in another form than the decoder reads, and its file. */
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { ReadWeights, Stored, TensorSpec } from './tensors.ts';
import { fileHead } from './safetensors.ts';

/** Rows [out, width] of a checkpoint's [rows, width]. `row`: the checkpoint's row of row `out`. */
export const fromRows = (
	[rows, width = 1]: readonly number[],
	row: (out: number) => number,
): Stored => ({
	shape: width === 1 ? [rows] : [rows, width],
	at: (i) => row(Math.floor(i / width)) * width + (i % width),
	isTransposed: false,
});

/** Rows [out, in] that are columns of a checkpoint's [in, columns], from column `first` on. */
export const fromColumns = ([inner, columns]: readonly number[], first = 0): Stored => ({
	shape: [inner, columns],
	at: (i) => (i % inner) * columns + first + Math.floor(i / inner),
	isTransposed: true,
});

/** A safetensors file. Its parts are blobs, which the browser keeps outside JavaScript's memory. */
export async function writeWeights(specs: readonly TensorSpec[], read: ReadWeights): Promise<Blob> {
	const tensors = new Map(
		specs.map(({ name, shape, stored }) => {
			return [name, { name, shape: stored?.shape ?? shape, parts: [] as Blob[] }];
		}),
	);
	const put = async (name: string, numbers: Float32Array) => {
		const part = new Blob([numbers as Float32Array<ArrayBuffer>]);
		// Reading a byte waits until the browser has the whole part: else parts fill the worker.
		await part.slice(0, 1).arrayBuffer();
		tensors.get(name)!.parts.push(part);
	};
	/** Tensors of the checkpoint that several of the decoder's fill, and what is missing of each. */
	const begun = new Map<string, { readonly numbers: Float32Array; left: number }>();
	await read(({ name, stored }, numbers) => {
		if (!stored) return put(name, numbers);
		const size = sizeOf(stored.shape);
		const whole = begun.get(name) ?? { numbers: new Float32Array(size), left: size };
		for (let i = 0; i < numbers.length; i++) whole.numbers[stored.at(i)] = numbers[i];
		whole.left -= numbers.length;
		begun.set(name, whole);
		return whole.left === 0 && begun.delete(name) && put(name, whole.numbers);
	});
	const all = [...tensors.values()];
	return new Blob([fileHead(all), ...all.flatMap(({ parts }) => parts)]);
}
