/**
 * kernels/swiGlu.ts has the equations.
 *
 * swiGlu: operands g, u, y; size count. swiGluGradient: operands ∂y, g, u, ∂g, ∂u; size count.
 */
import { shareStart, word } from '../call';
import { fma, load4, sigmoid, store4 } from '../simd';

const group: usize = 64;

export function swiGlu(args: usize, part: i32, parts: i32): void {
	const gate = word(args, 0);
	const up = word(args, 1);
	const y = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const g = load4(gate + at, left);
		store4(y + at, f32x4.mul(f32x4.mul(g, sigmoid(g)), load4(up + at, left)), left);
	}
}

export function swiGluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const gate = word(args, 1);
	const up = word(args, 2);
	const dGate = word(args, 3);
	const dUp = word(args, 4);
	const count = word(args, 5);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const one = f32x4.splat(1);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const d = load4(dy + at, left);
		const g = load4(gate + at, left);
		const u = load4(up + at, left);
		const s = sigmoid(g);
		const slope = f32x4.mul(s, fma(g, f32x4.sub(one, s), one));
		store4(dUp + at, f32x4.mul(d, f32x4.mul(g, s)), left);
		store4(dGate + at, f32x4.mul(f32x4.mul(d, u), slope), left);
	}
}
