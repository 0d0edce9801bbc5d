/** Tensors that a checkpoint stores in another form than the decoder reads, and its file. */
import { takenBlob } from '#engine/core/bytes.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';
import type { DecoderConfig } from './decoderConfig.ts';
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

/**
 * The index in the checkpoint of number n of a head. The checkpoint rotates the pairs (i, i + r/2)
 * for i < r/2 and keeps the rest. The decoder's pairs are (i, i + d/2), and those from r/2 on have
 * the angle 0. Scores do not depend on the order, because queries and keys have the same.
 */
export const rotatedIndex =
	({ headDim, rotated = headDim }: Pick<DecoderConfig, 'headDim' | 'rotated'>) =>
	(n: number): number => {
		const [half, pairs] = [headDim / 2, rotated / 2];
		const plane = n % half;
		const second = n >= half;
		if (plane < pairs) return second ? pairs + plane : plane;
		return rotated + (second ? half - pairs : 0) + plane - pairs;
	};

/** A safetensors file. Its parts are blobs, which the browser keeps outside JavaScript's memory. */
export async function writeWeights(specs: readonly TensorSpec[], read: ReadWeights): Promise<Blob> {
	const tensors = new Map(
		specs.map(({ name, shape, stored }) => {
			return [name, { name, shape: stored?.shape ?? shape, parts: [] as Blob[] }];
		}),
	);
	const put = async (name: string, numbers: Float32Array) => {
		const part = await takenBlob(numbers as Float32Array<ArrayBuffer>);
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
