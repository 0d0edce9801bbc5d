/** kernels/rowInverses.ts has the equation. Operands x, y; sizes rows, width. */
import { shareStart, word } from '../call';
import { fma, laneSum, load4 } from '../simd';

export function rowInverses(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const rows = word(args, 2);
	const width = word(args, 3);
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const from = x + ((row * width) << 2);
		let squares = f32x4.splat(0);
		for (let i: usize = 0; i < width; i += 4) {
			const value = load4(from + (i << 2), width - i);
			squares = fma(value, value, squares);
		}
		store<f32>(y + (row << 2), 1 / Mathf.sqrt(laneSum(squares)));
	}
}
