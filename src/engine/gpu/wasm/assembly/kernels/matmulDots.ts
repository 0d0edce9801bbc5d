/**
 * Matrix product by dot products of whole numbers of 8 bits, for a frozen b in blocks of 64 (int8.ts).
 *
 *   y[i,j] = Σ_p a[i,p] b[j,p]            byRows 1
 *   y[i,j] = Σ_p a[i,p] b[p,j]            byRows 0
 *
 * plus r[i,j] in mode 1. a [m, k]; b [n, k] or [k, n], with whole blocks in a row; y, r [m, n], which
 * do not overlap. Operands a, b, y, r (y again in mode 0); sizes m, n, k, mode, byRows.
 *
 * src/engine/gpu/dots.ts says how a and b are rounded. For 64 terms the sum is a whole number, and so
 * exact; the sums of all blocks are added in ascending p, without fused multiply-add. So neither
 * tiles, threads nor instructions change a bit. A tile of 6 × 8 sums stays in 12 registers, with
 * 32 numbers of b and 4 of a.
 */
import { shareStart, word } from '../call';
import {
	blockTerms,
	dot,
	findShares,
	mostBlocks,
	mostTerms,
	packColumnDots,
	packRowDots,
	roundRow,
	stripBlock,
	stripSize,
	tileColumns,
	tileRows,
} from '../dotPacking';
import { panelStore, stripStore } from '../matmulPacking';
import { load4, store4 } from '../simd';

/** Strips and rows of all threads together, and strips of one at most. `matmul` has more memory. */
const allStrips: usize = 64;
const mostStrips: usize = 8;
const allRows: usize = 528;
/** Memory of each thread: whole numbers and sums of a tile, scales and shares; for 32 threads. */
const spareSize: usize = 2048;
const spareStore = memory.data(65_536, 64);

/** Rounding a number of a, and packing one of b, take as long as so many products. Measured. */
const rounding: usize = 26;
const packingRows: usize = 3;
const packingColumns: usize = 11;

export function matmulDots(args: usize, part: i32, parts: i32): void {
	multiply(true, args, part, parts);
}

/** For engines whose dot product is not exact. The same bits. */
export function matmulDotsPlain(args: usize, part: i32, parts: i32): void {
	multiply(false, args, part, parts);
}

/** Whether this engine's dot product is exact: in V8 11.3 it is not. Only before the first product. */
export function dotsAreExact(): bool {
	for (let i: usize = 0; i < 6 * mostTerms; i++) store<u8>(panelStore + i, <u8>((i * 37) & 127));
	for (let i: usize = 0; i < stripBlock; i++) store<u8>(stripStore + i, <u8>(i * 73));
	fastTile(panelStore, stripStore, spareStore);
	plainTile(panelStore, stripStore, spareStore + 192);
	return memory.compare(spareStore, spareStore + 192, 192) == 0;
}

function multiply(isFast: bool, args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const m = word(args, 4);
	const n = word(args, 5);
	const k = word(args, 6);
	const plus: usize = word(args, 7) == 0 ? 0 : word(args, 3);
	const fromRows = word(args, 8) == 1;
	const stride = n << 2;

	// Threads share the rows or the columns: those with less work for the busiest.
	const rowShare = largestShare(m, tileRows, parts);
	const columnShare = largestShare(n, tileColumns, parts);
	const packing = fromRows ? packingRows : packingColumns;
	const byRows =
		(rowShare + packing) * n + rounding * rowShare < (m + packing) * columnShare + rounding * m;
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);

	const shareStrips = min<usize>(mostStrips, allStrips / <usize>parts);
	const shareRows = (allRows / tileRows / <usize>parts) * tileRows;
	const strips = stripStore + <usize>part * (allStrips / <usize>parts) * stripSize;
	const upper = panelStore + <usize>part * shareRows * mostTerms;
	// a has two parts of 7 bits in forward products: in one, its error is larger than b's.
	const lower = fromRows ? upper + allRows * mostTerms : 0;
	const scales = panelStore + 2 * allRows * mostTerms + <usize>part * shareRows * (mostBlocks << 2);
	const whole = spareStore + <usize>part * spareSize;
	const sums = whole + 192;
	const commonScales = whole + 384;
	const shares = whole + 448;
	const stepTerms = evenShare(k, mostTerms, blockTerms);
	const stepRows = evenShare(endRow - firstRow, shareRows, tileRows);
	const stepColumns = shareStrips * tileColumns;

	for (let p: usize = 0; p < k; p += stepTerms) {
		const terms = min<usize>(stepTerms, k - p);
		const padded = (terms + blockTerms - 1) & ~(blockTerms - 1);
		// a has one scale for all terms of a step in forward products, and one for each block else.
		const group = fromRows ? padded : blockTerms;
		const added = p + terms == k ? plus : 0;
		for (let top = firstRow; top < endRow; top += stepRows) {
			const bottom = min<usize>(top + stepRows, endRow);
			for (let i = top; i < bottom; i++)
				roundRow(
					a + ((i * k + p) << 2),
					terms,
					group,
					upper + (i - top) * mostTerms,
					lower ? lower + (i - top) * mostTerms : 0,
					scales + (i - top) * (mostBlocks << 2),
				);
			for (let left = firstColumn; left < endColumn; left += stepColumns) {
				const right = min<usize>(left + stepColumns, endColumn);
				for (let j = left, to = strips; j < right; j += tileColumns, to += stripSize)
					if (fromRows) packRowDots(b, k, j, min<usize>(tileColumns, n - j), p, padded, to);
					else {
						if (j == left || j % blockTerms == 0)
							findShares(b, n, k, j, p, padded, commonScales, shares);
						packColumnDots(b, n, k, j, p, padded, commonScales, shares, to);
					}
				for (let j = left, strip = strips; j < right; j += tileColumns, strip += stripSize) {
					const columns = min<usize>(tileColumns, n - j);
					for (let i = top; i < bottom; i += tileRows) {
						const row = (i - top) * mostTerms;
						const scale = scales + (i - top) * (mostBlocks << 2);
						memory.fill(sums, 0, 192);
						for (let first: usize = 0, from = strip; first < padded; first += blockTerms) {
							if (isFast) fastTile(upper + row + first, from, whole);
							else plainTile(upper + row + first, from, whole);
							if (lower) {
								if (isFast) fastLowerTile(lower + row + first, from, whole);
								else plainLowerTile(lower + row + first, from, whole);
								addColumns(whole, from, sums);
							} else addScaled(whole, scale + (first >> 4), from, sums);
							from += stripBlock;
						}
						const at = (i * n + j) << 2;
						writeTile(
							sums,
							lower ? scale : 0,
							p ? y + at : 0,
							added ? added + at : 0,
							y + at,
							stride,
							min<usize>(tileRows, bottom - i),
							columns,
						);
					}
				}
			}
		}
	}
}

/** How many of `count` the thread with most of them computes, in whole groups. */
function largestShare(count: usize, group: usize, parts: i32): usize {
	const groups = (count + group - 1) / group;
	return ((groups + <usize>parts - 1) / <usize>parts) * group;
}

/** The size of equal parts of `count`, in whole groups, each at most `most`. Not 0. */
function evenShare(count: usize, most: usize, group: usize): usize {
	const parts = max<usize>(1, (count + most - 1) / most);
	return max<usize>(1, (count + parts * group - 1) / (parts * group)) * group;
}

/**
 * y ← before + scale · sums + plus, for the tile's part in y. `before`, `plus` (0: none) have the layout
 * of y. `scales`: of the rows (0: all 1).
 */
function writeTile(
	sums: usize,
	scales: usize,
	before: usize,
	plus: usize,
	y: usize,
	stride: usize,
	rows: usize,
	columns: usize,
): void {
	for (let r: usize = 0; r < rows; r++) {
		const scale = scales ? v128.load_splat<f32>(scales) : f32x4.splat(1);
		for (let c: usize = 0; c < columns; c += 4) {
			const at = c << 2;
			let value = f32x4.mul(v128.load(sums + at), scale);
			if (before) value = f32x4.add(load4(before + at, columns - c), value);
			if (plus) value = f32x4.add(value, load4(plus + at, columns - c));
			store4(y + at, value, columns - c);
		}
		sums += 32;
		y += stride;
		if (scales) scales += mostBlocks << 2;
		if (before) before += stride;
		if (plus) plus += stride;
	}
}

/** The whole sums of one block: 6 rows of a, 8 columns of b, by this browser's own dot product. */
function fastTile(a: usize, strip: usize, to: usize): void {
	tile(true, false, a, strip, to);
}

/** Adds the sums of the lower 7 bits to 128 times those of the upper ones. */
function fastLowerTile(a: usize, strip: usize, to: usize): void {
	tile(true, true, a, strip, to);
}

/** `fastTile` by products of all engines. */
function plainTile(a: usize, strip: usize, to: usize): void {
	tile(false, false, a, strip, to);
}

function plainLowerTile(a: usize, strip: usize, to: usize): void {
	tile(false, true, a, strip, to);
}

// @ts-ignore: decorator
@inline
function shifted(sums: usize): v128 {
	return i32x4.shl(v128.load(sums), 7);
}

// @ts-ignore: decorator
@inline
function tile(isFast: bool, isLower: bool, a: usize, strip: usize, to: usize): void {
	let s00 = isLower ? shifted(to) : v128.load(strip, 32);
	let s01 = isLower ? shifted(to + 16) : v128.load(strip, 48);
	let s10 = isLower ? shifted(to + 32) : v128.load(strip, 32);
	let s11 = isLower ? shifted(to + 48) : v128.load(strip, 48);
	let s20 = isLower ? shifted(to + 64) : v128.load(strip, 32);
	let s21 = isLower ? shifted(to + 80) : v128.load(strip, 48);
	let s30 = isLower ? shifted(to + 96) : v128.load(strip, 32);
	let s31 = isLower ? shifted(to + 112) : v128.load(strip, 48);
	let s40 = isLower ? shifted(to + 128) : v128.load(strip, 32);
	let s41 = isLower ? shifted(to + 144) : v128.load(strip, 48);
	let s50 = isLower ? shifted(to + 160) : v128.load(strip, 32);
	let s51 = isLower ? shifted(to + 176) : v128.load(strip, 48);
	for (let p = blockTerms; p != 0; p -= 4) {
		const b0 = v128.load(strip, 64);
		const b1 = v128.load(strip, 80);
		let x = v128.load32_splat(a);
		s00 = dot(isFast, b0, x, s00);
		s01 = dot(isFast, b1, x, s01);
		x = v128.load32_splat(a, mostTerms);
		s10 = dot(isFast, b0, x, s10);
		s11 = dot(isFast, b1, x, s11);
		x = v128.load32_splat(a, 2 * mostTerms);
		s20 = dot(isFast, b0, x, s20);
		s21 = dot(isFast, b1, x, s21);
		x = v128.load32_splat(a, 3 * mostTerms);
		s30 = dot(isFast, b0, x, s30);
		s31 = dot(isFast, b1, x, s31);
		x = v128.load32_splat(a, 4 * mostTerms);
		s40 = dot(isFast, b0, x, s40);
		s41 = dot(isFast, b1, x, s41);
		x = v128.load32_splat(a, 5 * mostTerms);
		s50 = dot(isFast, b0, x, s50);
		s51 = dot(isFast, b1, x, s51);
		a += 4;
		strip += 32;
	}
	v128.store(to, s00);
	v128.store(to, s01, 16);
	v128.store(to, s10, 32);
	v128.store(to, s11, 48);
	v128.store(to, s20, 64);
	v128.store(to, s21, 80);
	v128.store(to, s30, 96);
	v128.store(to, s31, 112);
	v128.store(to, s40, 128);
	v128.store(to, s41, 144);
	v128.store(to, s50, 160);
	v128.store(to, s51, 176);
}

/** sums ← sums + whole · scales of the columns. */
function addColumns(whole: usize, strip: usize, sums: usize): void {
	const s0 = v128.load(strip);
	const s1 = v128.load(strip, 16);
	for (let end = sums + 192; sums < end; sums += 32) {
		const x0 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole)), s0);
		const x1 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole, 16)), s1);
		v128.store(sums, f32x4.add(v128.load(sums), x0));
		v128.store(sums, f32x4.add(v128.load(sums, 16), x1), 16);
		whole += 32;
	}
}

/** sums ← sums + whole (scale of the row · scales of the columns). */
function addScaled(whole: usize, scale: usize, strip: usize, sums: usize): void {
	const s0 = v128.load(strip);
	const s1 = v128.load(strip, 16);
	for (let end = sums + 192; sums < end; sums += 32) {
		const row = v128.load_splat<f32>(scale);
		const x0 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole)), f32x4.mul(row, s0));
		const x1 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole, 16)), f32x4.mul(row, s1));
		v128.store(sums, f32x4.add(v128.load(sums), x0));
		v128.store(sums, f32x4.add(v128.load(sums, 16), x1), 16);
		scale += mostBlocks << 2;
		whole += 32;
	}
}
