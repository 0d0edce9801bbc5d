/** The interface of a file format: it detects its files by content and reads them row by row. */
import { InputError } from '#engine/core/errors.ts';
import type { Json } from '#engine/core/json.ts';
import { englishText, say, type Message } from '#engine/core/message.ts';

/** A row of a file. */
export interface ReadRow {
	/** The file's line where the row begins, from 1. */
	readonly line: number;
	/** The row's text in the file. */
	readonly raw: string;
	readonly value: Json;
	/** Columns with bytes that are no text: they are null in `value`. */
	readonly lost?: readonly string[];
	/** The row had half of a character (a lone surrogate), which is now U+FFFD. */
	readonly hasHalf?: true;
}
/** A row, or the reason for its rejection. */
export type FileRow =
	ReadRow | { readonly line: number; readonly raw: string; readonly error: Message };

/** The reason for a row's rejection. The import reports it with the row's line. */
export class RowError extends Error {
	constructor(readonly statement: Message) {
		super(englishText(statement));
	}
}

/** The file cannot be used, because of this line. */
export const lineError = (file: string, line: number, what: Message): InputError =>
	new InputError(say('{file}, line {line}: {what}', { file, line, what }));

/** An opened file. A format reads `chunks()`, or uses `read` for random access. */
export interface FileBytes {
	readonly name: string;
	/** In bytes, as stored. */
	readonly size: number;
	/** A gzip archive: `start`, `head` and `chunks` are unpacked, `read` is not. */
	readonly isPacked: boolean;
	/** The first 4 KB at most. */
	readonly start: Uint8Array;
	/** The first 64 KB as text. The last character may be incomplete. */
	readonly head: string;
	/** The stored bytes from `start` up to, not including, `end`. */
	read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
	/** For a format that uses `read`: reports the bytes read so far. */
	progress(bytes: number): void;
	/** The content as UTF-8 without a byte-order mark, in chunks of any size. */
	chunks(): AsyncIterable<Uint8Array<ArrayBuffer>>;
}

export interface DatasetFormat {
	/** Appears in Inspection.format: never rename. */
	readonly id: string;
	readonly title: string;
	/** Lower case, without the dot. */
	readonly extensions: readonly string[];
	/** First bytes (Latin-1) of a binary format. They alone identify it. */
	readonly signature?: string;
	/** Confidence in this format, 0 to 1, by the head. The name decides if this is ambiguous. */
	detect(head: string, name: string): number;
	/** Reads the rows in order, in batches. Throws InputError if the file is not readable. */
	read(file: FileBytes): AsyncIterable<readonly FileRow[]>;
}

/** 16 MiB. A longer row is rejected, with its start. */
export const maxRowBytes = 16 * 2 ** 20;
export const rowTooLong = say('The row is longer than 16 MB. Split it into shorter rows.');

/** Ignores `.gz` behind another extension. */
export const extensionOf = (name: string): string =>
	/\.([^./\\]+?)(?:\.gz)?$/i.exec(name)?.[1]?.toLowerCase() ?? '';
