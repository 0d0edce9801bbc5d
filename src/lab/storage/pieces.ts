/** Byte arrays as pieces that every browser stores. Chrome stores at most 133 MB in one value. */
import { StorageError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
import { keysUnder, type PieceOwner, type StoreOf } from './schema.ts';

/** Divisible by 4, so that no float is split. */
export const defaultPieceBytes = 64_000_000;

/** Copies one piece at a time: `put` has cloned it when it returns. */
export function* cut(bytes: Uint8Array, pieceBytes: number): Generator<[n: number, ArrayBuffer]> {
	for (let n = 0; n * pieceBytes < bytes.length; n++) {
		const part = bytes.subarray(n * pieceBytes, (n + 1) * pieceBytes);
		yield [n, new Uint8Array(part).buffer];
	}
}

/** An empty array has no pieces. */
export async function putPieces(
	store: StoreOf<'pieces', 'readwrite'>,
	owner: PieceOwner,
	name: string,
	bytes: Uint8Array,
	pieceBytes: number,
): Promise<void> {
	for (const [n, piece] of cut(bytes, pieceBytes)) await store.put(piece, [owner, name, n]);
}

/** Piece `n`, before which `at` of the `length` bytes are. Throws StorageError without it. */
export async function readPiece(
	store: StoreOf<'pieces', 'readonly'>,
	[owner, name, n]: [PieceOwner, string, number],
	{ at, length }: { readonly at: number; readonly length: number },
): Promise<Uint8Array<ArrayBuffer>> {
	const piece = await store.get([owner, name, n]);
	if (piece) return new Uint8Array(piece);
	throw new StorageError(
		say(
			'The database holds {stored} of the {length} bytes of {name}. Delete what it belongs to, and make or open it again.',
			{ stored: at, length, name },
		),
		{ name, at, length },
	);
}

/** Reads `length` bytes from pieces of any size. Throws StorageError if some are missing. */
export async function readPieces(
	store: StoreOf<'pieces', 'readonly'>,
	owner: PieceOwner,
	name: string,
	length: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(length);
	let at = 0;
	for (let n = 0; at < length; n++) {
		const piece = await readPiece(store, [owner, name, n], { at, length });
		bytes.set(piece, at);
		at += piece.byteLength;
	}
	return bytes;
}

export const deletePieces = (
	store: StoreOf<'pieces', 'readwrite'>,
	owner: PieceOwner,
): Promise<void> => store.delete(keysUnder(owner));
