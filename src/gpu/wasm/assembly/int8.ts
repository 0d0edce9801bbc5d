/** Numbers of 8 bits in blocks (blocks.ts, src/gpu/int8.ts). */
import { fma } from './simd';

/** Eight numbers from `i` of a block. `to`: where the floats go. */
// @ts-ignore: decorator
@inline
export function decodeInt8(block: usize, i: usize, scale: v128, to: usize): void {
	const eight = v128.load8x8_s(block + 4 + i);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	v128.store(to, f32x4.mul(low, scale));
	v128.store(to, f32x4.mul(high, scale), 16);
}

/** s + eight numbers at `ptr` times x₀ and x₁. */
// @ts-ignore: decorator
@inline
export function addInt8(ptr: usize, scale: v128, x0: v128, x1: v128, s: v128): v128 {
	const eight = v128.load8x8_s(ptr);
	const low = f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(eight));
	const high = f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_s(eight));
	return fma(x1, f32x4.mul(high, scale), fma(x0, f32x4.mul(low, scale), s));
}
