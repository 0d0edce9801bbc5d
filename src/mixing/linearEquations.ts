/** Products of vectors, and linear equations. */

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let total = 0;
	for (let i = 0; i < a.length; i++) total += a[i] * b[i];
	return total;
}

/**
 * x of A x = b, by Gauss–Jordan without pivoting: for positive definite A. `rows`: A with b as its
 * last column [size, size + 1]. They are overwritten.
 */
export function solveRows(rows: readonly number[][]): number[] {
	const size = rows.length;
	for (let g = 0; g < size; g++)
		for (let h = 0; h < size; h++) {
			if (h === g) continue;
			const part = rows[h][g] / rows[g][g];
			for (let k = g; k <= size; k++) rows[h][k] -= part * rows[g][k];
		}
	return rows.map((row, g) => row[size] / row[g]);
}
