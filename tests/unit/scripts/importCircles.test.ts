/** No file of src/ imports itself through others, not even for types. */
import { expect, test } from 'vitest';
import { findCircles, readImportGraph } from '../../../scripts/lib/importGraph.ts';

test('src/ has no circle of imports', () => {
	const circles = findCircles(readImportGraph('src'));
	expect(
		circles.map((files) => files.join(' ↔ ')),
		'Move the shared part to a file.',
	).toEqual([]);
});

test('a circle through several files is found, and a shared file is none', () => {
	const graph = new Map([
		['a', ['b', 'd']],
		['b', ['c']],
		['c', ['a', 'd']],
		['d', []],
		['e', ['a', 'd']],
	]);
	expect(findCircles(graph)).toEqual([['a', 'b', 'c']]);
});
