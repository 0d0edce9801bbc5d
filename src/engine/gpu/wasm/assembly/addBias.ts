/**
 * addBias: y = x + b for each row of x. multiplyColumns: y = x ∘ b for each row. Operands x, b, y;
 * sizes rows, width.
 */
import { shareStart, word } from './call';
import { load4, store4 } from './simd';

export function addBias(args: usize, part: i32, parts: i32): void {
	withRow(args, part, parts, false);
}

export function multiplyColumns(args: usize, part: i32, parts: i32): void {
	withRow(args, part, parts, true);
}

/** Inlined, so that the choice is made when this is compiled. */
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
