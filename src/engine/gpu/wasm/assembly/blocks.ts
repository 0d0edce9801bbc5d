/**
 * Numbers in blocks of 64: 4 bytes of scale, then 64 bytes of int8 (src/engine/gpu/int8.ts) or 32 bytes of
 * nf4 (nf4.ts). `isNf4` is a constant of each call. The functions are inlined, so that the choice
 * is made when this is compiled.
 */
import { addNf4, decodeNf4 } from './nf4';
import { fma, laneSums, splat } from './simd';

// @ts-ignore: decorator
@inline
function blockBytes(isNf4: bool): usize {
	return isNf4 ? 36 : 68;
}

/** The block of number `i`, which begins a block. */
// @ts-ignore: decorator
@inline
export function blockAt(isNf4: bool, x: usize, i: usize): usize {
	return x + (i >> 6) * blockBytes(isNf4);
}

// @ts-ignore: decorator
@inline
function decodeInt8(block: usize, i: usize, scale: v128, to: usize): void {
	const eight = v128.load8x8_s(block + 4 + i);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	v128.store(to, f32x4.mul(low, scale));
	v128.store(to, f32x4.mul(high, scale), 16);
}

/** s + eight numbers at `ptr` times x₀ and x₁. */
// @ts-ignore: decorator
@inline
function addInt8(ptr: usize, scale: v128, x0: v128, x1: v128, s: v128): v128 {
	const eight = v128.load8x8_s(ptr);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	return fma(x1, f32x4.mul(high, scale), fma(x0, f32x4.mul(low, scale), s));
}

/** Eight numbers from `i` of a block with this scale. `to`: where the floats go. */
// @ts-ignore: decorator
@inline
export function decode8(isNf4: bool, block: usize, i: usize, scale: v128, to: usize): void {
	if (isNf4) decodeNf4(block, i, scale, to);
	else decodeInt8(block, i, scale, to);
}

/** Decodes `count` numbers, whole blocks, from a block. */
// @ts-ignore: decorator
@inline
export function decodeBlocks(isNf4: bool, block: usize, count: usize, to: usize): void {
	for (let left = count; left != 0; left -= 64) {
		const scale = splat(block);
		for (let i: usize = 0; i < 64; i += 8) decode8(isNf4, block, i, scale, to + (i << 2));
		block += blockBytes(isNf4);
		to += 256;
	}
}

/** `dots` (attentionParts.ts) with rows of blocks. Gives the bits of decoded rows. */
// @ts-ignore: decorator
@inline
export function dotsBlocks(
	isNf4: bool,
	x: usize,
	y0: usize,
	stride: usize,
	last: usize,
	size: usize,
): v128 {
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
		for (let i: usize = 4; i < blockBytes(isNf4); i += 8) {
			if (isNf4) {
				s0 = addNf4(y0 + i, scale0, x, s0);
				s1 = addNf4(y1 + i, scale1, x, s1);
				s2 = addNf4(y2 + i, scale2, x, s2);
				s3 = addNf4(y3 + i, scale3, x, s3);
				x += 64;
			} else {
				const x0 = v128.load(x);
				const x1 = v128.load(x, 16);
				s0 = addInt8(y0 + i, scale0, x0, x1, s0);
				s1 = addInt8(y1 + i, scale1, x0, x1, s1);
				s2 = addInt8(y2 + i, scale2, x0, x1, s2);
				s3 = addInt8(y3 + i, scale3, x0, x1, s3);
				x += 32;
			}
		}
		y0 += blockBytes(isNf4);
		y1 += blockBytes(isNf4);
		y2 += blockBytes(isNf4);
		y3 += blockBytes(isNf4);
	}
	return laneSums(s0, s1, s2, s3);
}
