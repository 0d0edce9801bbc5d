/** The upper 16 bits of floats (src/engine/gpu/bf16.ts), in rows of a multiple of 8 numbers. */
import { fma, laneSums } from './simd';

/** Four numbers as floats: the first or the last of eight. */
// @ts-ignore: decorator
@inline
function low(eight: v128): v128 {
	return i32x4.shl(i32x4.extend_low_i16x8_u(eight), 16);
}
// @ts-ignore: decorator
@inline
function high(eight: v128): v128 {
	return i32x4.shl(i32x4.extend_high_i16x8_u(eight), 16);
}

/** Decodes `count` numbers, a multiple of 8. */
export function decodeBf16(x: usize, count: usize, to: usize): void {
	for (let left = count; left != 0; left -= 8) {
		const eight = v128.load(x);
		v128.store(to, low(eight));
		v128.store(to, high(eight), 16);
		x += 16;
		to += 32;
	}
}

/** `dots` (attentionParts.ts) with encoded rows. Gives the bits of decoded rows. */
export function dotsBf16(x: usize, y0: usize, stride: usize, last: usize, size: usize): v128 {
	let y1 = y0 + min<usize>(1, last) * stride;
	let y2 = y0 + min<usize>(2, last) * stride;
	let y3 = y0 + min<usize>(3, last) * stride;
	let s0 = f32x4.splat(0);
	let s1 = s0;
	let s2 = s0;
	let s3 = s0;
	for (let left = size; left != 0; left -= 8) {
		const x0 = v128.load(x);
		const x1 = v128.load(x, 16);
		s0 = addProducts(y0, x0, x1, s0);
		s1 = addProducts(y1, x0, x1, s1);
		s2 = addProducts(y2, x0, x1, s2);
		s3 = addProducts(y3, x0, x1, s3);
		x += 32;
		y0 += 16;
		y1 += 16;
		y2 += 16;
		y3 += 16;
	}
	return laneSums(s0, s1, s2, s3);
}

/** s + eight numbers times x₀ and x₁. */
// @ts-ignore: decorator
@inline
function addProducts(y: usize, x0: v128, x1: v128, s: v128): v128 {
	const eight = v128.load(y);
	return fma(x1, high(eight), fma(x0, low(eight), s));
}
