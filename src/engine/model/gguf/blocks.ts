/**
 * The types of a GGUF tensor's numbers (ggml.h, ggml-common.h): blocks of numbers in bytes, which
 * follow the rows. d, m: F16 scales; q: unsigned whole numbers; x: numbers.
 *
 * F32, F16, BF16  one number
 * Q8_0   32 in  34  d, 32 int8                              x = d q
 * Q4_0   32 in  18  d, 16 bytes: x[i] low, x[i+16] high     x = d (q - 8)
 * Q4_1   32 in  20  d, m, 16 bytes as in Q4_0               x = d q + m
 * Q5_0   32 in  22  d, 32 fifth bits, 16 bytes as in Q4_0   x = d (q - 16)
 * Q5_1   32 in  24  d, m, 32 fifth bits, 16 bytes           x = d q + m
 * Q4_K  256 in 144  d, m, 12 bytes, 128 bytes               x = (d s) q - (m t)
 * Q5_K  256 in 176  d, m, 12 bytes, 32 bytes, 128 bytes     x = (d s) q - (m t)
 * Q6_K  256 in 210  128 bytes, 64 bytes, 16 int8 s, d       x = (d s) (q - 32)
 *
 * Q4_K and Q5_K have 8 groups of 32 numbers, each with s and t of 6 bits in the 12 bytes; bytes
 * 32 (g >> 1) + i have the low four bits of groups g (low half) and g + 1 (high half), and bit g of
 * byte i the fifth bit. Q6_K has 16 groups of 16 numbers. Products are rounded to float32 one by
 * one, as in ggml: the numbers are equal to its own, bit for bit.
 */
import { fromHalf, toHalf } from '#engine/gpu/half.ts';
import { sizeOf } from '#engine/gpu/kernel.ts';

export interface BlockType {
	readonly name: string;
	/** The number of the type in a file. */
	readonly id: number;
	readonly numbers: number;
	readonly bytes: number;
	/** The numbers of the block from byte `at` on. Absent: as safetensors stores them. */
	readonly read?: (bytes: Uint8Array, at: number, out: Float32Array, to: number) => void;
}

const half = (bytes: Uint8Array, at: number): number => fromHalf(bytes[at] | (bytes[at + 1] << 8));
const signed = (byte: number): number => (byte << 24) >> 24;
const { fround } = Math;

/** Q4_0, Q4_1, Q5_0 and Q5_1: after d and perhaps m, perhaps fifth bits, then 16 bytes. */
function readNibbles(hasM: boolean, hasFifth: boolean) {
	const fifth = hasM ? 4 : 2;
	const first = hasFifth ? fifth + 4 : fifth;
	const middle = hasM ? 0 : hasFifth ? 16 : 8;
	return (bytes: Uint8Array, at: number, out: Float32Array, to: number) => {
		const d = half(bytes, at);
		// Adding −0 changes no number, also not −0.
		const m = hasM ? half(bytes, at + 2) : -0;
		for (let i = 0; i < 32; i++) {
			const byte = bytes[at + first + (i & 15)];
			const low = i < 16 ? byte & 15 : byte >> 4;
			const high = hasFifth ? (bytes[at + fifth + (i >> 3)] >> (i & 7)) & 1 : 0;
			out[to + i] = fround(d * ((low | (high << 4)) - middle)) + m;
		}
	};
}

/** [s, t] of group g in the 12 bytes from `at` on. */
function groupScales(bytes: Uint8Array, at: number, g: number): readonly [number, number] {
	if (g < 4) return [bytes[at + g] & 63, bytes[at + 4 + g] & 63];
	const both = bytes[at + 4 + g];
	return [
		(both & 15) | ((bytes[at + g - 4] >> 2) & 0x30),
		(both >> 4) | ((bytes[at + g] >> 2) & 0x30),
	];
}

/** Q4_K, and Q5_K with the byte where its fifth bits begin. */
function readGroups(fifth?: number) {
	const low = fifth === undefined ? 16 : fifth + 32;
	return (bytes: Uint8Array, at: number, out: Float32Array, to: number) => {
		const [d, m] = [half(bytes, at), half(bytes, at + 2)];
		for (let g = 0; g < 8; g++) {
			const [s, t] = groupScales(bytes, at + 4, g);
			const [scale, shift] = [fround(d * s), fround(m * t)];
			for (let i = 0; i < 32; i++) {
				const nibble = (bytes[at + low + 32 * (g >> 1) + i] >> (4 * (g & 1))) & 15;
				const high = fifth === undefined ? 0 : (bytes[at + fifth + i] >> g) & 1;
				out[to + 32 * g + i] = fround(scale * (nibble | (high << 4))) - shift;
			}
		}
	};
}

export const blockTypes: readonly BlockType[] = [
	{ name: 'F32', id: 0, numbers: 1, bytes: 4 },
	{ name: 'F16', id: 1, numbers: 1, bytes: 2 },
	{ name: 'BF16', id: 30, numbers: 1, bytes: 2 },
	{
		name: 'Q8_0',
		id: 8,
		numbers: 32,
		bytes: 34,
		read: (bytes, at, out, to) => {
			const d = half(bytes, at);
			for (let i = 0; i < 32; i++) out[to + i] = d * signed(bytes[at + 2 + i]);
		},
	},
	{ name: 'Q4_0', id: 2, numbers: 32, bytes: 18, read: readNibbles(false, false) },
	{ name: 'Q4_1', id: 3, numbers: 32, bytes: 20, read: readNibbles(true, false) },
	{ name: 'Q5_0', id: 6, numbers: 32, bytes: 22, read: readNibbles(false, true) },
	{ name: 'Q5_1', id: 7, numbers: 32, bytes: 24, read: readNibbles(true, true) },
	{ name: 'Q4_K', id: 12, numbers: 256, bytes: 144, read: readGroups() },
	{ name: 'Q5_K', id: 13, numbers: 256, bytes: 176, read: readGroups(16) },
	{
		name: 'Q6_K',
		id: 14,
		numbers: 256,
		bytes: 210,
		read: (bytes, at, out, to) => {
			const d = half(bytes, at + 208);
			for (let i = 0; i < 256; i++) {
				// Each half of the block has four runs of 32 numbers.
				const [first, run] = [i >> 7, (i >> 5) & 3];
				const low = bytes[at + 64 * first + 32 * (run & 1) + (i & 31)] >> (4 * (run >> 1));
				const high = bytes[at + 128 + 32 * first + (i & 31)] >> (2 * run);
				const scale = fround(d * signed(bytes[at + 192 + (i >> 4)]));
				out[to + i] = scale * (((low & 15) | ((high & 3) << 4)) - 32);
			}
		},
	},
];

export const blockBytes = ({ numbers, bytes }: BlockType, shape: readonly number[]): number =>
	(sizeOf(shape) / numbers) * bytes;

/** Whole blocks as numbers, for a type with `read`. */
export function readBlocks({ numbers, bytes: size, read }: BlockType, bytes: Uint8Array) {
	const blocks = bytes.length / size;
	const out = new Float32Array(blocks * numbers);
	for (let i = 0; i < blocks; i++) read!(bytes, i * size, out, i * numbers);
	return out;
}

/** Q8_0: d = max |x| / 127, q = x / d rounded, halves away from 0, as ggml's reference does. */
export function writeQ8(numbers: Float32Array): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array((numbers.length / 32) * 34);
	for (let block = 0; block * 32 < numbers.length; block++) {
		const x = numbers.subarray(block * 32, block * 32 + 32);
		let largest = 0;
		for (let i = 0; i < 32; i++) largest = Math.max(largest, Math.abs(x[i]));
		const d = fround(largest / 127);
		const inverse = d === 0 ? 0 : fround(1 / d);
		const bits = toHalf(d);
		const at = block * 34;
		bytes[at] = bits & 255;
		bytes[at + 1] = bits >> 8;
		for (let i = 0; i < 32; i++) {
			const scaled = fround(x[i] * inverse);
			bytes[at + 2 + i] = Math.sign(scaled) * Math.floor(Math.abs(scaled) + 0.5);
		}
	}
	return bytes;
}
