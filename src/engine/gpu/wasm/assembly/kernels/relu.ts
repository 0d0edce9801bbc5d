/**
 * kernels/relu.ts has the equations.
 *
 * relu: operands x, y; size count. reluGradient: operands ∂y, x, ∂x; size count.
 */
import { shareStart, word } from '../call';
import { load4, store4 } from '../simd';

const group: usize = 64;

export function relu(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const count = word(args, 2);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const zero = f32x4.splat(0);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		// The maximum of a NaN and a number is NaN.
		store4(y + at, f32x4.max(load4(x + at, left), zero), left);
	}
}

export function reluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const dx = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const zero = f32x4.splat(0);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const isZero = f32x4.le(load4(x + at, left), zero);
		store4(dx + at, v128.andnot(load4(dy + at, left), isZero), left);
	}
}
