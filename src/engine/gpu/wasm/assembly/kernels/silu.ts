/**
 * kernels/silu.ts has the equations.
 *
 * silu: operands x, y; size count. siluGradient: operands ∂y, x, ∂x; size count.
 */
import { shareStart, word } from '../call';
import { fma, load4, sigmoid, store4 } from '../simd';

const group: usize = 64;

export function silu(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const count = word(args, 2);
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const a = load4(x + at, left);
		store4(y + at, f32x4.mul(a, sigmoid(a)), left);
	}
}

export function siluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const dx = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const one = f32x4.splat(1);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const a = load4(x + at, left);
		const s = sigmoid(a);
		const slope = f32x4.mul(s, fma(a, f32x4.sub(one, s), one));
		store4(dx + at, f32x4.mul(load4(dy + at, left), slope), left);
	}
}
