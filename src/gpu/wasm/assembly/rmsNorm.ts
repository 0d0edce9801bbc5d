/**
 * kernels/rmsNorm.ts has the equations. ∂g is one sum for every 32 rows, partial [⌈rows / 32⌉, w],
 * which sumRows adds up.
 *
 * rmsNorm: operands x, g, y, r; sizes rows, w; scalar ε.
 * rmsNormGradient: operands ∂y, x, g, r, ∂x, partial; sizes rows, w.
 * sumRows: y[c] = Σ_r x[r,c] in ascending r. x [rows, w], y [w]. Operands x, y; sizes rows, w.
 */
import { scalar, shareStart, word } from './call';
import { fma, laneSum, load4, loadTail, store4, storeTail } from './simd';

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

const chunk: usize = 32;

export function rmsNormGradient(args: usize, part: i32, parts: i32): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const gain = word(args, 2);
	const inverseRms = word(args, 3);
	const dx = word(args, 4);
	const partial = word(args, 5);
	const rows = word(args, 6);
	const width = word(args, 7);
	const end = shareStart(rows, chunk, part + 1, parts);
	for (let row: usize = shareStart(rows, chunk, part, parts); row < end; row++) {
		const at = (row * width) << 2;
		const sums = partial + (((row / chunk) * width) << 2);
		if (row % chunk == 0) memory.fill(sums, 0, width << 2);
		rowGradient(dy + at, x + at, gain, load<f32>(inverseRms + (row << 2)), dx + at, sums, width);
	}
}

function rowGradient(
	dy: usize,
	x: usize,
	gain: usize,
	inverse: f32,
	dx: usize,
	sums: usize,
	width: usize,
): void {
	const whole = (width & ~3) << 2;
	const rest = width & 3;
	const r = f32x4.splat(inverse);
	let dots = f32x4.splat(0);
	for (let at: usize = 0; at < whole; at += 16) {
		const xs = v128.load(x + at);
		const dys = v128.load(dy + at);
		dots = fma(f32x4.mul(dys, v128.load(gain + at)), xs, dots);
		v128.store(sums + at, fma(f32x4.mul(xs, r), dys, v128.load(sums + at)));
	}
	if (rest) {
		const xs = loadTail(x + whole, rest);
		const dys = loadTail(dy + whole, rest);
		dots = fma(f32x4.mul(dys, loadTail(gain + whole, rest)), xs, dots);
		storeTail(sums + whole, fma(f32x4.mul(xs, r), dys, loadTail(sums + whole, rest)), rest);
	}
	const through = f32x4.splat((-laneSum(dots) * inverse * inverse * inverse) / <f32>width);
	for (let at: usize = 0; at < whole; at += 16) {
		const direct = f32x4.mul(f32x4.mul(v128.load(dy + at), v128.load(gain + at)), r);
		v128.store(dx + at, fma(v128.load(x + at), through, direct));
	}
	if (rest) {
		const direct = f32x4.mul(
			f32x4.mul(loadTail(dy + whole, rest), loadTail(gain + whole, rest)),
			r,
		);
		storeTail(dx + whole, fma(loadTail(x + whole, rest), through, direct), rest);
	}
}

export function sumRows(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const y = word(args, 1);
	const rows = word(args, 2);
	const width = word(args, 3);
	const stride = width << 2;
	const end = shareStart(width, 4, part + 1, parts);
	for (let c: usize = shareStart(width, 4, part, parts); c < end; c += 4) {
		const from = x + (c << 2);
		let sum = f32x4.splat(0);
		for (let r: usize = 0; r < rows; r++)
			sum = f32x4.add(sum, load4(from + r * stride, end - c));
		store4(y + (c << 2), sum, end - c);
	}
}
