/** Collects chunks of any size into pieces of one size. */
export class PieceBuffer {
	readonly #bytes: Uint8Array;
	#filled = 0;

	constructor(
		size: number,
		private readonly put: (piece: Uint8Array) => Promise<void>,
	) {
		this.#bytes = new Uint8Array(size);
	}

	async add(chunk: Uint8Array): Promise<void> {
		for (let at = 0; at < chunk.length;) {
			const part = chunk.subarray(at, at + this.#bytes.length - this.#filled);
			this.#bytes.set(part, this.#filled);
			this.#filled += part.length;
			at += part.length;
			if (this.#filled === this.#bytes.length) await this.flush();
		}
	}

	/** Stores the bytes in the buffer as a piece, which may be short. */
	async flush(): Promise<void> {
		const piece = this.#bytes.subarray(0, this.#filled);
		if (piece.length > 0) await this.put(piece);
		this.#filled = 0;
	}
}
