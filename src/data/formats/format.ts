/** What a file format is: it knows its files by their content and reads them row by row, in a stream. */
import type { Json } from '#core/json.ts';

/** A row as the file has it: a value, or the reason why it is none. */
export type FileRow = {
	/** 1-based line of the file where the row begins. */
	readonly line: number;
	/** The row as it stands in the file. */
	readonly raw: string;
} & ({ readonly value: Json } | { readonly error: string });

/** An opened file: a format reads `chunks()`, or takes bytes with `read` where it must jump about. */
export interface FileBytes {
	readonly name: string;
	/** In bytes. */
	readonly size: number;
	/** Bytes from `start` up to, not with, `end`, as they are. */
	read(start: number, end: number): Promise<Uint8Array>;
	/** The first 64 KB as text, for guesses: a character may be cut at its end. */
	head(): Promise<string>;
	/** The content as UTF-8 without a byte-order mark, in pieces of any size. Counted for the progress. */
	chunks(): AsyncIterable<Uint8Array>;
}

export interface DatasetFormat {
	/** Told in Inspection.format: never rename. */
	readonly id: string;
	readonly title: string;
	/** Lower case, without the dot. */
	readonly extensions: readonly string[];
	/**
	 * How sure it is that this is its file, from 0 (cannot be) to 1, by the head; the name only decides where the
	 * content leaves it open.
	 */
	detect(head: string, name: string): number;
	/** The rows in batches, in the order of the file. Throws InputError when the file as a whole is not readable. */
	read(file: FileBytes): AsyncIterable<readonly FileRow[]>;
}

/** A row of more bytes is rejected without being kept in memory: 16 MiB. */
export const maxRowBytes = 16 * 2 ** 20;
export const rowTooLong = 'The row is longer than 16 MB. Split it into shorter rows.';

export const extensionOf = (name: string): string =>
	/\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
