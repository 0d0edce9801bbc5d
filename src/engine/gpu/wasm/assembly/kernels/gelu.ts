/**
 * kernels/gelu.ts has the equations.
 *
 * gelu: operands x, y; sizes count, approximate. geluGradient: operands ∂y, x, ∂x; the same sizes.
 */
import { shareStart, word } from '../call';
import { exp, fma, load4, store4 } from '../simd';

const group: usize = 64;

/** Φ(x). */
// @ts-ignore: decorator
@inline
function cumulative(x: v128, approximate: bool): v128 {
	const one = f32x4.splat(1);
	if (approximate) {
		const inner = fma(f32x4.mul(f32x4.mul(x, x), x), f32x4.splat(0.044715), x);
		// −2 √(2/π)
		const power = f32x4.mul(inner, f32x4.splat(-1.5957691216057308));
		return f32x4.div(one, f32x4.add(one, exp(power)));
	}
	// 0.3275911 / √2
	const t = f32x4.div(one, fma(f32x4.abs(x), f32x4.splat(0.23164189), one));
	let p = f32x4.splat(1.061405429);
	p = fma(p, t, f32x4.splat(-1.453152027));
	p = fma(p, t, f32x4.splat(1.421413741));
	p = fma(p, t, f32x4.splat(-0.284496736));
	p = fma(p, t, f32x4.splat(0.254829592));
	const half = f32x4.mul(f32x4.mul(p, t), f32x4.splat(0.5));
	const tail = f32x4.mul(half, bell(x));
	return v128.bitselect(f32x4.sub(one, tail), tail, f32x4.ge(x, f32x4.splat(0)));
}

/** e^(−x²/2). */
// @ts-ignore: decorator
@inline
function bell(x: v128): v128 {
	return exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
}

/** Φ′(x). */
// @ts-ignore: decorator
@inline
function density(x: v128, phi: v128, approximate: bool): v128 {
	if (!approximate) return f32x4.mul(bell(x), f32x4.splat(0.3989422804014327));
	const one = f32x4.splat(1);
	const slope = fma(f32x4.mul(x, x), f32x4.splat(0.134145), one);
	const spread = f32x4.mul(phi, f32x4.sub(one, phi));
	return f32x4.mul(f32x4.mul(slope, spread), f32x4.splat(1.5957691216057308));
}

export function gelu(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const count = word(args, 2);
	const approximate = word(args, 3) != 0;
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const value = load4(x + at, left);
		store4(y + at, f32x4.mul(value, cumulative(value, approximate)), left);
	}
}

export function geluGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const dx = word(args, 2);
	const count = word(args, 3);
	const approximate = word(args, 4) != 0;
	const end = shareStart(count, group, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, group, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const value = load4(x + at, left);
		const phi = cumulative(value, approximate);
		const slope = fma(value, density(value, phi, approximate), phi);
		store4(dx + at, f32x4.mul(load4(dy + at, left), slope), left);
	}
}
