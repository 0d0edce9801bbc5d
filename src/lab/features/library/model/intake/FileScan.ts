/** Reads along while a file arrives: its hashes, and numbers of tensors that are not finite. */
import { streamingGitHash, streamingSha256 } from '#engine/core/hash.ts';
import type { SourceFile } from '#lab/run/stores.ts';

/** Bytes of a tensor in the file. */
export interface ScannedTensor {
	readonly name: string;
	readonly dtype: string;
	readonly start: number;
	readonly byteLength: number;
	/** The tensor is compared with another one. */
	readonly isHashed: boolean;
}

export class FileScan {
	bytes = 0;
	/** The first tensor with a number that is not finite. */
	notFinite: string | null = null;
	readonly tensorHashes = new Map<string, string>();
	readonly #sha256 = streamingSha256();
	readonly #git;
	readonly #file: SourceFile;
	/** Sorted by their start. */
	readonly #tensors: readonly ScannedTensor[];
	/** Index of the first tensor that has not ended. */
	#at = 0;
	#tensorHash = streamingSha256();
	/** The last byte before the chunk: a number can lie in two chunks. */
	#before = 0;

	constructor(file: SourceFile, tensors: readonly ScannedTensor[] = []) {
		this.#file = file;
		this.#git = file.hash?.kind === 'git' ? streamingGitHash(file.bytes) : null;
		this.#tensors = tensors.toSorted((a, b) => a.start - b.start);
	}

	add(chunk: Uint8Array): void {
		if (chunk.length === 0) return;
		this.#sha256.update(chunk);
		this.#git?.update(chunk);
		const to = this.bytes + chunk.length;
		for (let tensor = this.#tensors[this.#at]; tensor; tensor = this.#tensors[this.#at]) {
			const end = tensor.start + tensor.byteLength;
			if (tensor.start < to) this.#scan(tensor, chunk);
			if (end > to) break;
			if (tensor.isHashed) this.tensorHashes.set(tensor.name, this.#tensorHash.hex());
			this.#tensorHash = streamingSha256();
			this.#at++;
		}
		this.bytes = to;
		this.#before = chunk[chunk.length - 1];
	}

	/** SHA-256 of all bytes. Once, at the end. */
	end(): { readonly sha256: string; readonly isRight: boolean } {
		const sha256 = this.#sha256.hex();
		const { bytes, hash } = this.#file;
		const found = this.#git?.hex() ?? sha256;
		return { sha256, isRight: this.bytes === bytes && (!hash || hash.hex === found) };
	}

	#scan({ name, dtype, start, byteLength, isHashed }: ScannedTensor, chunk: Uint8Array): void {
		const from = Math.max(0, start - this.bytes);
		const to = Math.min(chunk.length, start + byteLength - this.bytes);
		if (isHashed) this.#tensorHash.update(chunk.subarray(from, to));
		if (this.notFinite !== null) return;
		const size = dtype === 'F32' ? 4 : 2;
		// The last byte of the first number that ends in the chunk.
		const first = from + size - 1 - ((this.bytes + from - start) % size);
		const place = chunk.byteOffset + from;
		if (dtype === 'F32' && first === from + 3 && place % 4 === 0) {
			// Whole numbers: the bytes of a last one that is cut come with the next chunk.
			const words = new Uint32Array(chunk.buffer, place, (to - from) >> 2);
			// A callback takes three times as long.
			for (let i = 0; i < words.length && this.notFinite === null; i++)
				if ((words[i] & 0x7f80_0000) === 0x7f80_0000) this.notFinite = name;
			return;
		}
		const isNotFinite = dtype === 'F16' ? isNotFiniteHalf : isNotFiniteFloat;
		for (let i = first; i < to; i += size)
			if (isNotFinite(chunk[i], i > 0 ? chunk[i - 1] : this.#before)) {
				this.notFinite = name;
				return;
			}
	}
}

/** All bits of the exponent are set, in the last bytes of a number (little endian). */
const isNotFiniteHalf = (last: number): boolean => (last & 0x7c) === 0x7c;
/** F32 and BF16 have the same first 16 bits. */
const isNotFiniteFloat = (last: number, second: number): boolean =>
	(last & 0x7f) === 0x7f && (second & 0x80) === 0x80;
