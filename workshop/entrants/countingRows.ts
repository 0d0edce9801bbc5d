/** Each row counts in steps of its own, modulo the vocabulary. */
export const countingRows = (
	rows: number,
	length: number,
	vocabulary: number,
	start = 0,
): number[][] =>
	Array.from({ length: rows }, (_, row) =>
		Array.from({ length }, (_, i) => (start + i * (5 * row + 1)) % vocabulary),
	);
