/**
 * kernels/attention.ts has the equations. Four keys are processed at a time. Exponents use s minus
 * the largest s so far, and earlier sums are scaled down when a larger one comes.
 *
 * attention: operands q, k, v, first, o, lse; sizes n, heads, kvHeads, d, window (0: none); scalars
 * scale and soft cap (0: none). cachedAttention: operands q, k, v, first, last, o; the sizes and
 * scalars of attention.
 * attentionDelta: operands o, ∂o, lse, sums [n, heads, 2]; sizes n, heads, d.
 */
import { addWeighted, capped, dots, firstKey, firstLanes, run } from '../attentionParts';
import { scalar, shareStart, word } from '../call';
import { exp, fma, laneMax, laneSum, load4, scale } from '../simd';

export function attention(args: usize, part: i32, parts: i32): void {
	const q = word(args, 0);
	const k = word(args, 1);
	const v = word(args, 2);
	const first = word(args, 3);
	const o = word(args, 4);
	const lse = word(args, 5);
	const n = word(args, 6);
	const heads = word(args, 7);
	const kvHeads = word(args, 8);
	const size = word(args, 9);
	const window = <i32>word(args, 10);
	const factor = scalar(args, 11);
	const cap = scalar(args, 12);
	const stride = (kvHeads * size) << 2;
	for (let start = <usize>part * run; start < n; start += <usize>parts * run)
		for (let t = start; t < min<usize>(start + run, n); t++) {
			const from = firstKey(first, <i32>t, window);
			for (let head: usize = 0; head < heads; head++) {
				const row = ((t * heads + head) * size) << 2;
				const kv = (((head * kvHeads) / heads) * size) << 2;
				store<f32>(
					lse + ((t * heads + head) << 2),
					query(q + row, k + kv, v + kv, o + row, stride, size, from, <i32>t, factor, cap),
				);
			}
		}
}

export function cachedAttention(args: usize, part: i32, parts: i32): void {
	const q = word(args, 0);
	const k = word(args, 1);
	const v = word(args, 2);
	const first = word(args, 3);
	const last = word(args, 4);
	const o = word(args, 5);
	const heads = word(args, 7);
	const kvHeads = word(args, 8);
	const size = word(args, 9);
	const window = <i32>word(args, 10);
	const factor = scalar(args, 11);
	const cap = scalar(args, 12);
	const items = word(args, 6) * heads;
	const end = shareStart(items, 1, part + 1, parts);
	for (let item = shareStart(items, 1, part, parts); item < end; item++) {
		const at = (item / heads) << 2;
		const to = load<i32>(last + at);
		const own = load<i32>(first + at);
		const from = window > 0 ? max<i32>(own, to - window + 1) : own;
		const row = (item * size) << 2;
		const kv = ((((item % heads) * kvHeads) / heads) * size) << 2;
		query(q + row, k + kv, v + kv, o + row, (kvHeads * size) << 2, size, from, to, factor, cap);
	}
}

/** Computes one query of one head, and returns its lse. */
function query(
	q: usize,
	k: usize,
	v: usize,
	o: usize,
	stride: usize,
	size: usize,
	from: i32,
	t: i32,
	factor: f32,
	cap: f32,
): f32 {
	memory.fill(o, 0, size << 2);
	if (from > t) return 0;
	let most: f32 = -f32.MAX_VALUE;
	let sum = f32x4.splat(0);
	for (let j = from; j <= t; j += 4) {
		const last = <usize>(t - j);
		const at = <usize>j * stride;
		const there = firstLanes(last + 1);
		const products = f32x4.mul(dots(q, k + at, stride, last, size), f32x4.splat(factor));
		const scores = capped(products, cap);
		const blockMost = laneMax(scores);
		if (blockMost > most) {
			const shrink = exp(f32x4.splat(most - blockMost));
			if (j > from) scale(o, shrink, size);
			sum = f32x4.mul(sum, shrink);
			most = blockMost;
		}
		const p = v128.and(exp(f32x4.sub(scores, f32x4.splat(most))), there);
		sum = f32x4.add(sum, p);
		addWeighted(p, v + at, stride, last, o, size);
	}
	const total = laneSum(sum);
	scale(o, f32x4.splat(1 / total), size);
	return most + Mathf.log(total);
}

export function attentionDelta(args: usize, part: i32, parts: i32): void {
	const o = word(args, 0);
	const dO = word(args, 1);
	const lse = word(args, 2);
	const sums = word(args, 3);
	const rows = word(args, 4) * word(args, 5);
	const size = word(args, 6);
	const end = shareStart(rows, 4, part + 1, parts);
	for (let row: usize = shareStart(rows, 4, part, parts); row < end; row++) {
		const from = (row * size) << 2;
		let sum = f32x4.splat(0);
		for (let i: usize = 0; i < size; i += 4) {
			const at = from + (i << 2);
			sum = fma(load4(o + at, size - i), load4(dO + at, size - i), sum);
		}
		store<f32>(sums + (row << 3), load<f32>(lse + (row << 2)));
		store<f32>(sums + (row << 3), laneSum(sum), 4);
	}
}
