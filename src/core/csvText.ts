/** CSV (RFC 4180) for spreadsheets, with escaped formulas. */
import Papa from 'papaparse';

export type CsvCell = string | number | null | undefined;

/**
 * Lines end in CR LF. null and undefined are empty cells. Text that begins with =, +, −, @, a tab,
 * a carriage return or an apostrophe gets an apostrophe before it. Numbers do not change. Text
 * beyond ASCII starts with a byte-order mark, since Excel reads it as Latin-1 otherwise.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const text = Papa.unparse(
		{ fields: [...header], data: rows.map((row) => row.map((cell) => cell ?? '')) },
		{ escapeFormulae: /^[=+\-@\t\r']/, newline: '\r\n' },
	);
	const isAscii = /^\p{ASCII}*$/u.test(text);
	return `${isAscii ? '' : '\ufeff'}${text}\r\n`;
}
