/** Tensors that a checkpoint stores in another form than the decoder reads. */
import { sizeOf } from '#gpu/kernel.ts';
import type { TensorSpec } from './decoder.ts';

export interface Stored {
	/** The checkpoint's shape. Several of the decoder's tensors may be parts of one. */
	readonly shape: readonly number[];
	/** The index in the checkpoint's tensor of the decoder's element `i`. */
	readonly at: (i: number) => number;
	/** The checkpoint has matrices as [in, out]. */
	readonly isTransposed: boolean;
}

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

export interface NamedValues {
	readonly name: string;
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

/** The checkpoint's tensors of a flat vector, some as views of it. */
export function storedTensors(specs: readonly TensorSpec[], flat: Float32Array): NamedValues[] {
	const tensors = new Map<string, NamedValues>();
	for (const { name, shape, offset, size, stored } of specs) {
		const own = flat.subarray(offset, offset + size);
		const whole = tensors.get(name)?.values;
		const values = stored ? (whole ?? new Float32Array(sizeOf(stored.shape))) : own;
		if (stored) own.forEach((value, i) => (values[stored.at(i)] = value));
		tensors.set(name, { name, shape: stored?.shape ?? shape, values });
	}
	return [...tensors.values()];
}
