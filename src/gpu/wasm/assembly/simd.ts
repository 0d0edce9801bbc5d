/** Small vector functions that several kernels share. */

/** ab + c in four lanes: rounded once where the build may use relaxed SIMD, and else twice. */
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

/** The largest of four lanes. */
// @ts-ignore: decorator
@inline
export function laneMax(x: v128): f32 {
	const pair = f32x4.max(x, v128.shuffle<f32>(x, x, 2, 3, 0, 1));
	return max(f32x4.extract_lane(pair, 0), f32x4.extract_lane(pair, 1));
}

/** The `count` < 4 floats at `ptr`, then zeros: reads not a byte beyond them. */
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
