/**
 * One step of AdamW (Loshchilov & Hutter 2019, arXiv 1711.05101, alg. 2) after clipping by the
 * global norm, over flat vectors.
 *
 *   g ← g min(1, c / (‖g‖ + 1e-6));   m ← β₁ m + (1 − β₁) g;   v ← β₂ v + (1 − β₂) g²
 *   θ ← θ − η λ d θ − η m̂ / (√v̂ + ε),   m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ)
 *
 * θ, g, m, v, d [count]; d is 1 for parameters with weight decay. sumSquares sums g² in fixed
 * chunks. Every part adds up all chunks in order. If the norm is not finite, only `norm` changes.
 * sumSquares: operands x, partial [⌈count / chunk⌉]; sizes count, chunk (a multiple of 4).
 * adamW: operands g, d, θ, m, v, [η, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ)], partial, norm [1]; sizes count,
 * chunks; scalars β₁, β₂, ε, λ, c.
 */
import { scalar, shareStart, word } from './call';
import { fma, laneSum, loadTail, splat, storeTail } from './simd';

export function sumSquares(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const partial = word(args, 1);
	const count = word(args, 2);
	const chunk = word(args, 3);
	const chunks = (count + chunk - 1) / chunk;
	const end = shareStart(chunks, 1, part + 1, parts);
	for (let i: usize = shareStart(chunks, 1, part, parts); i < end; i++) {
		const stop = min<usize>((i + 1) * chunk, count);
		const rest = stop & 3;
		let sum = f32x4.splat(0);
		let at = x + ((i * chunk) << 2);
		const whole = x + ((stop - rest) << 2);
		for (; at < whole; at += 16) {
			const value = v128.load(at);
			sum = fma(value, value, sum);
		}
		if (rest) {
			const value = loadTail(whole, rest);
			sum = fma(value, value, sum);
		}
		store<f32>(partial + (i << 2), laneSum(sum));
	}
}

export function adamW(args: usize, part: i32, parts: i32): void {
	const gradient = word(args, 0);
	const decay = word(args, 1);
	const weights = word(args, 2);
	const firsts = word(args, 3);
	const seconds = word(args, 4);
	const scalars = word(args, 5);
	const count = word(args, 8);
	const beta1 = f32x4.splat(scalar(args, 10));
	const beta2 = f32x4.splat(scalar(args, 11));
	const epsilon = f32x4.splat(scalar(args, 12));
	const learningRate = splat(scalars);
	const correction1 = splat(scalars + 4);
	const correction2 = splat(scalars + 8);
	const shrink = f32x4.mul(learningRate, f32x4.splat(-scalar(args, 13)));

	const norm = totalNorm(word(args, 6), word(args, 9));
	if (part == 0) store<f32>(word(args, 7), norm);
	if (!isFinite(norm)) return;
	const factor = f32x4.splat(Mathf.min(1, scalar(args, 14) / (norm + <f32>1e-6)));
	const fresh1 = f32x4.sub(f32x4.splat(1), beta1);
	const fresh2 = f32x4.sub(f32x4.splat(1), beta2);

	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const rest = min<usize>(4, (end - at) >> 2);
		const whole = rest == 4;
		const g = f32x4.mul(read(gradient + at, rest), factor);
		const m = fma(beta1, read(firsts + at, rest), f32x4.mul(fresh1, g));
		const v = fma(beta2, read(seconds + at, rest), f32x4.mul(fresh2, f32x4.mul(g, g)));
		const theta = read(weights + at, rest);
		const kept = fma(f32x4.mul(shrink, read(decay + at, rest)), theta, theta);
		const denominator = f32x4.add(f32x4.sqrt(f32x4.mul(v, correction2)), epsilon);
		const step = f32x4.div(f32x4.mul(m, correction1), denominator);
		const moved = f32x4.sub(kept, f32x4.mul(learningRate, step));
		if (whole) {
			v128.store(firsts + at, m);
			v128.store(seconds + at, v);
			v128.store(weights + at, moved);
		} else {
			storeTail(firsts + at, m, rest);
			storeTail(seconds + at, v, rest);
			storeTail(weights + at, moved, rest);
		}
	}
}

// @ts-ignore: decorator
@inline
function read(ptr: usize, count: usize): v128 {
	return count == 4 ? v128.load(ptr) : loadTail(ptr, count);
}

function totalNorm(partial: usize, chunks: usize): f32 {
	let sum: f64 = 0;
	for (let i: usize = 0; i < chunks; i++) sum += <f64>load<f32>(partial + (i << 2));
	return <f32>Math.sqrt(sum);
}
