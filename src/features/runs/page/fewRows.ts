/** Row indices of a long table, spread evenly, with the first and the last. Pure. */
export function fewRows(rows: number, most = 100): number[] {
	if (rows <= most) return Array.from({ length: rows }, (_, i) => i);
	return Array.from({ length: most }, (_, i) => Math.round((i * (rows - 1)) / (most - 1)));
}
