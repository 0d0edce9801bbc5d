/** Tensors that a checkpoint stores in another form than the decoder reads. */

export interface Stored {
	/** The checkpoint's shape. Several of the decoder's tensors may be parts of one. */
	readonly shape: readonly number[];
	/** The index in the checkpoint's tensor of the decoder's element `i`. */
	readonly at: (i: number) => number;
}

/** Rows [out, width] of a checkpoint's [rows, width]. `row`: the checkpoint's row of row `out`. */
export const fromRows = (
	[rows, width = 1]: readonly number[],
	row: (out: number) => number,
): Stored => ({
	shape: width === 1 ? [rows] : [rows, width],
	at: (i) => row(Math.floor(i / width)) * width + (i % width),
});

/** Rows [out, in] that are columns of a checkpoint's [in, columns], from column `first` on. */
export const fromColumns = ([inner, columns]: readonly number[], first = 0): Stored => ({
	shape: [inner, columns],
	at: (i) => (i % inner) * columns + first + Math.floor(i / inner),
});
