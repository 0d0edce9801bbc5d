/**
 * Matrix product by dot products of whole numbers of 16 bits, for a frozen b.
 *
 *   y[i,j] = Σ_p a[i,p] b[j,p]            byRows 1
 *   y[i,j] = Σ_p a[i,p] b[p,j]            byRows 0
 *
 * plus r[i,j] in mode 1. a [m, k]; b [n, k] or [k, n]; y, r [m, n], which do not overlap. Operands a, b,
 * y, r (y again in mode 0); sizes m, n, k, mode, byRows.
 *
 * src/engine/gpu/dots.ts says how a and b are rounded. For 128 terms the sum is a whole number, and so
 * exact; the sums of all blocks are added in ascending p, without fused multiply-add. So neither
 * tiles, threads nor instructions change a bit. A tile of 5 × 8 sums stays in 10 registers, with a
 * product, two vectors of b and one of a: for 6 rows V8 has too few.
 */
import { shareStart, word } from '../call';
import {
	blockTerms,
	levelsA,
	mostTerms,
	packColumnDots,
	packRowDots,
	roundTerms,
	rowBytes,
	stripBlock,
	stripHead,
	stripSize,
	tileColumns,
	tileRows,
} from '../dotPacking';
import { panelStore, stripStore } from '../matmulPacking';
import { load4, store4 } from '../simd';

/** Strips and rows of all threads together, and strips of one at most. `matmul` has more memory. */
const allStrips: usize = 64;
const mostStrips: usize = 8;
const allRows: usize = 530;
/** Whole numbers and sums of a tile of each thread, for 32 threads. */
const tileBytes: usize = 4 * tileRows * tileColumns;
const spareSize: usize = 2 * tileBytes;
const spareStore = memory.data(10_240, 64);

/** Rounding a number takes as long as so many products. Measured. */
const rounding: usize = 12;

export function matmulDots(args: usize, part: i32, parts: i32): void {
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
	const byRows =
		(rowShare + rounding) * n + rounding * rowShare <
		(m + rounding) * columnShare + rounding * m;
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);

	const shareStrips = min<usize>(mostStrips, allStrips / <usize>parts);
	const shareRows = (allRows / tileRows / <usize>parts) * tileRows;
	const strips = stripStore + <usize>part * (allStrips / <usize>parts) * stripSize;
	const rows = panelStore + <usize>part * shareRows * rowBytes;
	const scales = panelStore + allRows * rowBytes + <usize>part * (shareRows << 2);
	const whole = spareStore + <usize>part * spareSize;
	const sums = whole + tileBytes;
	const stepTerms = evenShare(k, mostTerms, blockTerms);
	const stepRows = evenShare(endRow - firstRow, shareRows, tileRows);
	const stepColumns = shareStrips * tileColumns;

	for (let p: usize = 0; p < k; p += stepTerms) {
		const terms = min<usize>(stepTerms, k - p);
		const padded = (terms + 7) & ~7;
		const added = p + terms == k ? plus : 0;
		for (let top = firstRow; top < endRow; top += stepRows) {
			const bottom = min<usize>(top + stepRows, endRow);
			for (let i = top; i < bottom; i++)
				roundTerms(
					a + ((i * k + p) << 2),
					terms,
					padded,
					levelsA,
					rows + (i - top) * rowBytes,
					scales + ((i - top) << 2),
				);
			for (let left = firstColumn; left < endColumn; left += stepColumns) {
				const right = min<usize>(left + stepColumns, endColumn);
				for (let j = left, to = strips; j < right; j += tileColumns, to += stripSize) {
					const columns = min<usize>(tileColumns, n - j);
					if (fromRows) packRowDots(b, k, j, columns, p, terms, to, part);
					else packColumnDots(b, n, j, columns, p, terms, to);
				}
				for (let j = left, strip = strips; j < right; j += tileColumns, strip += stripSize)
					for (let i = top; i < bottom; i += tileRows) {
						addBlocks(rows + (i - top) * rowBytes, strip, padded, whole, sums);
						const at = (i * n + j) << 2;
						writeTile(
							sums,
							scales + ((i - top) << 2),
							p ? y + at : 0,
							added ? added + at : 0,
							y + at,
							stride,
							min<usize>(tileRows, bottom - i),
							min<usize>(tileColumns, n - j),
						);
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
 * of y. `scales`: of the rows.
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
		const scale = v128.load_splat<f32>(scales);
		for (let c: usize = 0; c < columns; c += 4) {
			const at = c << 2;
			let value = f32x4.mul(v128.load(sums + at), scale);
			if (before) value = f32x4.add(load4(before + at, columns - c), value);
			if (plus) value = f32x4.add(value, load4(plus + at, columns - c));
			store4(y + at, value, columns - c);
		}
		sums += 32;
		scales += 4;
		y += stride;
		if (before) before += stride;
		if (plus) plus += stride;
	}
}

/** The sums of a tile, block after block. */
function addBlocks(a: usize, strip: usize, terms: usize, whole: usize, sums: usize): void {
	for (let i: usize = 0; i < tileBytes; i += 16) v128.store(sums + i, i32x4.splat(0));
	let left = terms;
	for (; left >= blockTerms; left -= blockTerms) {
		tile(a, strip + stripHead, strip + stripBlock, whole);
		addColumns(whole, strip, sums);
		a += blockTerms << 1;
		strip += stripBlock;
	}
	// A second call keeps the compiler from inlining the tile, which would then lack registers.
	if (left == 0) return;
	tile(a, strip + stripHead, strip + stripHead + (left << 4), whole);
	addColumns(whole, strip, sums);
}

/** Whole sums of one block: 5 rows of a, 8 columns of b. `end`: of the block. */
function tile(a: usize, strip: usize, end: usize, to: usize): void {
	let s00 = i32x4.splat(0);
	let s01 = s00;
	let s10 = s00;
	let s11 = s00;
	let s20 = s00;
	let s21 = s00;
	let s30 = s00;
	let s31 = s00;
	let s40 = s00;
	let s41 = s00;
	for (; strip < end; strip += 32) {
		const b0 = v128.load(strip);
		const b1 = v128.load(strip, 16);
		let x = v128.load32_splat(a);
		s00 = i32x4.add(i32x4.dot_i16x8_s(b0, x), s00);
		s01 = i32x4.add(i32x4.dot_i16x8_s(b1, x), s01);
		x = v128.load32_splat(a, rowBytes);
		s10 = i32x4.add(i32x4.dot_i16x8_s(b0, x), s10);
		s11 = i32x4.add(i32x4.dot_i16x8_s(b1, x), s11);
		x = v128.load32_splat(a, 2 * rowBytes);
		s20 = i32x4.add(i32x4.dot_i16x8_s(b0, x), s20);
		s21 = i32x4.add(i32x4.dot_i16x8_s(b1, x), s21);
		x = v128.load32_splat(a, 3 * rowBytes);
		s30 = i32x4.add(i32x4.dot_i16x8_s(b0, x), s30);
		s31 = i32x4.add(i32x4.dot_i16x8_s(b1, x), s31);
		x = v128.load32_splat(a, 4 * rowBytes);
		s40 = i32x4.add(i32x4.dot_i16x8_s(b0, x), s40);
		s41 = i32x4.add(i32x4.dot_i16x8_s(b1, x), s41);
		a += 4;
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
}

/** sums ← sums + whole · scales of the columns. */
function addColumns(whole: usize, scales: usize, sums: usize): void {
	const s0 = v128.load(scales);
	const s1 = v128.load(scales, 16);
	for (let end = sums + tileBytes; sums < end; sums += 32) {
		const x0 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole)), s0);
		const x1 = f32x4.mul(f32x4.convert_i32x4_s(v128.load(whole, 16)), s1);
		v128.store(sums, f32x4.add(v128.load(sums), x0));
		v128.store(sums, f32x4.add(v128.load(sums, 16), x1), 16);
		whole += 32;
	}
}
