import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { csvText, tableCsv } from './csv.ts';
import { numberColumn, textColumn } from './table.ts';

test('a cell has its note in parentheses, and is empty where nothing applies', () => {
	const table = {
		columns: [textColumn('name', ''), numberColumn('mean')],
		rows: [
			['c', { text: '0.500', note: '3' }],
			['d', 0.25],
			['e', null],
		],
	};
	expect(tableCsv(table)).toBe(',mean\r\nc,0.500 (3)\r\nd,0.25\r\ne,\r\n');
});

test('cells with commas, quotes and line breaks survive a round trip', () => {
	const header = ['step', 'a, "b"\nc'];
	const text = csvText(header, [
		[1, -0.5],
		[2, null],
	]);
	expect(text).toBe('step,"a, ""b""\nc"\r\n1,-0.5\r\n2,\r\n');
	expect(Papa.parse<string[]>(text.trim()).data[0]).toEqual(header);
});

test('escapes formulas and keeps numbers', () => {
	const text = csvText(['=cmd|calc', '@x', '+1', '-1', '\tx'], [['=1+1', -1, -1e-9, '-x', 'a=b']]);
	const [header, row] = Papa.parse<string[]>(text.trim()).data;
	expect(header).toEqual(["'=cmd|calc", "'@x", "'+1", "'-1", "'\tx"]);
	expect(row).toEqual(["'=1+1", '-1', '-1e-9', "'-x", 'a=b']);
});

test('writes a byte-order mark only for text beyond ASCII', () => {
	expect(csvText(['a'], [[1]]).charCodeAt(0)).toBe('a'.charCodeAt(0));
	expect(csvText(['é'], [[1]]).charCodeAt(0)).toBe(0xfeff);
});
