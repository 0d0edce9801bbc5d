/** Bytes: joined, read from chunks or a stream, with a checksum, as text, and as a blob. */

export function joinBytes(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> {
	if (pieces.length === 1) return pieces[0];
	const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length;
	}
	return joined;
}

export class ByteReader {
	readonly #chunks: AsyncIterator<Uint8Array>;
	#chunk: Uint8Array = new Uint8Array();

	constructor(chunks: AsyncIterable<Uint8Array>) {
		this.#chunks = chunks[Symbol.asyncIterator]();
	}

	/** The next bytes: fewer than `length` at the end. */
	async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
		const part = new Uint8Array(length);
		const filled = await this.#next(length, (bytes, at) => part.set(bytes, at));
		return part.subarray(0, filled);
	}

	/** Leaves out the next bytes. */
	async skip(length: number): Promise<void> {
		await this.#next(length, () => undefined);
	}

	/** Passes the next bytes in parts, and returns their number. */
	async #next(length: number, use: (bytes: Uint8Array, at: number) => void): Promise<number> {
		let at = 0;
		while (at < length) {
			if (this.#chunk.length === 0) {
				const next = await this.#chunks.next();
				if (next.done) return at;
				this.#chunk = next.value;
			}
			const taken = this.#chunk.subarray(0, length - at);
			use(taken, at);
			at += taken.length;
			this.#chunk = this.#chunk.subarray(taken.length);
		}
		return at;
	}

	/** Ends the source of the chunks too. */
	async end(): Promise<void> {
		await this.#chunks.return?.();
	}
}

/** The chunks of a stream, which ends with the loop: WebKit has no loop over a stream itself. */
export async function* streamChunks(
	stream: ReadableStream<Uint8Array<ArrayBuffer>> | null,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
	const reader = stream?.getReader();
	try {
		for (let part = await reader?.read(); part?.value; part = await reader?.read())
			yield part.value;
	} finally {
		reader?.cancel().catch(() => undefined);
	}
}

/** Divisible by 3, so that encoded chunks can be joined. Small enough for a call's arguments. */
const chunkLength = 24_576;

/** Base64 of any number of bytes. The browser's functions take strings of one byte each. */
export function toBase64(bytes: Uint8Array): string {
	const parts: string[] = [];
	for (let at = 0; at < bytes.length; at += chunkLength)
		parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + chunkLength))));
	return parts.join('');
}

/** Throws DOMException if the text is not base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const binary = atob(text);
	const bytes = new Uint8Array(binary.length);
	for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
	return bytes;
}

/** Booleans as hex text: four in each digit, the first in its highest bit. */
export function bitText(bits: readonly boolean[]): string {
	let text = '';
	for (let at = 0; at < bits.length; at += 4) {
		const digit = [0, 1, 2, 3].reduce((sum, i) => 2 * sum + Number(bits[at + i] ?? false), 0);
		text += digit.toString(16);
	}
	return text;
}

/** The first `count` values of the text. Values behind its end are false. */
export const textBits = (text: string, count: number): boolean[] =>
	Array.from({ length: count }, (_, i) => {
		const digit = parseInt(text[i >> 2] ?? '0', 16);
		return ((digit >> (3 - (i & 3))) & 1) === 1;
	});

/**
 * A blob whose bytes have left the worker's memory. Reading one byte waits for that: otherwise the
 * parts of a large file fill the memory.
 */
export async function takenBlob(part: BlobPart): Promise<Blob> {
	const blob = new Blob([part]);
	await blob.slice(0, 1).arrayBuffer();
	return blob;
}
