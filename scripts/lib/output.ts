/** Output that several scripts share: tables and numbers for the terminal, JSON files. */
import path from 'node:path';
import type { JsonObject } from '#engine/core/json.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { readResumable, resumableName, writeResumable } from './resumable.ts';
import { writeBeside } from './writeBeside.ts';

export const percent = (share: number | null): string =>
	share === null ? '–' : `${(share * 100).toFixed(0)} %`;

/** `1 cell`, `2 cells`. */
export const counted = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;

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

/** A row for each record; the columns by title. */
export const tableOf = <T>(
	records: readonly T[],
	columns: { readonly [title: string]: (record: T) => string },
): string =>
	table([
		Object.keys(columns),
		...records.map((record) => Object.values(columns).map((toCell) => toCell(record))),
	]);

/** Writes the value to `file`; does nothing without a file name. */
export function writeJson(file: string | undefined, value: unknown): void {
	if (file !== undefined) writeBeside(file, `${JSON.stringify(value, null, '\t')}\n`);
}

/**
 * The value of an earlier call with this key; else computes and stores it, so that a script
 * resumes. `key` is all that the value depends on, besides the engine's version. Throws InputError
 * if a stored value is damaged.
 */
export async function cached<T>(
	folder: string,
	key: JsonObject,
	compute: () => Promise<T>,
): Promise<T> {
	const whole = { engine: engineVersion, ...key };
	const file = path.join('.cache', folder, resumableName('result', whole, 'json'));
	const stored = readResumable(file, whole);
	if (stored) return JSON.parse(new TextDecoder().decode(stored)) as T;
	const value = await compute();
	writeResumable(file, whole, Buffer.from(JSON.stringify(value)));
	return value;
}
