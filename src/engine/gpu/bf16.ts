/**
 * bfloat16 (storage bf16): the upper 16 bits of a float32, two numbers in a word. Rounds to
 * nearest, ties to even, as PyTorch. Checkpoints in BF16 lose nothing.
 */
import type { Encoding } from './encoding.ts';

/** Numbers that wasm decodes at once. A row of a matrix in this storage has whole groups. */
const group = 8;

export const bf16: Encoding = {
	alignment: 128,
	code: 2,
	fits: (shape) => shape.length === 2 && shape[1] % group === 0,
	bytes: (length) => 4 * Math.ceil(length / 2),
	encode(values) {
		const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
		const upper = new Uint16Array(2 * Math.ceil(values.length / 2));
		// Loops here and below: a callback per number takes ten times as long.
		for (let i = 0; i < bits.length; i++) {
			const word = bits[i];
			const isNaN = (word & 0x7fff_ffff) > 0x7f80_0000;
			const half = 0x7fff + ((word >>> 16) & 1);
			upper[i] = isNaN ? (word >>> 16) | 0x40 : (word + half) >>> 16;
		}
		return new Uint8Array(upper.buffer);
	},
	decode(bytes, length) {
		const upper = new Uint16Array(bytes.buffer, bytes.byteOffset, length);
		const bits = new Uint32Array(length);
		for (let i = 0; i < length; i++) bits[i] = upper[i] << 16;
		return new Float32Array(bits.buffer);
	},
	wgsl: (name) => `fn ${name}_quad(i: u32) -> vec4<f32> {
	let low = ${name}[2u * i];
	let high = ${name}[2u * i + 1u];
	let words = vec4<u32>(low << 16u, low, high << 16u, high);
	return bitcast<vec4<f32>>(words & vec4<u32>(0xffff0000u));
}`,
};
