/** Numbers of 8 bits in blocks of 64 (src/gpu/int8.ts): 4 bytes of scale, then 64 of numbers. */
import { fma, laneSums, splat } from './simd';

const blockBytes: usize = 68;

/** The block of number `i`, which begins a block. */
// @ts-ignore: decorator
@inline
export function blockAt(x: usize, i: usize): usize {
	return x + (i >> 6) * blockBytes;
}

/** Eight numbers from `i` of a block. `to`: where the floats go. */
// @ts-ignore: decorator
@inline
function decode8(block: usize, i: usize, scale: v128, to: usize): void {
	const eight = v128.load8x8_s(block + 4 + i);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	v128.store(to, f32x4.mul(low, scale));
	v128.store(to, f32x4.mul(high, scale), 16);
}

/** Decodes `count` numbers, whole blocks, from a block. */
export function decodeBlocks(block: usize, count: usize, to: usize): void {
	for (let left = count; left != 0; left -= 64) {
		const scale = splat(block);
		for (let i: usize = 0; i < 64; i += 8) decode8(block, i, scale, to + (i << 2));
		block += blockBytes;
		to += 256;
	}
}

/** Packs 8 columns from `column` of `terms` rows [·, n] from row `first`. */
export function packInt8(
	b: usize,
	n: usize,
	first: usize,
	terms: usize,
	column: usize,
	strip: usize,
	stripStride: usize,
): void {
	const stride = (n >> 6) * blockBytes;
	let block = blockAt(b, first * n) + (column >> 6) * blockBytes;
	for (let p: usize = 0; p < terms; p++) {
		decode8(block, column & 63, splat(block), strip);
		block += stride;
		strip += stripStride;
	}
}

/** s + eight numbers of a block times x₀ and x₁. */
// @ts-ignore: decorator
@inline
function addProducts(block: usize, scale: v128, x0: v128, x1: v128, s: v128): v128 {
	const eight = v128.load8x8_s(block);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	return fma(x1, f32x4.mul(high, scale), fma(x0, f32x4.mul(low, scale), s));
}

/** `dots` (attentionParts.ts) with rows of blocks. Gives the bits of decoded rows. */
export function dotsInt8(x: usize, y0: usize, stride: usize, last: usize, size: usize): v128 {
	let y1 = y0 + min<usize>(1, last) * stride;
	let y2 = y0 + min<usize>(2, last) * stride;
	let y3 = y0 + min<usize>(3, last) * stride;
	let s0 = f32x4.splat(0);
	let s1 = s0;
	let s2 = s0;
	let s3 = s0;
	for (let left = size; left != 0; left -= 64) {
		const scale0 = splat(y0);
		const scale1 = splat(y1);
		const scale2 = splat(y2);
		const scale3 = splat(y3);
		for (let i: usize = 4; i < blockBytes; i += 8) {
			const x0 = v128.load(x);
			const x1 = v128.load(x, 16);
			s0 = addProducts(y0 + i, scale0, x0, x1, s0);
			s1 = addProducts(y1 + i, scale1, x0, x1, s1);
			s2 = addProducts(y2 + i, scale2, x0, x1, s2);
			s3 = addProducts(y3 + i, scale3, x0, x1, s3);
			x += 32;
		}
		y0 += blockBytes;
		y1 += blockBytes;
		y2 += blockBytes;
		y3 += blockBytes;
	}
	return laneSums(s0, s1, s2, s3);
}
