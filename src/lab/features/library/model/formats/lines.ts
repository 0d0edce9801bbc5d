/** Rows and numbered lines of bytes, split before decoding, so that a bad one affects no other. */
import { joinBytes } from '#engine/core/bytes.ts';
import { sentence, type Message } from '#engine/core/message.ts';
import { decodeUtf8 } from './bytes.ts';
import { maxRowBytes, rowTooLong } from './format.ts';

/** A row's text. With an error it may be a Blob, because the row is too long for memory. */
export type RowText =
	| { readonly text: string; readonly error: null }
	| { readonly text: string | Blob; readonly error: Message };

/** Without its line end (LF or CRLF). `line`: from 1. */
export type TextLine = RowText & { readonly line: number };

/** Yields one batch per chunk. A last line without text is ignored. */
export async function* textLines(
	chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<readonly TextLine[]> {
	let line = 1;
	const row = new RowBytes();
	const take = (): TextLine => {
		const { text, error } = row.take();
		return error === null
			? { line: line++, text: text.endsWith('\r') ? text.slice(0, -1) : text, error }
			: { line: line++, text, error };
	};
	for await (const chunk of chunks) {
		const batch: TextLine[] = [];
		let start = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
			row.keep(chunk.subarray(start, end));
			batch.push(take());
			start = end + 1;
		}
		// A copy, so that a short remainder does not keep the whole chunk in memory.
		if (start < chunk.length) row.keep(chunk.slice(start));
		if (batch.length > 0) yield batch;
	}
	if (!row.isEmpty) yield [take()];
}

export const lineBreaks = (text: string): number => text.split('\n').length - 1;

export const isBlank = ({ text, error }: TextLine): boolean => error === null && text.trim() === '';

/** The bytes of one row while it is read. */
export class RowBytes {
	#pieces: Uint8Array<ArrayBuffer>[] = [];
	#length = 0;
	/** The beginning of a row of more than 16 MiB. The browser may store Blobs on disk. */
	#blobs: Blob[] = [];

	keep(piece: Uint8Array<ArrayBuffer>): void {
		this.#pieces.push(piece);
		this.#length += piece.length;
		if (this.#length <= maxRowBytes) return;
		this.#blobs.push(new Blob(this.#pieces));
		this.#pieces = [];
		this.#length = 0;
	}

	get isEmpty(): boolean {
		return this.#length === 0 && this.#blobs.length === 0;
	}

	/** Ends the row: returns its text, and begins the next. */
	take(): RowText {
		const pieces = this.#pieces;
		const blobs = this.#blobs;
		this.#pieces = [];
		this.#length = 0;
		this.#blobs = [];
		if (blobs.length > 0) return { text: new Blob([...blobs, ...pieces]), error: rowTooLong };
		const { text, valid } = decodeUtf8(joinBytes(pieces));
		return valid ? { text, error: null } : { text, error: sentence('library.errors.row.notUtf8') };
	}
}
