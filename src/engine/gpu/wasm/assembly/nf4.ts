/** Numbers of 4 bits in blocks (blocks.ts). src/engine/gpu/nf4.ts has the format. */
import { fma } from './simd';

/** One byte of each level, by code, from the lowest byte on. */
const byte0 = i64x2(0x00713f4da030b100, 0x00b3abb83adde3ff);
const byte1 = i64x2(0x007835a2326b3900, 0x001307a40304cafa);
const byte2 = i64x2(0x00ba3d91ca063280, 0x803910e1ad7c24a2);
const byte3 = i64x2(0x00bdbebebebfbfbf, 0x3f3f3f3e3e3e3e3d);

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

/** Eight numbers from `i` of a block. `to`: where the floats go. */
// @ts-ignore: decorator
@inline
export function decodeNf4(block: usize, i: usize, scale: v128, to: usize): void {
	const codes = findCodes(v128.load32_zero(block + 4 + (i >> 1)));
	const low = firstEight(i8x16.swizzle(byte0, codes), i8x16.swizzle(byte1, codes));
	const high = firstEight(i8x16.swizzle(byte2, codes), i8x16.swizzle(byte3, codes));
	v128.store(to, f32x4.mul(firstFour(low, high), scale));
	v128.store(to, f32x4.mul(lastFour(low, high), scale), 16);
}

/** s + 16 numbers at `ptr` times those at x. */
// @ts-ignore: decorator
@inline
export function addNf4(ptr: usize, scale: v128, x: usize, s: v128): v128 {
	const codes = findCodes(v128.load64_zero(ptr));
	const a = i8x16.swizzle(byte0, codes);
	const b = i8x16.swizzle(byte1, codes);
	const c = i8x16.swizzle(byte2, codes);
	const d = i8x16.swizzle(byte3, codes);
	let low = firstEight(a, b);
	let high = firstEight(c, d);
	s = fma(v128.load(x), f32x4.mul(firstFour(low, high), scale), s);
	s = fma(v128.load(x, 16), f32x4.mul(lastFour(low, high), scale), s);
	low = lastEight(a, b);
	high = lastEight(c, d);
	s = fma(v128.load(x, 32), f32x4.mul(firstFour(low, high), scale), s);
	return fma(v128.load(x, 48), f32x4.mul(lastFour(low, high), scale), s);
}
