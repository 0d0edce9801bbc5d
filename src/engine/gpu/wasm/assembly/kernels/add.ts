/**
 * add: y = a + b. multiply: y = a ∘ b. Operands a, b, y; size count.
 * scale: y = f x. Operands x, y; size count, scalar f.
 * addBias: y = x + b for each row of x. multiplyColumns: y = x ∘ b for each row. Operands x, b, y;
 * sizes rows, width.
 */
import { scalar, shareStart, word } from '../call';
import { load4, store4 } from '../simd';

export function add(args: usize, part: i32, parts: i32): void {
	pairwise(args, part, parts, false);
}

export function multiply(args: usize, part: i32, parts: i32): void {
	pairwise(args, part, parts, true);
}

/** Inlined, so that the choice is made when this is compiled. */
// @ts-ignore: decorator
@inline
function pairwise(args: usize, part: i32, parts: i32, isProduct: bool): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const count = word(args, 3);
	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		const first = load4(a + at, left);
		const second = load4(b + at, left);
		store4(y + at, isProduct ? f32x4.mul(first, second) : f32x4.add(first, second), left);
	}
}

export function scale(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const count = word(args, 2);
	const factor = f32x4.splat(scalar(args, 3));
	const end = shareStart(count, 64, part + 1, parts) << 2;
	for (let at: usize = shareStart(count, 64, part, parts) << 2; at < end; at += 16) {
		const left = (end - at) >> 2;
		store4(y + at, f32x4.mul(load4(x + at, left), factor), left);
	}
}

export function addBias(args: usize, part: i32, parts: i32): void {
	withRow(args, part, parts, false);
}

export function multiplyColumns(args: usize, part: i32, parts: i32): void {
	withRow(args, part, parts, true);
}

// @ts-ignore: decorator
@inline
function withRow(args: usize, part: i32, parts: i32, isProduct: bool): void {
	const x = word(args, 0);
	const other = word(args, 1);
	const y = word(args, 2);
	const rows = word(args, 3);
	const width = word(args, 4);
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const start = (row * width) << 2;
		for (let c: usize = 0; c < width; c += 4) {
			const left = width - c;
			const at = start + (c << 2);
			const first = load4(x + at, left);
			const second = load4(other + (c << 2), left);
			store4(y + at, isProduct ? f32x4.mul(first, second) : f32x4.add(first, second), left);
		}
	}
}
