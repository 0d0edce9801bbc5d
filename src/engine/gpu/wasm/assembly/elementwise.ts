/**
 * Kernels that treat each number alike, four at once. kernels/ has the equations. Operands: one or
 * two inputs, then y. Sizes: count, and a setting of some: the factor of `scale` and the cap of
 * `softCap` as float32, and 1 for the approximate `gelu`.
 */
import { capSlope, capped } from './attentionParts';
import { shareStart, word } from './call';
import { exp, fma, load4, sigmoid, store4 } from './simd';

const enum Unit {
	add,
	multiply,
	scale,
	relu,
	reluGradient,
	silu,
	siluGradient,
	swiGlu,
	softCap,
	softCapGradient,
	gelu,
	geluGradient,
}

export function add(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.add, 2, false);
}
export function multiply(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.multiply, 2, false);
}
export function scale(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.scale, 1, true);
}
export function relu(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.relu, 1, false);
}
export function reluGradient(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.reluGradient, 2, false);
}
export function silu(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.silu, 1, false);
}
export function siluGradient(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.siluGradient, 2, false);
}
export function swiGlu(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.swiGlu, 2, false);
}
export function softCap(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.softCap, 1, true);
}
export function softCapGradient(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.softCapGradient, 2, true);
}
export function gelu(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.gelu, 1, true);
}
export function geluGradient(args: usize, part: i32, parts: i32): void {
	each(args, part, parts, Unit.geluGradient, 2, true);
}

/** Inlined, so that the unit is chosen when this is compiled. */
// @ts-ignore: decorator
@inline
function each(args: usize, part: i32, parts: i32, unit: Unit, inputs: usize, isSet: bool): void {
	const a = word(args, 0);
	const b = word(args, inputs - 1);
	const y = word(args, inputs);
	const count = word(args, inputs + 1);
	const setting = isSet ? word(args, inputs + 2) : 0;
	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const first = load4(a + at, left);
		const second = inputs == 2 ? load4(b + at, left) : first;
		store4(y + at, compute(unit, first, second, setting), left);
	}
}

/** A gradient has a = ∂y, and b = x or y. */
// @ts-ignore: decorator
@inline
function compute(unit: Unit, a: v128, b: v128, setting: usize): v128 {
	const one = f32x4.splat(1);
	const zero = f32x4.splat(0);
	const number = reinterpret<f32>(<i32>setting);
	if (unit == Unit.add) return f32x4.add(a, b);
	if (unit == Unit.multiply) return f32x4.mul(a, b);
	if (unit == Unit.scale) return f32x4.mul(a, f32x4.splat(number));
	// The maximum of a NaN and a number is NaN.
	if (unit == Unit.relu) return f32x4.max(a, zero);
	if (unit == Unit.reluGradient) return v128.andnot(a, f32x4.le(b, zero));
	if (unit == Unit.silu) return f32x4.mul(a, sigmoid(a));
	if (unit == Unit.siluGradient) {
		const s = sigmoid(b);
		return f32x4.mul(a, f32x4.mul(s, fma(b, f32x4.sub(one, s), one)));
	}
	if (unit == Unit.swiGlu) return f32x4.mul(f32x4.mul(a, sigmoid(a)), b);
	if (unit == Unit.softCap) return capped(a, number);
	if (unit == Unit.softCapGradient) return capSlope(b, a, number);
	const x = unit == Unit.gelu ? a : b;
	const phi = cumulative(x, setting != 0);
	if (unit == Unit.gelu) return f32x4.mul(a, phi);
	return f32x4.mul(a, fma(b, density(b, phi, setting != 0), phi));
}

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
