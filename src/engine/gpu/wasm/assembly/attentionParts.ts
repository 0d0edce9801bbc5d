/** Parts of attention: they process four keys or queries at a time, each row with `size` floats. */
import { fma, laneSums, loadTail, storeTail, tanh } from './simd';

/** Threads take turns by runs of this many tokens: later tokens of an example see more keys. */
export const run: usize = 8;

/** (x·y₀, x·y₁, x·y₂, x·y₃) with rows of y `stride` bytes apart. Rows repeat after the `last`. */
// @ts-ignore: decorator
@inline
export function dots(x: usize, y0: usize, stride: usize, last: usize, size: usize): v128 {
	const y1 = y0 + min<usize>(1, last) * stride;
	const y2 = y0 + min<usize>(2, last) * stride;
	const y3 = y0 + min<usize>(3, last) * stride;
	const whole = (size & ~3) << 2;
	const rest = size & 3;
	let s0 = f32x4.splat(0);
	let s1 = s0;
	let s2 = s0;
	let s3 = s0;
	for (let at: usize = 0; at < whole; at += 16) {
		const value = v128.load(x + at);
		s0 = fma(value, v128.load(y0 + at), s0);
		s1 = fma(value, v128.load(y1 + at), s1);
		s2 = fma(value, v128.load(y2 + at), s2);
		s3 = fma(value, v128.load(y3 + at), s3);
	}
	if (rest) {
		const value = loadTail(x + whole, rest);
		s0 = fma(value, loadTail(y0 + whole, rest), s0);
		s1 = fma(value, loadTail(y1 + whole, rest), s1);
		s2 = fma(value, loadTail(y2 + whole, rest), s2);
		s3 = fma(value, loadTail(y3 + whole, rest), s3);
	}
	return laneSums(s0, s1, s2, s3);
}

/** y ← y + w₀ x₀ + w₁ x₁ + w₂ x₂ + w₃ x₃, in this order, with the rows of x as in `dots`. */
// @ts-ignore: decorator
@inline
export function addWeighted(w: v128, x0: usize, stride: usize, last: usize, y: usize, size: usize): void {
	const x1 = x0 + min<usize>(1, last) * stride;
	const x2 = x0 + min<usize>(2, last) * stride;
	const x3 = x0 + min<usize>(3, last) * stride;
	const w0 = v128.shuffle<f32>(w, w, 0, 0, 0, 0);
	const w1 = v128.shuffle<f32>(w, w, 1, 1, 1, 1);
	const w2 = v128.shuffle<f32>(w, w, 2, 2, 2, 2);
	const w3 = v128.shuffle<f32>(w, w, 3, 3, 3, 3);
	const whole = (size & ~3) << 2;
	const rest = size & 3;
	for (let at: usize = 0; at < whole; at += 16) {
		let sum = fma(w0, v128.load(x0 + at), v128.load(y + at));
		sum = fma(w1, v128.load(x1 + at), sum);
		sum = fma(w2, v128.load(x2 + at), sum);
		v128.store(y + at, fma(w3, v128.load(x3 + at), sum));
	}
	if (rest) {
		let sum = fma(w0, loadTail(x0 + whole, rest), loadTail(y + whole, rest));
		sum = fma(w1, loadTail(x1 + whole, rest), sum);
		sum = fma(w2, loadTail(x2 + whole, rest), sum);
		storeTail(y + whole, fma(w3, loadTail(x3 + whole, rest), sum), rest);
	}
}

/** c tanh(s/c), or s if c is 0. */
// @ts-ignore: decorator
@inline
export function capped(scores: v128, c: f32): v128 {
	if (c == 0) return scores;
	return f32x4.mul(tanh(f32x4.mul(scores, f32x4.splat(1 / c))), f32x4.splat(c));
}

/** factor (1 − (s/c)²) of capped scores, or factor if c is 0. */
// @ts-ignore: decorator
@inline
export function capSlope(scores: v128, factor: v128, c: f32): v128 {
	if (c == 0) return factor;
	const share = f32x4.mul(scores, f32x4.splat(1 / c));
	return f32x4.mul(f32x4.sub(f32x4.splat(1), f32x4.mul(share, share)), factor);
}

/** All ones in the first `count` lanes. */
// @ts-ignore: decorator
@inline
export function firstLanes(count: usize): v128 {
	return i32x4.gt_s(i32x4.splat(<i32>min<usize>(count, 4)), i32x4(0, 1, 2, 3));
}

/** Words `stride` bytes apart, as the rows in `dots`. */
// @ts-ignore: decorator
@inline
export function gather(p: usize, stride: usize, last: usize): v128 {
	let x = v128.load32_zero(p);
	x = v128.load_lane<f32>(p + min<usize>(1, last) * stride, x, 1);
	x = v128.load_lane<f32>(p + min<usize>(2, last) * stride, x, 2);
	return v128.load_lane<f32>(p + min<usize>(3, last) * stride, x, 3);
}

/** The first key that token t sees: the first one of its example or of the window. */
// @ts-ignore: decorator
@inline
export function firstKey(first: usize, t: i32, window: i32): i32 {
	const own = load<i32>(first + ((<usize>t) << 2));
	return window > 0 ? max<i32>(own, t - window + 1) : own;
}
