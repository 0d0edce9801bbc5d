/**
 * Numbers of 8 bits in blocks of 64 (storage i8): 17 words, a scale s as float32, then 64 whole
 * numbers q from −127 to 127, four in a word. The number is s q, s = the block's largest / 127
 * (Dettmers et al. 2022, arXiv 2110.02861, §2.1, with linear steps).
 */

/** Numbers of a block. A row of a matrix in this storage has whole blocks. */
export const int8Block = 64;
const blockWords = int8Block / 4 + 1;

/** Tensors start at multiples of this many numbers: 256 bytes, as WebGPU's bindings. */
export const int8Alignment = 64 * int8Block;

export const int8Bytes = (length: number): number => Math.ceil(length / int8Block) * blockWords * 4;

/** Whether the rows of a matrix have whole blocks. */
export const fitsInt8 = (shape: readonly number[]): boolean =>
	shape.length === 2 && shape[1] % int8Block === 0;

/** The blocks of `values`. The last one is filled with zeros. */
export function toInt8(values: Float32Array): Uint8Array<ArrayBuffer> {
	const bytes = new Int8Array(int8Bytes(values.length));
	const scales = new Float32Array(bytes.buffer);
	for (let block = 0; block * int8Block < values.length; block++) {
		const own = values.subarray(block * int8Block, (block + 1) * int8Block);
		const start = block * blockWords;
		const scale = Math.fround(own.reduce((most, x) => Math.max(most, Math.abs(x)), 0) / 127);
		scales[start] = scale;
		if (scale > 0)
			own.forEach((x, i) => {
				bytes[4 * start + 4 + i] = Math.max(-127, Math.min(127, Math.round(x / scale)));
			});
	}
	return new Uint8Array(bytes.buffer);
}

/** As a vector of storage i8 keeps them. */
export const roundToInt8 = (values: Float32Array): Float32Array =>
	fromInt8(toInt8(values), values.length);

export function fromInt8(bytes: Uint8Array<ArrayBuffer>, length: number): Float32Array {
	const numbers = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
	const scales = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
	return Float32Array.from({ length }, (_, i) => {
		const start = Math.floor(i / int8Block) * blockWords;
		return scales[start] * numbers[4 * start + 4 + (i % int8Block)];
	});
}
