/** Rows as CSV (RFC 4180) that spreadsheets open: decimal points, and no text that one would take for a formula. */
import Papa from 'papaparse';

export type CsvCell = string | number | null | undefined;

/**
 * Lines end in CR LF; null and undefined are empty cells. Text that begins with =, +, −, @, a tab or a
 * carriage return gets an apostrophe before it, and so does what begins with one: two names stay two. Numbers stay. Text beyond
 * ASCII is told by a byte order mark: without one, Excel takes it for Latin-1.
 */
export function csvText(header: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
	const text = Papa.unparse(
		{ fields: [...header], data: rows.map((row) => row.map((cell) => cell ?? '')) },
		{ escapeFormulae: /^[=+\-@\t\r']/, newline: '\r\n' },
	);
	const isAscii = /^\p{ASCII}*$/u.test(text);
	return `${isAscii ? '' : '\ufeff'}${text}\r\n`;
}
