/** The interface of a file format: it detects its files by content and reads them row by row. */
import type { Json } from '#core/json.ts';

/** A row of a file: its value, or the reason for its rejection. */
export type FileRow = {
	/** The file's line where the row begins, from 1. */
	readonly line: number;
	/** The row's text in the file. */
	readonly raw: string;
} & ({ readonly value: Json } | { readonly error: string });

/** An opened file. A format reads `chunks()`, or uses `read` for random access. */
export interface FileBytes {
	readonly name: string;
	/** In bytes. */
	readonly size: number;
	/** The raw bytes from `start` up to, not including, `end`. */
	read(start: number, end: number): Promise<Uint8Array>;
	/** The first 64 KB as text. The last character may be incomplete. */
	head(): Promise<string>;
	/** The content as UTF-8 without a byte-order mark, in chunks of any size. */
	chunks(): AsyncIterable<Uint8Array>;
}

export interface DatasetFormat {
	/** Appears in Inspection.format: never rename. */
	readonly id: string;
	readonly title: string;
	/** Lower case, without the dot. */
	readonly extensions: readonly string[];
	/**
	 * Confidence from 0 (impossible) to 1 that the file has this format, by its head. The name
	 * decides only if the content is ambiguous.
	 */
	detect(head: string, name: string): number;
	/** Reads the rows in order, in batches. Throws InputError if the file is not readable. */
	read(file: FileBytes): AsyncIterable<readonly FileRow[]>;
}

/** 16 MiB. A longer row is rejected and not kept in memory. */
export const maxRowBytes = 16 * 2 ** 20;
export const rowTooLong = 'The row is longer than 16 MB. Split it into shorter rows.';

export const extensionOf = (name: string): string =>
	/\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
