/** Numbers of 4 bits in blocks of 64 (src/gpu/nf4.ts): 4 bytes of scale, then 32 of codes. */
import { fma, laneSums, splat } from './simd';

const blockBytes: usize = 36;

/** The block of number `i`, which begins a block. */
// @ts-ignore: decorator
@inline
export function nf4At(x: usize, i: usize): usize {
	return x + (i >> 6) * blockBytes;
}

/** One byte of the levels, by code, from the lowest one on. */
// @ts-ignore: decorator
@inline
function byte0(codes: v128): v128 {
	return i8x16.swizzle(i64x2(0x00713f4da030b100, 0x00b3abb83adde3ff), codes);
}
// @ts-ignore: decorator
@inline
function byte1(codes: v128): v128 {
	return i8x16.swizzle(i64x2(0x007835a2326b3900, 0x001307a40304cafa), codes);
}
// @ts-ignore: decorator
@inline
function byte2(codes: v128): v128 {
	return i8x16.swizzle(i64x2(0x00ba3d91ca063280, 0x803910e1ad7c24a2), codes);
}
// @ts-ignore: decorator
@inline
function byte3(codes: v128): v128 {
	return i8x16.swizzle(i64x2(0x00bdbebebebfbfbf, 0x3f3f3f3e3e3e3e3d), codes);
}

/** The codes of `pairs` in the order of their numbers. */
// @ts-ignore: decorator
@inline
function findCodes(pairs: v128): v128 {
	return v128.shuffle<u32>(v128.and(pairs, i8x16.splat(15)), i8x16.shr_u(pairs, 4), 0, 4, 1, 5);
}

/** 16-bit halves of the levels of codes 0–7 or 8–15, from their bytes. */
// @ts-ignore: decorator
@inline
function firstEight(a: v128, b: v128): v128 {
	return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
// @ts-ignore: decorator
@inline
function lastEight(a: v128, b: v128): v128 {
	return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
/** The first or last four levels, from their halves. */
// @ts-ignore: decorator
@inline
function firstFour(low: v128, high: v128): v128 {
	return v128.shuffle<u16>(low, high, 0, 8, 1, 9, 2, 10, 3, 11);
}
// @ts-ignore: decorator
@inline
function lastFour(low: v128, high: v128): v128 {
	return v128.shuffle<u16>(low, high, 4, 12, 5, 13, 6, 14, 7, 15);
}

/** Decodes `count` numbers, whole blocks, from a block. */
export function decodeNf4(block: usize, count: usize, to: usize): void {
	for (let left = count; left != 0; left -= 64) {
		for (let i: usize = 0; i < 64; i += 8) decode8(block, i, to + (i << 2));
		block += blockBytes;
		to += 256;
	}
}

/** Eight numbers from `i` of a block. `to`: where the floats go. */
// @ts-ignore: decorator
@inline
function decode8(block: usize, i: usize, to: usize): void {
	const scale = splat(block);
	const codes = findCodes(v128.load32_zero(block + 4 + (i >> 1)));
	const low = firstEight(byte0(codes), byte1(codes));
	const high = firstEight(byte2(codes), byte3(codes));
	v128.store(to, f32x4.mul(firstFour(low, high), scale));
	v128.store(to, f32x4.mul(lastFour(low, high), scale), 16);
}

/** Packs 8 columns from `column` of `terms` rows [·, n] from row `first`. */
export function packNf4(
	b: usize,
	n: usize,
	first: usize,
	terms: usize,
	column: usize,
	strip: usize,
	stripStride: usize,
): void {
	const stride = (n >> 6) * blockBytes;
	let block = nf4At(b, first * n) + (column >> 6) * blockBytes;
	for (let p: usize = 0; p < terms; p++) {
		decode8(block, column & 63, strip);
		block += stride;
		strip += stripStride;
	}
}

/** s + 16 numbers of a block times x₀ to x₃. */
// @ts-ignore: decorator
@inline
function addProducts(ptr: usize, scale: v128, x: usize, s: v128): v128 {
	const codes = findCodes(v128.load64_zero(ptr));
	const a = byte0(codes);
	const b = byte1(codes);
	const c = byte2(codes);
	const d = byte3(codes);
	let low = firstEight(a, b);
	let high = firstEight(c, d);
	s = fma(v128.load(x), f32x4.mul(firstFour(low, high), scale), s);
	s = fma(v128.load(x, 16), f32x4.mul(lastFour(low, high), scale), s);
	low = lastEight(a, b);
	high = lastEight(c, d);
	s = fma(v128.load(x, 32), f32x4.mul(firstFour(low, high), scale), s);
	return fma(v128.load(x, 48), f32x4.mul(lastFour(low, high), scale), s);
}

/** `dots` (attentionParts.ts) with rows of blocks. Gives the bits of decoded rows. */
export function dotsNf4(x: usize, y0: usize, stride: usize, last: usize, size: usize): v128 {
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
			s0 = addProducts(y0 + i, scale0, x, s0);
			s1 = addProducts(y1 + i, scale1, x, s1);
			s2 = addProducts(y2 + i, scale2, x, s2);
			s3 = addProducts(y3 + i, scale3, x, s3);
			x += 64;
		}
		y0 += blockBytes;
		y1 += blockBytes;
		y2 += blockBytes;
		y3 += blockBytes;
	}
	return laneSums(s0, s1, s2, s3);
}
