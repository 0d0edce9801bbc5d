/**
 * Column sums, from the first row to the last.
 *
 *   y[c] = Σ_r x[r,c]          x [rows, w], y [w]
 *
 * Operands x, y; sizes rows, w.
 */
import { shareStart, word } from './call';
import { loadTail, storeTail } from './simd';

export function sumRows(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const rows = word(args, 2);
	const width = word(args, 3);
	const stride = width << 2;
	const end = shareStart(width, 4, part + 1, parts);
	for (let c: usize = shareStart(width, 4, part, parts); c < end; c += 4) {
		const rest = min<usize>(4, end - c);
		const from = x + (c << 2);
		let sum = f32x4.splat(0);
		for (let r: usize = 0; r < rows; r++)
			sum = f32x4.add(
				sum,
				rest == 4 ? v128.load(from + r * stride) : loadTail(from + r * stride, rest),
			);
		if (rest == 4) v128.store(y + (c << 2), sum);
		else storeTail(y + (c << 2), sum, rest);
	}
}
