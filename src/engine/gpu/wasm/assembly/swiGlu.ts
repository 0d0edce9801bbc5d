/** kernels/swiGlu.ts has the equations. Operands ∂y, g, u, ∂g, ∂u; size count. */
import { shareStart, word } from './call';
import { fma, load4, sigmoid, store4 } from './simd';

export function swiGluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const gate = word(args, 1);
	const up = word(args, 2);
	const dGate = word(args, 3);
	const dUp = word(args, 4);
	const count = word(args, 5);
	const end = shareStart(count, 64, part + 1, parts) << 2;
	const one = f32x4.splat(1);
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
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
