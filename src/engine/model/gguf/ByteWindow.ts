/** Parts of a stream of pieces. Parts that follow each other read the stream once. */
import { ByteReader } from '#engine/core/bytes.ts';

export class ByteWindow {
	readonly #open: () => AsyncIterable<Uint8Array>;
	#reader: ByteReader | undefined;
	/** The next byte of the reader. */
	#at = 0;

	constructor(open: () => AsyncIterable<Uint8Array>) {
		this.#open = open;
	}

	/** The bytes from `from` to before `to`. Fewer at the end of the stream. */
	async read(from: number, to: number): Promise<Uint8Array<ArrayBuffer>> {
		if (!this.#reader || from < this.#at) {
			await this.end();
			this.#reader = new ByteReader(this.#open());
			this.#at = 0;
		}
		await this.#reader.skip(from - this.#at);
		this.#at = to;
		return this.#reader.take(to - from);
	}

	async end(): Promise<void> {
		await this.#reader?.end();
		this.#reader = undefined;
	}
}
