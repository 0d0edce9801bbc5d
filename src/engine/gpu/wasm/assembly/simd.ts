/** Vector functions that several kernels share. */

/** ab + c in four lanes. Rounds once in builds with relaxed SIMD, else twice. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
	return ASC_FEATURE_RELAXED_SIMD ? f32x4.relaxed_madd(a, b, c) : f32x4.add(f32x4.mul(a, b), c);
}

/** One float32 in all four lanes. */
// @ts-ignore: decorator
@inline
export function splat(ptr: usize): v128 {
	return v128.load_splat<f32>(ptr);
}

/** (x₀ + x₂) + (x₁ + x₃). */
// @ts-ignore: decorator
@inline
export function laneSum(x: v128): f32 {
	const pair = f32x4.add(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
	return f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1);
}

/** The sums of the lanes of four vectors. */
// @ts-ignore: decorator
@inline
export function laneSums(s0: v128, s1: v128, s2: v128, s3: v128): v128 {
	const a = f32x4.add(v128.shuffle<f32>(s0, s1, 0, 4, 1, 5), v128.shuffle<f32>(s0, s1, 2, 6, 3, 7));
	const b = f32x4.add(v128.shuffle<f32>(s2, s3, 0, 4, 1, 5), v128.shuffle<f32>(s2, s3, 2, 6, 3, 7));
	return f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
}

/** The largest of four lanes. A NaN may be ignored, since `max`, which keeps it, takes eight steps. */
// @ts-ignore: decorator
@inline
export function laneMax(x: v128): f32 {
	const pair = f32x4.pmax(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
	const most = f32x4.pmax(pair, v128.shuffle<f32>(pair, pair, 1, 0, 3, 2));
	return f32x4.extract_lane(most, 0);
}

/** Loads `count` < 4 floats, then zeros. Reads no byte beyond them. */
// @ts-ignore: decorator
@inline
export function loadTail(ptr: usize, count: usize): v128 {
	let x = v128.load32_zero(ptr);
	if (count > 1) x = v128.load_lane<f32>(ptr, x, 1, 4);
	if (count > 2) x = v128.load_lane<f32>(ptr, x, 2, 8);
	return x;
}

/** Writes the first `count` < 4 lanes. */
// @ts-ignore: decorator
@inline
export function storeTail(ptr: usize, x: v128, count: usize): void {
	v128.store_lane<f32>(ptr, x, 0);
	if (count > 1) v128.store_lane<f32>(ptr, x, 1, 4);
	if (count > 2) v128.store_lane<f32>(ptr, x, 2, 8);
}

/** Loads up to four of `count` floats, then zeros. */
// @ts-ignore: decorator
@inline
export function load4(ptr: usize, count: usize): v128 {
	return count >= 4 ? v128.load(ptr) : loadTail(ptr, count);
}

/** Writes up to four of `count` floats. */
// @ts-ignore: decorator
@inline
export function store4(ptr: usize, x: v128, count: usize): void {
	if (count >= 4) v128.store(ptr, x);
	else storeTail(ptr, x, count);
}

/**
 * The numbers of `exp`, in memory: V8 builds a constant vector anew in each turn of a loop, with
 * three instructions.
 */
const expNumbers = memory.data<f32>([
	// The bounds of x.
	87, -87,
	// 1 / ln 2, and 1.5 · 2²³: adding it rounds a float32 to an integer, in its lowest bits.
	1.44269504088896341, 12_582_912,
	// −ln 2 in two parts.
	-0.693359375, 2.1219444e-4,
	// The polynomial.
	1.98756915e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1,
	1,
]);

// @ts-ignore: decorator
@inline
function expNumber(i: usize): v128 {
	return v128.load_splat<f32>(expNumbers + (i << 2));
}

/**
 * The exponential function of four float32, within 2 units in the last place.
 *
 *   eˣ = 2ⁿ eʳ,  n = round(x / ln 2),  r = x − n ln 2 in [−0.35, 0.35]
 *
 * eʳ is the polynomial of Cephes' expf (Moshier, netlib.org/cephes). x is clamped to ±87, so that
 * 2ⁿ is a normal number.
 */
// @ts-ignore: decorator
@inline
export function exp(value: v128): v128 {
	const x = f32x4.pmax(f32x4.pmin(value, expNumber(0)), expNumber(1));
	const shifted = fma(x, expNumber(2), expNumber(3));
	const n = f32x4.sub(shifted, expNumber(3));
	let r = fma(n, expNumber(4), x);
	r = fma(n, expNumber(5), r);
	let p = expNumber(6);
	p = fma(p, r, expNumber(7));
	p = fma(p, r, expNumber(8));
	p = fma(p, r, expNumber(9));
	p = fma(p, r, expNumber(10));
	p = fma(p, r, expNumber(11));
	p = fma(p, f32x4.mul(r, r), f32x4.add(r, expNumber(12)));
	// The bits of 1 are those of 2⁰.
	const power = i32x4.add(i32x4.shl(shifted, 23), expNumber(12));
	return f32x4.mul(p, power);
}

/**
 * The hyperbolic tangent of four float32. Below 0.625 in size it is the polynomial of Cephes' tanhf
 * (Moshier, netlib.org/cephes), else 1 − 2 / (e²ˣ + 1).
 */
// @ts-ignore: decorator
@inline
export function tanh(x: v128): v128 {
	const one = f32x4.splat(1);
	const square = f32x4.mul(x, x);
	let p = f32x4.splat(-5.70498872745e-3);
	p = fma(p, square, f32x4.splat(2.06390887954e-2));
	p = fma(p, square, f32x4.splat(-5.37397155531e-2));
	p = fma(p, square, f32x4.splat(1.33314422036e-1));
	p = fma(p, square, f32x4.splat(-3.33332819422e-1));
	const near = fma(f32x4.mul(p, square), x, x);
	const power = exp(f32x4.add(x, x));
	const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(power, one)));
	return v128.bitselect(near, far, f32x4.lt(f32x4.abs(x), f32x4.splat(0.625)));
}

/** 1 / (1 + e⁻ˣ). */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
	const one = f32x4.splat(1);
	return f32x4.div(one, f32x4.add(one, exp(f32x4.neg(x))));
}

/** x ← x factor, of `size` floats. */
export function scale(x: usize, factor: v128, size: usize): void {
	for (let i: usize = 0; i < size; i += 4) {
		const at = x + (i << 2);
		store4(at, f32x4.mul(load4(at, size - i), factor), size - i);
	}
}

/** Transposes a square of 4 × 4 floats. Strides in bytes. */
// @ts-ignore: decorator
@inline
export function transpose4(x: usize, strideX: usize, y: usize, strideY: usize): void {
	const a = v128.load(x);
	const b = v128.load(x + strideX);
	const c = v128.load(x + 2 * strideX);
	const d = v128.load(x + 3 * strideX);
	const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
	const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
	const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
	const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
	v128.store(y, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
	v128.store(y + strideY, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
	v128.store(y + 2 * strideY, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
	v128.store(y + 3 * strideY, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}
