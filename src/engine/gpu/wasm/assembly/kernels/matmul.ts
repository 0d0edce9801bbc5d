/**
 * Matrix product.
 *
 *   y[i,j] = Σ_p a[i,p] b[p,j]            mode 0
 *   y[i,j] = Σ_p a[i,p] b[p,j] + r[i,j]   mode 1
 *
 * a [m, k] with element (i, p) at i · strideAM + p · strideAK, so a can be transposed; b [k, n], or
 * [n, k] if byRows is 1; y, r [m, n], which do not overlap.
 * Operands a, b, y, r (y again in mode 0); sizes m, n, k, strideAM, strideAK, mode, byRows, encoding
 * (of b, encodings.ts: the product has the bits of one with decoded numbers).
 *
 * A tile of 6 rows and 8 columns of y stays in 12 vector registers while p runs, with 3 for numbers of
 * a and b: all that V8 has on x86. 12 sums also keep both multipliers busy. Without fused multiply-add
 * a product needs a register of its own, so a tile has 5 rows there. Each column of tiles reads a
 * strip: 8 columns of b, packed together. If a is transposed, each row of tiles reads a panel:
 * `tileRows` columns of a, packed together. Long sums are split into blocks, so that a tile's data stays
 * in the inner caches. Each element has one accumulator (in y between blocks) and p ascends, so the
 * position and size of tiles change no bit.
 */
import { shareStart, word } from '../call';
import { packEncoded } from '../encodings';
import {
	mostTerms,
	packEncodedRows,
	packPanels,
	packRows,
	packStrips,
	panelSize,
	panelStore,
	panelStride,
	stripSize,
	stripStore,
	stripStride,
	tileColumns,
	tileRows,
} from '../matmulPacking';
import { fma, load4, splat, store4 } from '../simd';

/** Strips and panels of all threads together, and of one at most. Measured. */
const allStrips: usize = 64;
const mostStrips: usize = 8;
const allPanels: usize = 92;
const mostPanels: usize = 46;
/** From so many columns of y on, panels save more time than they take. Measured. */
const manyColumns: usize = 64;
/** Packing a number takes as long as so many products. Measured. */
const packing: usize = 3;
/** Numbers of each group of every encoding divide this. */
const wholeGroups: usize = 64;
/** Memory of each thread for one tile, and for 8 decoded rows of b; for 32 threads. */
const spareSize: usize = 192;
const spareStore = memory.data(6_144, 64);
const decodedSize: usize = 8 * mostTerms * 4;
const decodedStore = memory.data(655_360, 64);

export function matmul(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const m = word(args, 4);
	const n = word(args, 5);
	const k = word(args, 6);
	const strideM = word(args, 7) << 2;
	const strideK = word(args, 8) << 2;
	const plus: usize = word(args, 9) == 0 ? 0 : word(args, 3);
	const fromRows = word(args, 10) == 1;
	const encoding = word(args, 11);
	const stride = n << 2;

	// Threads share the rows, or the columns, if the busiest then has less to compute and to pack.
	const isTransposed = strideM == 4;
	const rowShare = largestShare(m, tileRows, parts);
	const columnShare = largestShare(n, tileColumns, parts);
	const byRows =
		m >= tileRows * 4 * <usize>parts &&
		(!isTransposed ||
			rowShare * n + packing * (n + rowShare) <= columnShare * m + packing * (columnShare + m));
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);

	const hasPanels = isTransposed && endColumn >= firstColumn + manyColumns;
	const shareStrips = allStrips / <usize>parts;
	const sharePanels = allPanels / <usize>parts;
	const strips = stripStore + <usize>part * shareStrips * stripSize;
	const panels = panelStore + <usize>part * sharePanels * panelSize;
	const spare = spareStore + <usize>part * spareSize;
	const decoded = decodedStore + <usize>part * decodedSize;
	const stepColumns = min<usize>(mostStrips, shareStrips) * tileColumns;
	const mostRows = min<usize>(mostPanels, sharePanels) * tileRows;
	const stepRows = hasPanels ? evenShare(endRow - firstRow, mostRows, tileRows) : m;
	const stepTerms = evenShare(k, mostTerms, wholeGroups);
	const stepTile = hasPanels ? panelSize : tileRows * strideM;
	const stepK = hasPanels ? panelStride : strideK;

	for (let p: usize = 0; p == 0 || p < k; p += stepTerms) {
		const terms = min<usize>(stepTerms, k - p);
		for (let top: usize = firstRow; top < endRow; top += stepRows) {
			const bottom = min<usize>(top + stepRows, endRow);
			const adds = plus && p + terms == k;
			const corner = a + top * strideM + p * strideK;
			if (hasPanels) packPanels(corner, strideK, panels, terms, bottom - top);
			for (let left: usize = firstColumn; left < endColumn; left += stepColumns) {
				const right = min<usize>(left + stepColumns, endColumn);
				if (fromRows || encoding)
					for (let j = left, to = strips; j < right; j += tileColumns, to += stripSize) {
						const columns = min<usize>(tileColumns, right - j);
						if (!encoding) packRows(b + ((j * k + p) << 2), k << 2, to, terms, columns);
						else if (fromRows)
							packEncodedRows(encoding, b, k, j, p, to, terms, columns, decoded);
						else packEncoded(encoding, b, n, p, terms, j, to, stripStride);
					}
				else packStrips(b + p * stride + (left << 2), stride, strips, terms, right - left);
				let strip = strips;
				for (let j = left; j < right; j += tileColumns) {
					const columns = min<usize>(tileColumns, right - j);
					const whole = columns == tileColumns;
					let row = hasPanels ? panels : corner;
					let to = y + ((top * n + j) << 2);
					for (let i: usize = top; i < bottom; i += tileRows) {
						const rows = min<usize>(tileRows, bottom - i);
						if (whole && !adds) tile(row, strideM, stepK, strip, terms, p != 0, to, stride, rows);
						else {
							const tileAt = whole ? to : spare;
							const step = whole ? stride : stripStride;
							if (p && !whole) copyTile(to, stride, 0, spare, step, rows, columns);
							tile(row, strideM, stepK, strip, terms, p != 0, tileAt, step, rows);
							copyTile(tileAt, step, adds ? to - y + plus : 0, to, stride, rows, columns);
						}
						to += tileRows * stride;
						row += stepTile;
					}
					strip += stripSize;
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

/** y ← x + plus for part of a tile. `plus` (0: none) has the layout of y. */
function copyTile(
	x: usize,
	strideX: usize,
	plus: usize,
	y: usize,
	stride: usize,
	rows: usize,
	columns: usize,
): void {
	for (let r: usize = 0; r < rows; r++)
		for (let c: usize = 0; c < columns; c += 4) {
			const at = r * stride + (c << 2);
			const value = load4(x + r * strideX + (c << 2), columns - c);
			const sum = plus ? f32x4.add(value, load4(plus + at, columns - c)) : value;
			store4(y + at, sum, columns - c);
		}
}

/**
 * 8 columns, up to `tileRows` rows: y ← Σ a b, plus y if it `isBegun`. Missing rows repeat the last. Nothing
 * more, because with a branch after the loop V8 loads all numbers of a term first, and registers
 * run out.
 */
function tile(
	a: usize,
	strideM: usize,
	strideK: usize,
	b: usize,
	k: usize,
	isBegun: bool,
	y: usize,
	stride: usize,
	rows: usize,
): void {
	const last = rows - 1;
	let a0 = a;
	let a1 = a + min<usize>(1, last) * strideM;
	let a2 = a + min<usize>(2, last) * strideM;
	let a3 = a + min<usize>(3, last) * strideM;
	let a4 = a + min<usize>(4, last) * strideM;
	let a5 = a + min<usize>(5, last) * strideM;
	const y1 = y + min<usize>(1, last) * stride;
	const y2 = y + min<usize>(2, last) * stride;
	const y3 = y + min<usize>(3, last) * stride;
	const y4 = y + min<usize>(4, last) * stride;
	const y5 = y + min<usize>(5, last) * stride;
	let s00 = f32x4.splat(0);
	let s01 = s00;
	let s10 = s00;
	let s11 = s00;
	let s20 = s00;
	let s21 = s00;
	let s30 = s00;
	let s31 = s00;
	let s40 = s00;
	let s41 = s00;
	let s50 = s00;
	let s51 = s00;
	if (isBegun) {
		s00 = v128.load(y);
		s01 = v128.load(y, 16);
		s10 = v128.load(y1);
		s11 = v128.load(y1, 16);
		s20 = v128.load(y2);
		s21 = v128.load(y2, 16);
		s30 = v128.load(y3);
		s31 = v128.load(y3, 16);
		s40 = v128.load(y4);
		s41 = v128.load(y4, 16);
		if (tileRows == 6) {
			s50 = v128.load(y5);
			s51 = v128.load(y5, 16);
		}
	}
	for (let p = k; p != 0; p--) {
		const b0 = v128.load(b);
		const b1 = v128.load(b, 16);
		let x = splat(a0);
		s00 = fma(x, b0, s00);
		s01 = fma(x, b1, s01);
		x = splat(a1);
		s10 = fma(x, b0, s10);
		s11 = fma(x, b1, s11);
		x = splat(a2);
		s20 = fma(x, b0, s20);
		s21 = fma(x, b1, s21);
		x = splat(a3);
		s30 = fma(x, b0, s30);
		s31 = fma(x, b1, s31);
		x = splat(a4);
		s40 = fma(x, b0, s40);
		s41 = fma(x, b1, s41);
		if (tileRows == 6) {
			x = splat(a5);
			s50 = fma(x, b0, s50);
			s51 = fma(x, b1, s51);
			a5 += strideK;
		}
		a0 += strideK;
		a1 += strideK;
		a2 += strideK;
		a3 += strideK;
		a4 += strideK;
		b += stripStride;
	}
	v128.store(y, s00);
	v128.store(y, s01, 16);
	v128.store(y1, s10);
	v128.store(y1, s11, 16);
	v128.store(y2, s20);
	v128.store(y2, s21, 16);
	v128.store(y3, s30);
	v128.store(y3, s31, 16);
	v128.store(y4, s40);
	v128.store(y4, s41, 16);
	if (tileRows == 6) {
		v128.store(y5, s50);
		v128.store(y5, s51, 16);
	}
}
