/** Rows and numbered lines of bytes, split before decoding, so that a bad one affects no other. */
import { joinBytes } from '#engine/core/bytes.ts';
import { say, type Message } from '#engine/core/message.ts';
import { decodeUtf8 } from './bytes.ts';
import { maxRowBytes, rowTooLong } from './format.ts';

/** A row's text; only its start if the row is too long. */
export interface RowText {
	readonly text: string;
	readonly error: Message | null;
}

/** Without its line end: LF, CRLF, or CRLF that was converted twice. `line`: from 1. */
export interface TextLine extends RowText {
	readonly line: number;
}

/** Yields one batch per chunk. A last line without text is ignored. */
export async function* textLines(
	chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<readonly TextLine[]> {
	let line = 1;
	const row = new RowBytes();
	const take = (): TextLine => {
		const { text, error } = row.take();
		let end = text.length;
		while (error === null && text[end - 1] === '\r') end--;
		return { line: line++, text: text.slice(0, end), error };
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

/** The part of a row of more than 16 MiB that is shown. */
const startBytes = 2000;

/** The bytes of one row while it is read. */
export class RowBytes {
	#pieces: Uint8Array<ArrayBuffer>[] = [];
	#length = 0;

	/** Of a row that is too long, only the start stays in memory. */
	keep(piece: Uint8Array<ArrayBuffer>): void {
		this.#length += piece.length;
		if (this.#length <= maxRowBytes) this.#pieces.push(piece);
		else this.#pieces = [joinBytes([...this.#pieces, piece]).slice(0, startBytes)];
	}

	get isEmpty(): boolean {
		return this.#length === 0;
	}

	/** Ends the row: returns its text, and begins the next. */
	take(): RowText {
		const { text, valid } = decodeUtf8(joinBytes(this.#pieces));
		const isLong = this.#length > maxRowBytes;
		this.#pieces = [];
		this.#length = 0;
		const fault = valid ? null : say('The text is not valid UTF-8. Save the file as UTF-8.');
		return { text, error: isLong ? rowTooLong : fault };
	}
}
