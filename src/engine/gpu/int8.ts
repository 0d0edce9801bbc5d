/**
 * Numbers of 8 bits in blocks of 64 (storage i8): 17 words, a scale s as float32, then 64 whole
 * numbers q from −127 to 127, four in a word. The number is s q, s = the block's largest / 127
 * (Dettmers et al. 2022, arXiv 2110.02861, §2.1, with linear steps).
 */
import type { Encoding } from './encoding.ts';

/** Numbers of a block. A row of a matrix in this storage has whole blocks. */
export const blockLength = 64;
export const blockWords = blockLength / 4 + 1;

/** The largest size in a block. A loop: a model has millions of blocks. */
export function largest(values: Float32Array, first: number): number {
	const end = Math.min(first + blockLength, values.length);
	let largestSize = 0;
	for (let i = first; i < end; i++) {
		const size = Math.abs(values[i]);
		if (size > largestSize) largestSize = size;
	}
	return largestSize;
}

export const int8: Encoding = {
	alignment: 64 * blockLength,
	code: 1,
	fits: (shape) => shape.length === 2 && shape[1] % blockLength === 0,
	bytes: (length) => Math.ceil(length / blockLength) * blockWords * 4,
	encode(values) {
		const bytes = new Int8Array(this.bytes(values.length));
		const scales = new Float32Array(bytes.buffer);
		for (let first = 0; first < values.length; first += blockLength) {
			const start = (first / blockLength) * blockWords;
			const scale = Math.fround(largest(values, first) / 127);
			scales[start] = scale;
			if (scale === 0) continue;
			const shift = 4 * start + 4 - first;
			const end = Math.min(first + blockLength, values.length);
			for (let i = first; i < end; i++) {
				const q = Math.floor(values[i] / scale + 0.5);
				// Beyond 127 only where the scale is so small that it is inexact.
				bytes[shift + i] = q > 127 ? 127 : q < -127 ? -127 : q;
			}
		}
		return new Uint8Array(bytes.buffer);
	},
	decode(bytes, length) {
		const numbers = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
		const scales = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
		const decoded = new Float32Array(length);
		for (let first = 0; first < length; first += blockLength) {
			const start = (first / blockLength) * blockWords;
			const shift = 4 * start + 4 - first;
			const end = Math.min(first + blockLength, length);
			for (let i = first; i < end; i++) decoded[i] = scales[start] * numbers[shift + i];
		}
		return decoded;
	},
	wgsl: (name) => `fn ${name}_quad(i: u32) -> vec4<f32> {
	let block = (i >> 4u) * 17u;
	let word = bitcast<i32>(${name}[block + 1u + (i & 15u)]);
	let four = vec4<i32>(word << 24u, word << 16u, word << 8u, word) >> vec4<u32>(24u);
	return bitcast<f32>(${name}[block]) * vec4<f32>(four);
}`,
};
