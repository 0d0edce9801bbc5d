import { expect, test } from 'vitest';
import { markRows } from './markRows.ts';

const label = (left: number, width = 80) => ({ left, width });

test('labels with room stand in one row', () => {
	expect(markRows([label(0), label(100), label(200)], 300)).toEqual([
		{ row: 0, room: 100 },
		{ row: 0, room: 100 },
		{ row: 0, room: 100 },
	]);
	expect(markRows([], 300)).toEqual([]);
});

test('a label that the next one would cut stands above it', () => {
	expect(markRows([label(0), label(50)], 300)).toEqual([
		{ row: 1, room: 300 },
		{ row: 0, room: 250 },
	]);
	expect(markRows([label(0), label(50), label(110), label(160)], 300)).toEqual([
		{ row: 1, room: 110 },
		{ row: 0, room: 110 },
		{ row: 1, room: 190 },
		{ row: 0, room: 140 },
	]);
});

test('a label without room in both rows is where it has more', () => {
	expect(markRows([label(0), label(10), label(20)], 300)).toEqual([
		{ row: 0, room: 20 },
		{ row: 1, room: 290 },
		{ row: 0, room: 280 },
	]);
	expect(markRows([label(280)], 300)).toEqual([{ row: 0, room: 20 }]);
});
