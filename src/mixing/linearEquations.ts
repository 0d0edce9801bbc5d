/** Linear equations by Gauss–Jordan, without pivoting: for positive definite matrices. */

/** x of A x = b. `rows`: [size, size + 1], A with b as its last column. They are overwritten. */
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
