/** CSV (RFC 4180) for spreadsheets, with escaped formulas. */
import Papa from 'papaparse';

export type CsvCell = string | number | null | undefined;

/**
 * Text that begins with =, +, −, @, a tab, a carriage return or an apostrophe gets an apostrophe
 * before it. Text beyond ASCII has a byte-order mark, for Excel.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const text = Papa.unparse(
		{ fields: [...header], data: rows.map((row) => row.map((cell) => cell ?? '')) },
		{ escapeFormulae: /^[=+\-@\t\r']/, newline: '\r\n' },
	);
	const isAscii = /^\p{ASCII}*$/u.test(text);
	return `${isAscii ? '' : '\ufeff'}${text}\r\n`;
}
