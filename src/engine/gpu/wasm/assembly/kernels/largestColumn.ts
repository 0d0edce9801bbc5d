/** kernels/largestColumn.ts has the equation. Operands x, column, finite; sizes rows, width. */
import { shareStart, word } from '../call';

export function largestColumn(args: usize, part: i32, parts: i32): void {
	const columns = word(args, 1);
	const finite = word(args, 2);
	const rows = word(args, 3);
	const width = word(args, 4);
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const from = word(args, 0) + ((row * width) << 2);
		let most = load<f32>(from);
		let first: u32 = 0;
		let isFinite = true;
		for (let c: usize = 0; c < width; c++) {
			const value = load<f32>(from + (c << 2));
			// An infinity or NaN minus itself is NaN.
			if (value - value != 0) isFinite = false;
			if (value > most) {
				most = value;
				first = <u32>c;
			}
		}
		store<u32>(columns + (row << 2), isFinite ? first : 0);
		store<f32>(finite + (row << 2), isFinite ? 1 : 0);
	}
}
