/** Numbered lines of bytes, split before decoding, so that a bad one affects no other. */
import { joinBytes } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say, type Message } from '#engine/core/message.ts';
import { decodeUtf8 } from './bytes.ts';
import { maxRowBytes, rowTooLong, type FileBytes } from './format.ts';

/** Without its line end: LF, CRLF, or CRLF that was converted twice. `line`: from 1. */
export interface TextLine {
	readonly line: number;
	/** Only the start of a line that is too long. */
	readonly text: string;
	readonly error: Message | null;
}

export const notUtf8 = say('The text is not valid UTF-8. Save the file as UTF-8.');
const shownBytes = 2000;

/** Yields one batch per chunk. A last line without text is ignored. */
export async function* textLines(
	chunks: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<readonly TextLine[]> {
	let line = 1;
	let pieces: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	const keep = (piece: Uint8Array<ArrayBuffer>) => {
		length += piece.length;
		if (length <= maxRowBytes) pieces.push(piece);
		else pieces = [joinBytes([...pieces, piece]).slice(0, shownBytes)];
	};
	const take = (): TextLine => {
		const { text, isValid } = decodeUtf8(joinBytes(pieces));
		const error = length > maxRowBytes ? rowTooLong : isValid ? null : notUtf8;
		pieces = [];
		length = 0;
		return { line: line++, text: text.replace(/\r+$/, ''), error };
	};
	for await (const chunk of chunks) {
		const batch: TextLine[] = [];
		let start = 0;
		for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
			keep(chunk.subarray(start, end));
			batch.push(take());
			start = end + 1;
		}
		// A copy, so that a short remainder does not keep the whole chunk in memory.
		if (start < chunk.length) keep(chunk.slice(start));
		if (batch.length > 0) yield batch;
	}
	if (length > 0) yield [take()];
}

/** 128 MiB take seconds. Parquet and JSON lines are read in parts. */
const maxWholeBytes = 2 ** 27;

/** The text of a file whose rows cannot be told apart before all of it is read. */
export async function wholeText(file: FileBytes) {
	const pieces: Uint8Array<ArrayBuffer>[] = [];
	let length = 0;
	for await (const chunk of file.chunks()) {
		pieces.push(chunk);
		length += chunk.length;
		if (length > maxWholeBytes)
			throw new InputError(
				say('{name}: the file has more than 128 MB. Split it, or save it as JSON lines.', {
					name: file.name,
				}),
			);
	}
	const { text, isValid } = decodeUtf8(joinBytes(pieces));
	/** Why the row with this text cannot be read. */
	const fault = (raw: string): Message | null => {
		if (raw.length > maxRowBytes) return rowTooLong;
		return !isValid && raw.includes('\ufffd') ? notUtf8 : null;
	};
	return { text: text.replace(/\r+\n/g, '\n'), fault };
}

export const lineBreaks = (text: string): number => text.split('\n').length - 1;
