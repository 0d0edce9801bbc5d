/** y[c,r] = x[r,c], by squares of 4 × 4. Operands x [rows, columns], y; sizes rows, columns. */
import { shareStart, word } from './call';

export function transpose(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const rows = word(args, 2);
	const columns = word(args, 3);
	const end = shareStart(columns, 4, part + 1, parts);
	for (let c: usize = shareStart(columns, 4, part, parts); c < end; c += 4)
		for (let r: usize = 0; r < rows; r += 4) {
			const from = x + ((r * columns + c) << 2);
			const to = y + ((c * rows + r) << 2);
			if (r + 4 <= rows && c + 4 <= end) square(from, columns << 2, to, rows << 2);
			else
				piece(from, columns << 2, to, rows << 2, min<usize>(4, rows - r), min<usize>(4, end - c));
		}
}

// @ts-ignore: decorator
@inline
function square(x: usize, strideX: usize, y: usize, strideY: usize): void {
	const a = v128.load(x);
	const b = v128.load(x + strideX);
	const c = v128.load(x + 2 * strideX);
	const d = v128.load(x + 3 * strideX);
	const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
	const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
	const abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
	const cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
	v128.store(y, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
	v128.store(y + strideY, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
	v128.store(y + 2 * strideY, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
	v128.store(y + 3 * strideY, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}

function piece(
	x: usize,
	strideX: usize,
	y: usize,
	strideY: usize,
	rows: usize,
	columns: usize,
): void {
	for (let r: usize = 0; r < rows; r++)
		for (let c: usize = 0; c < columns; c++)
			store<f32>(y + c * strideY + (r << 2), load<f32>(x + r * strideX + (c << 2)));
}
