/**
 * The exponential function of four float32, within 2 units in the last place.
 *
 *   eˣ = 2ⁿ eʳ,  n = round(x / ln 2),  r = x − n ln 2 in [−0.35, 0.35]
 *
 * eʳ by the polynomial of Cephes' expf (Moshier, netlib.org/cephes). x is held within ±87, so that 2ⁿ is a normal number.
 */
import { fma } from './simd';

/** 1.5 · 2²³: a float32 plus this is rounded to an integer, which stands in its lowest bits. */
const rounder: f32 = 12_582_912;

// @ts-ignore: decorator
@inline
export function exp(value: v128): v128 {
	const x = f32x4.pmax(f32x4.pmin(value, f32x4.splat(87)), f32x4.splat(-87));
	const shifted = fma(x, f32x4.splat(1.44269504088896341), f32x4.splat(rounder));
	const n = f32x4.sub(shifted, f32x4.splat(rounder));
	let r = fma(n, f32x4.splat(-0.693359375), x);
	r = fma(n, f32x4.splat(2.1219444e-4), r);
	let p = f32x4.splat(1.98756915e-4);
	p = fma(p, r, f32x4.splat(1.3981999507e-3));
	p = fma(p, r, f32x4.splat(8.3334519073e-3));
	p = fma(p, r, f32x4.splat(4.1665795894e-2));
	p = fma(p, r, f32x4.splat(1.6666665459e-1));
	p = fma(p, r, f32x4.splat(5.0000001201e-1));
	p = fma(p, f32x4.mul(r, r), f32x4.add(r, f32x4.splat(1)));
	const power = i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(0x3f80_0000));
	return f32x4.mul(p, power);
}
