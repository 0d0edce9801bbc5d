import { expect, test } from 'vitest';
import { numberColumn, tableLines, tableMarkdown, textColumn, type Table } from './table.ts';

const table: Table = {
	columns: [textColumn('name', ''), numberColumn('mean')],
	rows: [
		['a|b\nc', { text: '0.500', note: '3' }],
		['d', 0.25],
		['e', null],
	],
};

test('a terminal gets the headings and the rows; a note is in parentheses', () => {
	expect(tableLines(table)).toEqual([
		['', 'mean'],
		['a|b\nc', '0.500 (3)'],
		['d', '0.25'],
		['e', 'n/a'],
	]);
});

test('Markdown escapes the bars and aligns numbers right', () => {
	expect(tableMarkdown(table).split('\n')).toEqual([
		'|  | mean |',
		'| --- | ---: |',
		'| a\\|b c | 0.500 (3) |',
		'| d | 0.25 |',
		'| e | n/a |',
	]);
});
