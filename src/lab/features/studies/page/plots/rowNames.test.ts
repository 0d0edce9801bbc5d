import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { ShelfEntry } from '#lab/study/published.ts';
import { rowNames } from './rowNames.ts';

const named = (...pairs: readonly (readonly [string, string])[]) =>
	rowNames(pairs.map(([label, against]) => ({ label, against, within: '' })));

test('comparisons are named by what differs between them', () => {
	expect(named(['A', 'X'], ['B', 'X'])).toEqual(['A', 'B']);
	expect(named(['A', 'X'], ['A', 'Y'])).toEqual(['−\u00a0X', '−\u00a0Y']);
	expect(named(['A', 'X'], ['B', 'X'], ['A', 'Y'])).toEqual([
		'A −\u00a0X',
		'B −\u00a0X',
		'A −\u00a0Y',
	]);
});

test('no card of the shelf has two rows of one name', () => {
	const entries = JSON.parse(readFileSync('public/studies/index.json', 'utf8')) as ShelfEntry[];
	for (const { name, gaps } of entries)
		expect(new Set(rowNames(gaps)).size, name).toBe(gaps.length);
});
