/** Unpacks a gzip archive (RFC 1952) in a stream. The browser checks its length and CRC-32. */
import { streamChunks } from '#engine/core/bytes.ts';
import { InputError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** The first two bytes, and 8 for deflate: the only method. */
export const isGzip = ([first, second, method]: Uint8Array): boolean =>
	first === 0x1f && second === 0x8b && method === 8;

/** 16 KiB, which unpack to 16 MB at most: deflate makes at most 1,032 bytes of one. */
const pieceBytes = 2 ** 14;
/** Data sets become 3 to 30 times as long. */
const mostTimes = 100;
/** 64 MiB. A shorter content may have any ratio. */
const alwaysAllowed = 2 ** 26;

/** Throws InputError if the archive is damaged, cut off, or far longer than its packed bytes. */
export async function* unpackGzip(name: string, file: AsyncIterable<Bytes>): AsyncGenerator<Bytes> {
	let packed = 0;
	let unpacked = 0;
	const pieces = readPieces(file, (bytes) => (packed += bytes));
	const stream = toStream(pieces).pipeThrough(new DecompressionStream('gzip'));
	try {
		for await (const chunk of streamChunks(stream)) {
			unpacked += chunk.length;
			if (unpacked > alwaysAllowed && unpacked > mostTimes * packed) throw tooLong(name);
			yield chunk;
		}
	} catch (error) {
		throw error instanceof InputError ? error : damaged(name, error);
	}
}

async function* readPieces(
	stored: AsyncIterable<Bytes>,
	count: (bytes: number) => void,
): AsyncGenerator<Bytes, void> {
	for await (const chunk of stored)
		for (let start = 0; start < chunk.length; start += pieceBytes) {
			const piece = chunk.subarray(start, start + pieceBytes);
			count(piece.length);
			yield piece;
		}
}

/** ReadableStream.from is not in all browsers. */
const toStream = (pieces: AsyncGenerator<Bytes, void>): ReadableStream<Bytes> =>
	new ReadableStream<Bytes>(
		{
			async pull(controller) {
				const next = await pieces.next();
				if (next.done) controller.close();
				else controller.enqueue(next.value);
			},
			async cancel() {
				await pieces.return(undefined);
			},
		},
		{ highWaterMark: 0 },
	);

const damaged = (name: string, cause: unknown): InputError =>
	new InputError(
		say(
			'{name}: the gzip archive is damaged or cut off, or has more than one part. Download it again, or unpack it first.',
			{ name },
		),
		{},
		{ cause },
	);

const tooLong = (name: string): InputError =>
	new InputError(
		say(
			'{name}: the gzip archive unpacks to more than {mostTimes} times its size, which data sets do not. If it is right, unpack it first.',
			{ name, mostTimes },
		),
	);
