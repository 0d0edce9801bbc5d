/**
 * Which tokens of a rendered conversation are in the loss. The tokenizer has no offsets, so the
 * tokens are laid on the text's UTF-8 bytes: together they must be the text, byte for byte.
 */
import { say } from '#engine/core/message.ts';
import type { MarkedEncoder } from '../tokenizer.ts';
import { ConversationError } from '../chatTemplate.ts';
import type { Span } from './templateRuntime.ts';

/**
 * A token counts if it has a byte of a span. The mask of transformers does the same, but of a last
 * character in several tokens it marks only the first.
 */
export function encodeSpans(
	text: string,
	spans: readonly Span[],
	encoder: MarkedEncoder,
): { tokens: number[]; targets: (0 | 1)[] } {
	const { ids, pieces } = encoder.encode(text);
	const borders = tokenBorders(text, ids, pieces, encoder);
	const bytes = byteOffsets(
		encoder.normalized(text),
		spans.flatMap(({ from, to }) => [from, to].map((at) => normalizedOffset(text, at, encoder))),
	);
	const targets = ids.map((_, token): 0 | 1 => {
		const [from, to] = [borders[token], borders[token + 1]];
		// A token that is only the space before a word belongs to the word.
		const last = Math.max(to - 1, from);
		return spans.some((_span, i) => last >= bytes[2 * i] && from < bytes[2 * i + 1]) ? 1 : 0;
	});
	return { tokens: ids, targets };
}

/** Offsets in UTF-16 units to offsets in UTF-8 bytes. */
const byteOffsets = (text: string, offsets: readonly number[]): number[] =>
	offsets.map((at) => utf8.encode(text.slice(0, at)).length);

const utf8 = new TextEncoder();

/** A border inside a composed character has no place in the normalized text. */
function normalizedOffset(text: string, at: number, encoder: MarkedEncoder): number {
	const before = encoder.normalized(text.slice(0, at));
	const whole = before + encoder.normalized(text.slice(at));
	if (whole === encoder.normalized(text)) return before.length;
	throw unplaced();
}

/** [tokens + 1] in bytes of the normalized text. */
function tokenBorders(
	text: string,
	ids: readonly number[],
	pieces: readonly string[],
	encoder: MarkedEncoder,
): number[] {
	const bytes = utf8.encode(encoder.normalized(text));
	const borders = [0];
	ids.forEach((id, token) => {
		const added = encoder.added.get(id);
		const piece = added ? utf8.encode(added.content) : encoder.bytesOf(pieces[token]);
		const end = findEnd(piece, bytes, borders[token]);
		if (end === null) throw unplaced();
		borders.push(end);
	});
	if (borders.at(-1) !== bytes.length) throw unplaced();
	return borders;
}

/** The end of the token, or null if its bytes are not there. */
function findEnd(piece: Uint8Array, bytes: Uint8Array, at: number): number | null {
	const after = (from: number) => {
		let end = at;
		for (let i = from; i < piece.length; i++)
			if (bytes[end] === piece[i]) end++;
			else if (piece[i] === space && spaceMark.every((byte, k) => bytes[end + k] === byte))
				end += 3;
			else return null;
		return end;
	};
	// The first word of a part of the text may have a space that the text lacks.
	return after(0) ?? (piece[0] === space ? after(1) : null);
}

const space = 32;
/** SentencePiece has this character for a space; a text may have it, too. */
const spaceMark = [0xe2, 0x96, 0x81];

const unplaced = () =>
	new ConversationError(
		say("the tokenizer changes the text, so the answer's tokens cannot be found"),
	);
