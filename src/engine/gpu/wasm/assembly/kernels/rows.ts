/**
 * kernels/gatherRows.ts has the equations.
 *
 * gatherRows: operands x, index, y; sizes n, w, encoding of x.
 * storeRows (kernels/storeRows.ts): operands x, index, y; sizes n, w.
 * scatterRows: operands ∂y, order, starts, ∂x; sizes rows, w.
 * copyWords (kernels/copyRows.ts): y[to + i] = x[from + i] for 0 ≤ i < count, in words. Operands x,
 * y; sizes count, from, to.
 */
import { shareStart, word } from '../call';
import { decode, numberAt } from '../encodings';
import { load4, store4 } from '../simd';

export function gatherRows(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const index = word(args, 1);
	const y = word(args, 2);
	const n = word(args, 3);
	const width = word(args, 4);
	const encoding = word(args, 5);
	const end = shareStart(n, 1, part + 1, parts);
	for (let i: usize = shareStart(n, 1, part, parts); i < end; i++) {
		const row = numberAt(encoding, x, <usize>load<u32>(index + (i << 2)) * width);
		decode(encoding, row, width, y + ((i * width) << 2));
	}
}

export function storeRows(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const index = word(args, 1);
	const y = word(args, 2);
	const n = word(args, 3);
	const stride = word(args, 4) << 2;
	const end = shareStart(n, 1, part + 1, parts);
	for (let i: usize = shareStart(n, 1, part, parts); i < end; i++)
		memory.copy(y + load<u32>(index + (i << 2)) * stride, x + i * stride, stride);
}

/** Threads share the columns, because rows have very different numbers of terms. */
export function scatterRows(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const order = word(args, 1);
	const starts = word(args, 2);
	const dx = word(args, 3);
	const rows = word(args, 4);
	const width = word(args, 5);
	const stride = width << 2;
	const begin = shareStart(width, 4, part, parts);
	const end = shareStart(width, 4, part + 1, parts);
	for (let r: usize = 0; r < rows; r++) {
		const first: usize = load<u32>(starts + (r << 2));
		const last: usize = load<u32>(starts + (r << 2), 4);
		for (let c: usize = begin; c < end; c += 4) {
			const left = end - c;
			const to = dx + r * stride + (c << 2);
			let sum = f32x4.splat(0);
			for (let j = first; j < last; j++) {
				const from = dy + load<u32>(order + (j << 2)) * stride + (c << 2);
				sum = f32x4.add(sum, load4(from, left));
			}
			store4(to, sum, left);
		}
	}
}

export function copyWords(args: usize, part: i32, parts: i32): void {
	const count = word(args, 2);
	const start = shareStart(count, 64, part, parts);
	const length = shareStart(count, 64, part + 1, parts) - start;
	memory.copy(
		word(args, 1) + ((word(args, 4) + start) << 2),
		word(args, 0) + ((word(args, 3) + start) << 2),
		length << 2,
	);
}
