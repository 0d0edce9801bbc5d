/**
 * kernels/attentionGradient.ts has the equations. attentionGradientQ loops over the keys of a
 * query, attentionGradientKV over the queries of a key in all heads of its group. So one thread
 * sums each element in one order. Computing p twice is cheaper than atomic sums.
 *
 * attentionGradientQ: operands q, k, v, ∂o, sums, first, ∂q.
 * attentionGradientKV: operands q, k, v, ∂o, sums, last, ∂k, ∂v.
 * Both: sizes n, heads, kvHeads, d, window (0: none); scalars scale and soft cap (0: none).
 */
import {
	addWeighted,
	capped,
	capSlope,
	dots,
	firstKey,
	firstLanes,
	gather,
	run,
} from '../attentionParts';
import { scalar, word } from '../call';
import { exp } from '../simd';

export function attentionGradientQ(args: usize, part: i32, parts: i32): void {
	const q = word(args, 0);
	const k = word(args, 1);
	const v = word(args, 2);
	const dO = word(args, 3);
	const sums = word(args, 4);
	const first = word(args, 5);
	const dQ = word(args, 6);
	const n = word(args, 7);
	const heads = word(args, 8);
	const kvHeads = word(args, 9);
	const size = word(args, 10);
	const window = <i32>word(args, 11);
	const factor = f32x4.splat(scalar(args, 12));
	const cap = scalar(args, 13);
	const stride = (kvHeads * size) << 2;
	for (let start = <usize>part * run; start < n; start += <usize>parts * run)
		for (let t = start; t < min<usize>(start + run, n); t++) {
			const from = firstKey(first, <i32>t, window);
			for (let head: usize = 0; head < heads; head++) {
				const item = t * heads + head;
				const row = (item * size) << 2;
				const kv = (((head * kvHeads) / heads) * size) << 2;
				const lse = v128.load_splat<f32>(sums + (item << 3));
				const delta = v128.load_splat<f32>(sums + (item << 3), 4);
				memory.fill(dQ + row, 0, size << 2);
				for (let j = from; j <= <i32>t; j += 4) {
					const last = <usize>(<i32>t - j);
					const at = kv + <usize>j * stride;
					const products = dots(q + row, k + at, stride, last, size);
					const scores = capped(f32x4.mul(products, factor), cap);
					const p = exp(f32x4.sub(scores, lse));
					const dP = dots(dO + row, v + at, stride, last, size);
					const dS = f32x4.mul(f32x4.mul(p, f32x4.sub(dP, delta)), capSlope(scores, factor, cap));
					const there = v128.and(dS, firstLanes(last + 1));
					addWeighted(there, k + at, stride, last, dQ + row, size);
				}
			}
		}
}

export function attentionGradientKV(args: usize, part: i32, parts: i32): void {
	const n = word(args, 8);
	const kvHeads = word(args, 10);
	for (let start = <usize>part * run; start < n; start += <usize>parts * run)
		for (let j = start; j < min<usize>(start + run, n); j++)
			for (let head: usize = 0; head < kvHeads; head++) keyGradient(args, j, head);
}

/** The gradient of one key and value of one head. */
function keyGradient(args: usize, j: usize, kvHead: usize): void {
	const q = word(args, 0);
	const dO = word(args, 3);
	const sums = word(args, 4);
	const n = word(args, 8);
	const heads = word(args, 9);
	const kvHeads = word(args, 10);
	const size = word(args, 11);
	const window = <i32>word(args, 12);
	const factor = f32x4.splat(scalar(args, 13));
	const cap = scalar(args, 14);

	const row = ((j * kvHeads + kvHead) * size) << 2;
	const k = word(args, 1) + row;
	const v = word(args, 2) + row;
	const dK = word(args, 6) + row;
	const dV = word(args, 7) + row;
	memory.fill(dK, 0, size << 2);
	memory.fill(dV, 0, size << 2);

	const stride = (heads * size) << 2;
	const group = heads / kvHeads;
	let end = min<i32>(load<i32>(word(args, 5) + (j << 2)), <i32>n - 1);
	if (window > 0) end = min<i32>(end, <i32>j + window - 1);
	for (let t = <i32>j; t <= end; t += 4) {
		const last = <usize>(end - t);
		const there = firstLanes(last + 1);
		for (let head = kvHead * group; head < (kvHead + 1) * group; head++) {
			const item = <usize>t * heads + head;
			const at = (item * size) << 2;
			const sum = sums + (item << 3);
			const scores = capped(f32x4.mul(dots(k, q + at, stride, last, size), factor), cap);
			const lse = gather(sum, heads << 3, last);
			const p = v128.and(exp(f32x4.sub(scores, lse)), there);
			const dP = dots(v, dO + at, stride, last, size);
			const delta = gather(sum + 4, heads << 3, last);
			const dS = f32x4.mul(f32x4.mul(p, f32x4.sub(dP, delta)), capSlope(scores, factor, cap));
			addWeighted(p, dO + at, stride, last, dV, size);
			addWeighted(dS, q + at, stride, last, dK, size);
		}
	}
}
