/**
 * How `matmulDots` rounds its operands to whole numbers of 16 bits. src/engine/gpu/dots.ts has the
 * equations.
 */
import { load4 } from './simd';

/** Rows and columns of y in a tile. */
export const tileRows: usize = 5;
export const tileColumns: usize = 8;
/** Terms that share a scale of b. */
export const blockTerms: usize = 128;
/** Terms of one step, at most, and the bytes from row to row of a: a constant offset. */
export const mostTerms: usize = 640;
export const rowBytes: usize = 2 * mostTerms;
/** A strip: 8 columns of b. Each block has 8 scales, then for two terms after two 8 pairs of numbers. */
export const stripHead: usize = 64;
export const stripBlock: usize = stripHead + 2 * blockTerms * tileColumns;
/** One cache line more avoids equal addresses modulo 4096 side by side. */
export const stripSize: usize = (mostTerms / blockTerms) * stripBlock + 64;

/** Largest numbers: 128 of their products are less than 2³¹. */
export const levelsA: f32 = 8191;
const levelsB: f32 = 2047;
/** Groups with smaller numbers only are zeros, because levels / largest must be finite. */
const smallest: f32 = 1e-30;
/** 1.5 · 2²³, and its bits: adding it rounds a float32 to an integer, in its lowest bits. */
const rounding: f32 = 12_582_912;
const roundingBits: i32 = 0x4b40_0000;

/** Eight rows of one block. */
const rowStore = memory.data(65_536, 64);
const rowSize: usize = 2 * blockTerms;

/**
 * Rounds `terms` numbers, and writes zeros up to `padded`; their scale goes to `scale`. A number that
 * is not finite makes it infinite or NaN.
 */
export function roundTerms(
	x: usize,
	terms: usize,
	padded: usize,
	levels: f32,
	to: usize,
	scale: usize,
): void {
	const whole = terms & ~7;
	const size = i32x4.splat(0x7fff_ffff);
	// Bits of positive floats ascend as the floats do, and NaN's are the largest.
	let most0 = i32x4.splat(0);
	let most1 = most0;
	for (let i: usize = 0; i < whole << 2; i += 32) {
		most0 = i32x4.max_s(most0, v128.and(v128.load(x + i), size));
		most1 = i32x4.max_s(most1, v128.and(v128.load(x + i, 16), size));
	}
	most0 = i32x4.max_s(most0, most1);
	most0 = i32x4.max_s(most0, v128.shuffle<i32>(most0, most0, 2, 3, 0, 1));
	most0 = i32x4.max_s(most0, v128.shuffle<i32>(most0, most0, 1, 0, 3, 2));
	let bits = i32x4.extract_lane(most0, 0);
	for (let i = whole; i < terms; i++) bits = max<i32>(bits, load<i32>(x + (i << 2)) & 0x7fff_ffff);
	const largest = reinterpret<f32>(bits);
	const isZero = largest < smallest;
	const factor: f32 = isZero ? 0 : levels / largest;
	store<f32>(scale, isZero ? 0 : largest / levels);
	const factors = f32x4.splat(factor);
	for (let i: usize = 0; i < whole; i += 8) {
		const from = x + (i << 2);
		const low = i32x4.sub(rounded(v128.load(from), factors), i32x4.splat(roundingBits));
		const high = i32x4.sub(rounded(v128.load(from, 16), factors), i32x4.splat(roundingBits));
		v128.store(to + (i << 1), i16x8.narrow_i32x4_s(low, high));
	}
	for (let i = whole; i < terms; i++)
		store<i16>(
			to + (i << 1),
			<i16>reinterpret<i32>(<f32>(load<f32>(x + (i << 2)) * factor) + rounding),
		);
	memory.fill(to + (terms << 1), 0, (padded - terms) << 1);
}

/** Four whole numbers plus `roundingBits`. */
// @ts-ignore: decorator
@inline
function rounded(x: v128, factors: v128): v128 {
	return f32x4.add(f32x4.mul(x, factors), f32x4.splat(rounding));
}

/** Packs up to 8 rows from `row` of b [n, k], `terms` numbers from p on: y = a bᵀ. */
export function packRowDots(
	b: usize,
	k: usize,
	row: usize,
	columns: usize,
	p: usize,
	terms: usize,
	strip: usize,
	part: i32,
): void {
	const rows = rowStore + <usize>part * 8 * rowSize;
	for (let first: usize = 0; first < terms; first += blockTerms) {
		const count = min<usize>(blockTerms, terms - first);
		const padded = (count + 7) & ~7;
		for (let c: usize = 0; c < tileColumns; c++) {
			const from = b + (((row + min(c, columns - 1)) * k + p + first) << 2);
			roundTerms(from, count, padded, levelsB, rows + c * rowSize, strip + (c << 2));
		}
		for (let half: usize = 0; half < 2; half++) {
			const from = rows + 4 * half * rowSize;
			let to = strip + stripHead + 16 * half;
			for (let i: usize = 0; i < padded << 1; i += 16) {
				transposeWords(
					v128.load(from + i),
					v128.load(from + i, rowSize),
					v128.load(from + i, 2 * rowSize),
					v128.load(from + i, 3 * rowSize),
					to,
				);
				to += 128;
			}
		}
		strip += stripBlock;
	}
}

/** Writes four vectors of four words by columns, 32 bytes apart. */
// @ts-ignore: decorator
@inline
function transposeWords(a: v128, b: v128, c: v128, d: v128, to: usize): void {
	const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
	const cd = v128.shuffle<i32>(c, d, 0, 4, 1, 5);
	const abHigh = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
	const cdHigh = v128.shuffle<i32>(c, d, 2, 6, 3, 7);
	v128.store(to, v128.shuffle<i64>(ab, cd, 0, 2));
	v128.store(to, v128.shuffle<i64>(ab, cd, 1, 3), 32);
	v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 0, 2), 64);
	v128.store(to, v128.shuffle<i64>(abHigh, cdHigh, 1, 3), 96);
}

/** Packs up to 8 columns from `column` of b [k, n], `terms` rows from p on: y = a b. */
export function packColumnDots(
	b: usize,
	n: usize,
	column: usize,
	columns: usize,
	p: usize,
	terms: usize,
	strip: usize,
): void {
	const stride = n << 2;
	const from = b + ((p * n + column) << 2);
	for (let first: usize = 0; first < terms; first += blockTerms) {
		const rows = min<usize>(blockTerms, terms - first);
		// The size is constant in the first call, so its loads have no branch.
		if (columns == 8) packBlock(from + first * stride, stride, rows, 8, strip);
		else packBlock(from + first * stride, stride, rows, columns, strip);
		strip += stripBlock;
	}
}

/** One block of up to 8 columns. Missing rows are 0, up to a multiple of 8. */
// @ts-ignore: decorator
@inline
function packBlock(b: usize, stride: usize, rows: usize, columns: usize, strip: usize): void {
	const size = i32x4.splat(0x7fff_ffff);
	const end = b + rows * stride;
	let most0 = i32x4.splat(0);
	let most1 = most0;
	for (let row = b; row < end; row += stride) {
		most0 = i32x4.max_s(most0, v128.and(load4(row, columns), size));
		if (columns > 4) most1 = i32x4.max_s(most1, v128.and(load4(row + 16, columns - 4), size));
	}
	const factors0 = factorsOf(most0, strip);
	const factors1 = factorsOf(most1, strip + 16);
	let to = strip + stripHead;
	let row = b;
	for (let pairs = rows >> 1; pairs != 0; pairs--) {
		writePair(row, row + stride, columns, factors0, to);
		if (columns > 4) writePair(row + 16, row + stride + 16, columns - 4, factors1, to + 16);
		row += 2 * stride;
		to += 32;
	}
	const stop = strip + stripHead + (((rows + 7) & ~7) << 4);
	memory.fill(to, 0, stop - to);
	if (rows & 1) {
		const low = i32x4.splat(0xffff);
		v128.store(to, v128.and(rounded(load4(row, columns), factors0), low));
		if (columns > 4)
			v128.store(to, v128.and(rounded(load4(row + 16, columns - 4), factors1), low), 16);
	}
}

/** Factors of four columns with these largest numbers. Writes their scales. */
// @ts-ignore: decorator
@inline
function factorsOf(most: v128, scales: usize): v128 {
	const levels = f32x4.splat(levelsB);
	const isZero = f32x4.lt(most, f32x4.splat(smallest));
	v128.store(scales, v128.andnot(f32x4.div(most, levels), isZero));
	return v128.andnot(f32x4.div(levels, most), isZero);
}

/** Four numbers of two rows, side by side. */
// @ts-ignore: decorator
@inline
function writePair(even: usize, odd: usize, columns: usize, factors: v128, to: usize): void {
	const low = v128.and(rounded(load4(even, columns), factors), i32x4.splat(0xffff));
	v128.store(to, v128.or(low, i32x4.shl(rounded(load4(odd, columns), factors), 16)));
}
