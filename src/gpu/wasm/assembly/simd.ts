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
