/**
 * How `matmulDots` rounds its operands to whole numbers of 16 bits. src/engine/gpu/dots.ts has the
 * equations.
 */
import { load4, loadTail } from './simd';

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
/** The largest number and the factor of 64 columns, for 32 threads. */
const mostStore = memory.data(16_384, 64);
const mostSize: usize = 512;

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

/**
 * Packs columns from `column` to before `end` of b [k, n], at most 8 strips, `terms` rows from p on: y = a b.
 * A row is read over all columns at once, as it is in memory.
 */
export function packColumnDots(
	b: usize,
	n: usize,
	column: usize,
	end: usize,
	p: usize,
	terms: usize,
	strips: usize,
	part: i32,
): void {
	const count = end - column;
	const stride = n << 2;
	const whole = count & ~3;
	const most = mostStore + <usize>part * mostSize;
	const factors = most + 256;
	const size = i32x4.splat(0x7fff_ffff);
	const levels = f32x4.splat(levelsB);
	const low = i32x4.splat(0xffff);
	let from = b + ((p * n + column) << 2);
	for (let first: usize = 0; first < terms; first += blockTerms) {
		const rows = min<usize>(blockTerms, terms - first);
		memory.fill(most, 0, 256);
		let row = from;
		for (let r: usize = 0; r < rows; r++, row += stride) {
			for (let c: usize = 0; c < whole << 2; c += 16) {
				const x = v128.and(v128.load(row + c), size);
				v128.store(most + c, i32x4.max_s(v128.load(most + c), x));
			}
			if (whole < count) {
				const c = whole << 2;
				const x = v128.and(loadTail(row + c, count - whole), size);
				v128.store(most + c, i32x4.max_s(v128.load(most + c), x));
			}
		}
		let strip = strips + (first / blockTerms) * stripBlock;
		for (let c: usize = 0; c < count << 2; c += 16) {
			const largest = v128.load(most + c);
			const isZero = f32x4.lt(largest, f32x4.splat(smallest));
			v128.store(factors + c, v128.andnot(f32x4.div(levels, largest), isZero));
			const to = strip + (c >> 5) * stripSize + (c & 16);
			v128.store(to, v128.andnot(f32x4.div(largest, levels), isZero));
		}
		strip += stripHead;
		row = from;
		for (let r: usize = 0; r < (rows + 7 & ~7); r += 2, row += 2 * stride, strip += 32)
			for (let c: usize = 0; c < count << 2; c += 16) {
				const factor = v128.load(factors + c);
				const left = count - (c >> 2);
				let even = i32x4.splat(0);
				let odd = even;
				if (r < rows) even = rounded(load4(row + c, left), factor);
				if (r + 1 < rows) odd = rounded(load4(row + stride + c, left), factor);
				const to = strip + (c >> 5) * stripSize + (c & 16);
				v128.store(to, v128.or(v128.and(even, low), i32x4.shl(odd, 16)));
			}
		from += blockTerms * stride;
	}
}
