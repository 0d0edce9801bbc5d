/** CSV files. Apart from tables, so that the page loads its library with the first download. */
import Papa from 'papaparse';
import { plainText, type Table } from './table.ts';

/** Cells that are not applicable are empty. */
export const tableCsv = ({ columns, rows }: Table): string =>
	csvText(
		columns.map(({ title }) => title),
		rows.map((row) =>
			row.map((cell) => (cell !== null && typeof cell === 'object' ? plainText(cell) : cell)),
		),
	);

export type CsvCell = string | number | null | undefined;

/**
 * CSV (RFC 4180) for spreadsheets. Text that begins with =, +, −, @, a tab, a carriage return or an
 * apostrophe gets an apostrophe before it. Text beyond ASCII has a byte-order mark, for Excel.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const text = Papa.unparse(
		{ fields: [...header], data: rows.map((row) => row.map((cell) => cell ?? '')) },
		{ escapeFormulae: /^[=+\-@\t\r']/, newline: '\r\n' },
	);
	const isAscii = /^\p{ASCII}*$/u.test(text);
	return `${isAscii ? '' : '\ufeff'}${text}\r\n`;
}
