/** The values of a chart as a table. */
import { expect, test } from 'vitest';
import { panelTable, spreadRows } from './panelTable.ts';

const line = (label: string, steps: number[], values: (number | null)[]) => ({
	label,
	stroke: 'red',
	width: 1,
	steps,
	values,
});

test('a row per step at which a shown value changes; lines without values have no column', () => {
	const table = panelTable({
		kind: 'curves',
		title: '',
		steps: 12,
		unit: (value) => value.toFixed(1),
		lines: [
			line('Addition', [5, 9, 12], [0.5, 0.5, 0.6]),
			line('Sorting', [1, 5, 9, 12], [null, 1, 1.01, null]),
			line('nothing', [1, 5], [null, NaN]),
		],
	});
	expect(table.columns.map(({ title }) => title)).toEqual(['Step', 'Addition', 'Sorting']);
	expect(table.rows).toEqual([
		['5', '0.5', '1.0'],
		['12', '0.6', '–'],
	]);
});

test('a long table shows its first and last row and evenly spread rows between', () => {
	expect(spreadRows(3)).toEqual([0, 1, 2]);
	const rows = spreadRows(5000);
	expect([rows.length, rows[0], rows.at(-1)]).toEqual([100, 0, 4999]);
	expect(new Set(rows).size).toBe(100);
});
