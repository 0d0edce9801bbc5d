/**
 * kernels/swiGlu.ts has the equations.
 *
 * swiGlu: operands g, u, y; size count. swiGluGradient: operands ∂y, g, u, ∂g, ∂u; size count.
 */
import { shareStart, word } from './call';
import { exp, fma, loadTail, storeTail } from './simd';

const group: usize = 64;

// @ts-ignore: decorator
@inline
function sigmoid(x: v128): v128 {
	const one = f32x4.splat(1);
	return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

// @ts-ignore: decorator
@inline
function unit(gate: v128, up: v128): v128 {
	return f32x4.mul(f32x4.mul(gate, sigmoid(gate)), up);
}

export function swiGlu(args: usize, part: i32, parts: i32): void {
	const gate = word(args, 0);
	const up = word(args, 1);
	const y = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const rest = (end >> 2) & 3;
	const whole = end - (rest << 2);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < whole; at += 16)
		v128.store(y + at, unit(v128.load(gate + at), v128.load(up + at)));
	if (rest)
		storeTail(y + whole, unit(loadTail(gate + whole, rest), loadTail(up + whole, rest)), rest);
}

// @ts-ignore: decorator
@inline
function slope(gate: v128, s: v128): v128 {
	const one = f32x4.splat(1);
	return f32x4.mul(s, fma(gate, f32x4.sub(one, s), one));
}

export function swiGluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const gate = word(args, 1);
	const up = word(args, 2);
	const dGate = word(args, 3);
	const dUp = word(args, 4);
	const count = word(args, 5);
	const end = shareStart(count, group, part + 1, parts) << 2;
	const rest = (end >> 2) & 3;
	const whole = end - (rest << 2);
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < whole; at += 16) {
		const d = v128.load(dy + at);
		const g = v128.load(gate + at);
		const u = v128.load(up + at);
		const s = sigmoid(g);
		v128.store(dUp + at, f32x4.mul(d, f32x4.mul(g, s)));
		v128.store(dGate + at, f32x4.mul(f32x4.mul(d, u), slope(g, s)));
	}
	if (rest) {
		const d = loadTail(dy + whole, rest);
		const g = loadTail(gate + whole, rest);
		const u = loadTail(up + whole, rest);
		const s = sigmoid(g);
		storeTail(dUp + whole, f32x4.mul(d, f32x4.mul(g, s)), rest);
		storeTail(dGate + whole, f32x4.mul(f32x4.mul(d, u), slope(g, s)), rest);
	}
}
