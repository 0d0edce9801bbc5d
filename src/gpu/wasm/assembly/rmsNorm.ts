/**
 * Root mean square norm (Zhang & Sennrich 2019, arXiv 1910.07467).
 *
 *   r = 1 / √(Σ x² / w + ε),  y = x r ∘ g
 *
 * x, y [rows, w], g [w], r [rows]. Operands x, g, y, r; sizes rows, w; scalar ε.
 */
import { scalar, shareStart, word } from './call';
import { fma, laneSum, loadTail, storeTail } from './simd';

export function rmsNorm(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const gain = word(args, 1);
	const y = word(args, 2);
	const inverseRms = word(args, 3);
	const rows = word(args, 4);
	const width = word(args, 5);
	const epsilon = scalar(args, 6);
	const whole = width & ~3;
	const rest = width & 3;
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const from = x + ((row * width) << 2);
		const to = y + ((row * width) << 2);
		let squares = f32x4.splat(0);
		for (let i: usize = 0; i < whole; i += 4) {
			const value = v128.load(from + (i << 2));
			squares = fma(value, value, squares);
		}
		if (rest) {
			const value = loadTail(from + (whole << 2), rest);
			squares = fma(value, value, squares);
		}
		const inverse: f32 = 1 / Mathf.sqrt(laneSum(squares) / <f32>width + epsilon);
		store<f32>(inverseRms + (row << 2), inverse);
		const factor = f32x4.splat(inverse);
		for (let i: usize = 0; i < whole; i += 4) {
			const at = i << 2;
			v128.store(to + at, f32x4.mul(f32x4.mul(v128.load(from + at), factor), v128.load(gain + at)));
		}
		if (rest) {
			const at = whole << 2;
			const scaled = f32x4.mul(loadTail(from + at, rest), factor);
			storeTail(to + at, f32x4.mul(scaled, loadTail(gain + at, rest)), rest);
		}
	}
}
