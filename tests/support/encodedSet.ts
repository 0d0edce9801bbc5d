/** Rows of tokens as a set of the trainer; without `isTarget`, each token is a target. */
import type { EncodedExamples } from '#engine/data/encoded.ts';

export function encodedSet(
	rows: readonly (readonly number[])[],
	isTarget: (place: number, row: number) => boolean = () => true,
): EncodedExamples {
	let end = 0;
	const targets = rows.map((tokens, row) => tokens.map((_, place) => isTarget(place, row)));
	return {
		count: rows.length,
		tokens: Uint32Array.from(rows.flat()),
		offsets: Uint32Array.from([0, ...rows.map(({ length }) => (end += length))]),
		targets: Uint8Array.from(targets.flat(), Number),
		promptLengths: Uint32Array.from(targets, (marks) => Math.max(0, marks.indexOf(true))),
		noisy: new Uint8Array(rows.length),
		cut: 0,
	};
}
