/** Output that several scripts share: tables and numbers for the terminal, JSON files. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const percent = (share: number | null): string =>
	share === null ? '–' : `${(share * 100).toFixed(0)} %`;

export const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(2);

/** Aligns the first column left and the others right, with a line under the first row. */
export function table(rows: readonly (readonly string[])[]): string {
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	const lines = rows.map((row) =>
		row
			.map((cell, column) =>
				column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
			)
			.join('  ')
			.trimEnd(),
	);
	return lines.toSpliced(1, 0, widths.map((width) => '─'.repeat(width)).join('  ')).join('\n');
}

/** Writes the value to `file`; does nothing without a file name. */
export function writeJson(file: string | undefined, value: unknown): void {
	if (file === undefined) return;
	mkdirSync(path.dirname(file), { recursive: true });
	writeFileSync(file, `${JSON.stringify(value, null, '\t')}\n`);
}

/** Returns the stored value of `file`, or computes and stores it, so that a script can resume. */
export async function cached<T>(file: string, compute: () => Promise<T>): Promise<T> {
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as T;
	const value = await compute();
	writeJson(file, value);
	return value;
}
