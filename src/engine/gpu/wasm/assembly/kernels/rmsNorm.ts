/**
 * kernels/rmsNorm.ts has the equations. ∂g is one sum for every 32 rows, partial [⌈rows / 32⌉, w],
 * which sumRows adds up.
 *
 * rmsNorm: operands x, g, y, r; sizes rows, w; scalar ε.
 * rmsNormGradient: operands ∂y, x, g, r, ∂x, partial; sizes rows, w.
 * rmsNormInputGradient: operands ∂y, x, g, r, ∂x; sizes rows, w.
 * sumRows: y[c] = Σ_r x[r,c] in ascending r. x [rows, w], y [w]. Operands x, y; sizes rows, w.
 */
import { scalar, shareStart, word } from '../call';
import { fma, laneSum, load4, store4 } from '../simd';

export function rmsNorm(args: usize, part: i32, parts: i32): void {
	const x = word(args, 0);
	const gain = word(args, 1);
	const y = word(args, 2);
	const inverseRms = word(args, 3);
	const rows = word(args, 4);
	const width = word(args, 5);
	const epsilon = scalar(args, 6);
	const end = shareStart(rows, 1, part + 1, parts);
	for (let row: usize = shareStart(rows, 1, part, parts); row < end; row++) {
		const from = x + ((row * width) << 2);
		const to = y + ((row * width) << 2);
		let squares = f32x4.splat(0);
		for (let i: usize = 0; i < width; i += 4) {
			const value = load4(from + (i << 2), width - i);
			squares = fma(value, value, squares);
		}
		const inverse: f32 = 1 / Mathf.sqrt(laneSum(squares) / <f32>width + epsilon);
		store<f32>(inverseRms + (row << 2), inverse);
		const factor = f32x4.splat(inverse);
		for (let i: usize = 0; i < width; i += 4) {
			const at = i << 2;
			const scaled = f32x4.mul(load4(from + at, width - i), factor);
			store4(to + at, f32x4.mul(scaled, load4(gain + at, width - i)), width - i);
		}
	}
}

const chunk: usize = 32;

export function rmsNormGradient(args: usize, part: i32, parts: i32): void {
	gradient(args, part, parts, true);
}

export function rmsNormInputGradient(args: usize, part: i32, parts: i32): void {
	gradient(args, part, parts, false);
}

/** Inlined, so that the choice is made when this is compiled. */
// @ts-ignore: decorator
@inline
function gradient(args: usize, part: i32, parts: i32, hasSums: bool): void {
	const dy = word(args, 0);
	const x = word(args, 1);
	const gain = word(args, 2);
	const inverseRms = word(args, 3);
	const dx = word(args, 4);
	const rows = word(args, hasSums ? 6 : 5);
	const width = word(args, hasSums ? 7 : 6);
	const group = hasSums ? chunk : 1;
	const end = shareStart(rows, group, part + 1, parts);
	for (let row: usize = shareStart(rows, group, part, parts); row < end; row++) {
		const at = (row * width) << 2;
		const sums = hasSums ? word(args, 5) + (((row / chunk) * width) << 2) : 0;
		if (hasSums && row % chunk == 0) memory.fill(sums, 0, width << 2);
		const inverse = load<f32>(inverseRms + (row << 2));
		rowGradient(dy + at, x + at, gain, inverse, dx + at, width, hasSums, sums);
	}
}

/** `sums`: gets the row's part of ∂g. */
// @ts-ignore: decorator
@inline
function rowGradient(
	dy: usize,
	x: usize,
	gain: usize,
	inverse: f32,
	dx: usize,
	width: usize,
	hasSums: bool,
	sums: usize,
): void {
	const r = f32x4.splat(inverse);
	let dots = f32x4.splat(0);
	for (let i: usize = 0; i < width; i += 4) {
		const at = i << 2;
		const left = width - i;
		const xs = load4(x + at, left);
		const dys = load4(dy + at, left);
		dots = fma(f32x4.mul(dys, load4(gain + at, left)), xs, dots);
		if (hasSums) store4(sums + at, fma(f32x4.mul(xs, r), dys, load4(sums + at, left)), left);
	}
	const through = f32x4.splat((-laneSum(dots) * inverse * inverse * inverse) / <f32>width);
	for (let i: usize = 0; i < width; i += 4) {
		const at = i << 2;
		const left = width - i;
		const direct = f32x4.mul(f32x4.mul(load4(dy + at, left), load4(gain + at, left)), r);
		store4(dx + at, fma(load4(x + at, left), through, direct), left);
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
