/**
 * NormalFloat of 4 bits in blocks of 64 (storage nf4): 9 words, a scale s as float32, then 64
 * codes, eight in a word: numbers 0–3 in the lower halves of its bytes, 4–7 in the upper ones. The
 * number is s q: s is the block's largest in size, and q one of 16 quantiles of the normal
 * distribution (QLoRA: Dettmers et al. 2023, arXiv 2305.14314, §3; the numbers of bitsandbytes).
 * The scales are not quantised again.
 */
import type { Encoding } from './encoding.ts';
import { blockLength, largest } from './int8.ts';

const blockWords = blockLength / 8 + 1;

/** By code. Each is a float32. */
const levels = [
	-1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635,
	-0.18477343022823334, -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725,
	0.24611230194568634, 0.33791524171829224, 0.44070982933044434, 0.5626170039176941,
	0.7229568362236023, 1,
] as const;
/** A code is the number of borders below the number. */
const borders = Float64Array.of(
	...levels.slice(1).map((level, i) => (levels[i] + level) / 2),
	Infinity,
);

/** The code of the lower end of each 32nd from −1 to 1. None has two borders. */
const ends = Uint8Array.from({ length: 65 }, (_, i) => borders.findIndex((b) => i / 32 - 1 <= b));

function findCode(x: number): number {
	const code = ends[Math.floor(32 * (x + 1))];
	return x > borders[code] ? code + 1 : code;
}

export const nf4: Encoding = {
	alignment: 64 * blockLength,
	code: 3,
	fits: (shape) => shape.length === 2 && shape[1] % blockLength === 0,
	bytes: (length) => Math.ceil(length / blockLength) * blockWords * 4,
	encode(values) {
		const words = new Uint32Array(this.bytes(values.length) / 4);
		const scales = new Float32Array(words.buffer);
		for (let first = 0, at = 0; first < values.length; first += blockLength, at += blockWords) {
			const scale = largest(values, first);
			scales[at] = scale;
			const divisor = scale || 1;
			for (let word = 0; word < 8; word++) {
				let codes = 0;
				for (let i = 0; i < 8; i++) {
					const x = (values[first + 8 * word + i] ?? 0) / divisor;
					codes |= findCode(x) << (8 * (i & 3) + (i & 4));
				}
				words[at + 1 + word] = codes;
			}
		}
		return new Uint8Array(words.buffer);
	},
	decode(bytes, length) {
		const scales = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
		const decoded = new Float32Array(length);
		for (let i = 0; i < length; i++) {
			const start = Math.floor(i / blockLength) * blockWords;
			const inner = i % blockLength;
			const byte = bytes[4 * (start + 1 + (inner >> 3)) + (inner & 3)];
			decoded[i] = scales[start] * levels[(byte >> (inner & 4)) & 15];
		}
		return decoded;
	},
	wgsl: (name) => `const ${name}_levels = array<f32, 16>(${levels.join(', ')});
fn ${name}_quad(i: u32) -> vec4<f32> {
	let block = (i >> 4u) * 9u;
	let word = ${name}[block + 1u + ((i & 15u) >> 1u)] >> ((i & 1u) << 2u);
	let code = (vec4<u32>(word) >> vec4<u32>(0u, 8u, 16u, 24u)) & vec4<u32>(15u);
	let levels = vec4<f32>(
		${name}_levels[code.x], ${name}_levels[code.y], ${name}_levels[code.z], ${name}_levels[code.w]);
	return bitcast<f32>(${name}[block]) * levels;
}`,
};
