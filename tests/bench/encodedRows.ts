/** Rows of tokens as encoded examples in which each token is a target. */
import type { EncodedExamples } from '#engine/data/encoded.ts';

export function encodedRows(rows: readonly (readonly number[])[]): EncodedExamples {
	const offsets = [0];
	for (const row of rows) offsets.push(offsets.at(-1) + row.length);
	return {
		count: rows.length,
		tokens: Uint32Array.from(rows.flat()),
		offsets: Uint32Array.from(offsets),
		targets: new Uint8Array(offsets.at(-1)).fill(1),
		promptLengths: new Uint32Array(rows.length),
		noisy: new Uint8Array(rows.length),
		cut: 0,
	};
}

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
