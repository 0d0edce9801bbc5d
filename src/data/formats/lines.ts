/** Numbered lines of a byte stream. Split before decoding, so that a bad line affects no other. */
import { decodeUtf8, joinBytes, notUtf8 } from './bytes.ts';
import { maxRowBytes, rowTooLong } from './format.ts';

export interface TextLine {
	/** From 1. */
	readonly line: number;
	/** Without its line end (LF or CRLF). */
	readonly text: string;
	/** Not UTF-8, or longer than 16 MiB (with empty text); null if the line is valid. */
	readonly error: string | null;
}

/** Yields one batch per chunk. A last line without text is ignored. */
export async function* textLines(
	chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly TextLine[]> {
	let line = 1;
	let pieces: Uint8Array[] = [];
	let length = 0;
	const keep = (piece: Uint8Array) => {
		length += piece.length;
		if (length > maxRowBytes) pieces = [];
		else pieces.push(piece);
	};
	const take = (): TextLine => {
		const taken =
			length > maxRowBytes
				? { line, text: '', error: rowTooLong }
				: toLine(line, joinBytes(pieces));
		pieces = [];
		length = 0;
		line++;
		return taken;
	};
	for await (const chunk of chunks) {
		const batch: TextLine[] = [];
		let start = 0;
		for (;;) {
			const end = chunk.indexOf(10, start);
			if (end < 0) break;
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

function toLine(line: number, bytes: Uint8Array): TextLine {
	const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
	const { text, valid } = decodeUtf8(bytes.subarray(0, end));
	return { line, text, error: valid ? null : notUtf8 };
}
