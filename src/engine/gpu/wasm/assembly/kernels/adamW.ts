/**
 * kernels/adamW.ts has the equations. sumSquares sums g² in fixed chunks; in adamW every part adds
 * up all chunks in order. If the norm is not finite, only `norm` changes.
 *
 * sumSquares: operands x, partial [⌈count / chunk⌉]; sizes count, chunk (a multiple of 4).
 * adamW: operands g, d, θ, m, v, [η, 1 / (1 − β₁ᵗ), 1 / (1 − β₂ᵗ)], partial, norm [1]; sizes count,
 * chunks; scalars β₁, β₂, ε, λ, c, 1 − β₁, 1 − β₂.
 */
import { scalar, shareStart, word } from '../call';
import { fma, laneSum, load4, splat, store4 } from '../simd';

export function sumSquares(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const partial = word(args, 1);
	const count = word(args, 2);
	const chunk = word(args, 3);
	const chunks = (count + chunk - 1) / chunk;
	const end = shareStart(chunks, 1, part + 1, parts);
	for (let i: usize = shareStart(chunks, 1, part, parts); i < end; i++) {
		const stop = min<usize>((i + 1) * chunk, count);
		let sum = f32x4.splat(0);
		for (let j = i * chunk; j < stop; j += 4) {
			const value = load4(x + (j << 2), stop - j);
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
	const fresh1 = f32x4.splat(scalar(args, 15));
	const fresh2 = f32x4.splat(scalar(args, 16));

	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const g = f32x4.mul(load4(gradient + at, left), factor);
		const m = fma(beta1, load4(firsts + at, left), f32x4.mul(fresh1, g));
		const v = fma(beta2, load4(seconds + at, left), f32x4.mul(fresh2, f32x4.mul(g, g)));
		const theta = load4(weights + at, left);
		const kept = fma(f32x4.mul(shrink, load4(decay + at, left)), theta, theta);
		const denominator = f32x4.add(f32x4.sqrt(f32x4.mul(v, correction2)), epsilon);
		const step = f32x4.div(f32x4.mul(m, correction1), denominator);
		const moved = f32x4.sub(kept, f32x4.mul(learningRate, step));
		store4(firsts + at, m, left);
		store4(seconds + at, v, left);
		store4(weights + at, moved, left);
	}
}

function totalNorm(partial: usize, chunks: usize): f32 {
	let sum: f64 = 0;
	for (let i: usize = 0; i < chunks; i++) sum += <f64>load<f32>(partial + (i << 2));
	return <f32>Math.sqrt(sum);
}
