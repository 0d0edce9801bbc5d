/** Joins byte arrays, and reads parts of a given length from chunks of any size. */

/** Joins the pieces, with the byte `between` after each but the last if it is given. */
export function joinBytes(
	pieces: readonly Uint8Array<ArrayBuffer>[],
	between?: number,
): Uint8Array<ArrayBuffer> {
	if (pieces.length === 1) return pieces[0];
	const gap = between === undefined ? 0 : 1;
	const length = pieces.reduce((sum, piece) => sum + piece.length + gap, -gap);
	const joined = new Uint8Array(Math.max(0, length));
	if (between !== undefined) joined.fill(between);
	let at = 0;
	for (const piece of pieces) {
		joined.set(piece, at);
		at += piece.length + gap;
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
		let at = 0;
		while (at < length) {
			if (this.#chunk.length === 0) {
				const next = await this.#chunks.next();
				if (next.done) return part.subarray(0, at);
				this.#chunk = next.value;
			}
			const taken = this.#chunk.subarray(0, length - at);
			part.set(taken, at);
			at += taken.length;
			this.#chunk = this.#chunk.subarray(taken.length);
		}
		return part;
	}

	/** Ends the source of the chunks too. */
	async end(): Promise<void> {
		await this.#chunks.return?.();
	}
}
