/** Lines of a stream of bytes, with their numbers. Split before decoding, so that one bad line spoils no other. */
import { decodeUtf8, joinBytes, notUtf8 } from './bytes.ts';
import { maxRowBytes, rowTooLong } from './format.ts';

export interface TextLine {
	/** 1-based. */
	readonly line: number;
	/** Without its line end (LF or CRLF). */
	readonly text: string;
	/** Why it cannot be used: not UTF-8, or longer than 16 MiB (its text is then empty). */
	readonly error: string | null;
}

/** One batch per chunk; a file's last line counts only if it has text. */
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
		// A copy, so that a short rest does not hold the whole chunk.
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
