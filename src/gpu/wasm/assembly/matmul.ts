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
 * A tile of 4 rows and 8 columns of y stays in 8 vector registers while p runs. It loads 12 numbers
 * for 32 products, and the registers suffice on x86 even without fused multiply-add. The 8 columns
 * of b for a column of tiles are first packed together, and long sums are split into blocks, so
 * that a tile's data stays in the inner caches. Each element has one accumulator (in y between
 * blocks) and p ascends, so the position and size of tiles change no bit.
 */
import { shareStart, word } from './call';
import { decode, numberAt, packEncoded } from './encodings';
import { fma, splat, transpose4 } from './simd';

const tileRows: usize = 4;
const tileColumns: usize = 8;
const stripStride: usize = 32;

/** Terms of a sum in one block. */
const block: usize = 512;

/** Memory of each thread for a block of 8 columns of b, and for one tile; for 32 threads. */
const stripSize: usize = (block + tileRows) * stripStride;
const stripStore = memory.data(528_384, 64);
/** Memory of each thread for 8 decoded rows of a block; for 32 threads. */
const decodedSize: usize = 8 * block * 4;
const decodedStore = memory.data(524_288, 64);

export function matmul(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const m = word(args, 4);
	const n = word(args, 5);
	const k = word(args, 6);
	const strideM = word(args, 7) << 2;
	const strideK = word(args, 8) << 2;
	const mode = word(args, 9);
	const plus: usize = mode == 0 ? 0 : word(args, 3);
	const fromRows = word(args, 10) == 1;
	const encoding = word(args, 11);
	const stride = n << 2;

	// Threads share the rows if there are many, else the columns.
	const byRows = m >= tileRows * 4 * <usize>parts;
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);
	if (firstRow == endRow) return;

	const many = endRow - firstRow > 2 * tileRows;
	const strip = stripStore + <usize>part * stripSize;
	const spare = strip + block * stripStride;
	const decoded = decodedStore + <usize>part * decodedSize;

	for (let p: usize = 0; p == 0 || p < k; p += block) {
		const terms = min<usize>(block, k - p);
		const end = p + terms == k;
		for (let j: usize = firstColumn; j < endColumn; j += tileColumns) {
			const columns = min<usize>(tileColumns, endColumn - j);
			const whole = columns == tileColumns;
			const packed = many || !whole || fromRows || encoding != 0;
			const from = b + (fromRows ? (j * k + p) << 2 : p * stride + (j << 2));
			if (encoding) {
				if (fromRows) packEncodedRows(encoding, b, k, j, p, strip, terms, columns, decoded);
				else packEncoded(encoding, b, n, p, terms, j, strip, stripStride);
			} else if (fromRows) packRows(from, k << 2, strip, terms, columns);
			else if (packed) pack(from, stride, strip, terms, columns);
			const column = packed ? strip : from;
			const strideB = packed ? stripStride : stride;
			for (let i: usize = firstRow; i < endRow; i += tileRows) {
				const rows = min<usize>(tileRows, endRow - i);
				const row = a + i * strideM + p * strideK;
				const offset = (i * n + j) << 2;
				const to = y + offset;
				const begun: usize = p ? to : 0;
				const sum: usize = plus && end ? plus + offset : 0;
				if (whole)
					tile(row, strideM, strideK, column, strideB, terms, begun, sum, to, stride, rows);
				else {
					if (begun) copyTile(begun, stride, 0, spare, stripStride, rows, columns);
					tile(
						row,
						strideM,
						strideK,
						column,
						strideB,
						terms,
						begun ? spare : 0,
						0,
						spare,
						stripStride,
						rows,
					);
					copyTile(spare, stripStride, sum, to, stride, rows, columns);
				}
			}
		}
	}
}

/** Decodes up to 8 rows of b [n, k] from row `j`, `terms` numbers from `p`, and packs them. */
function packEncodedRows(
	encoding: usize,
	b: usize,
	k: usize,
	j: usize,
	p: usize,
	strip: usize,
	terms: usize,
	columns: usize,
	decoded: usize,
): void {
	for (let c: usize = 0; c < columns; c++)
		decode(encoding, numberAt(encoding, b, (j + c) * k + p), terms, decoded + c * (block << 2));
	packRows(decoded, block << 2, strip, terms, columns);
}

/** Packs up to 8 columns of b. Missing columns become zeros. */
function pack(b: usize, stride: usize, strip: usize, k: usize, columns: usize): void {
	if (columns == tileColumns) {
		for (let p: usize = 0; p < k; p++) {
			v128.store(strip, v128.load(b));
			v128.store(strip, v128.load(b, 16), 16);
			b += stride;
			strip += stripStride;
		}
		return;
	}
	for (let p: usize = 0; p < k; p++) {
		for (let c: usize = 0; c < tileColumns; c++)
			store<f32>(strip + (c << 2), c < columns ? load<f32>(b + (c << 2)) : 0);
		b += stride;
		strip += stripStride;
	}
}

/** Packs up to 8 rows of b [n, k] as columns. Missing columns become zeros. */
function packRows(b: usize, stride: usize, strip: usize, k: usize, columns: usize): void {
	const whole = columns == tileColumns ? k & ~3 : 0;
	for (let half: usize = 0; half < 2 && whole; half++) {
		let row = b + 4 * half * stride;
		let to = strip + 16 * half;
		for (let p: usize = 0; p < whole; p += 4) {
			transpose4(row, stride, to, stripStride);
			row += 16;
			to += 4 * stripStride;
		}
	}
	for (let p = whole; p < k; p++)
		for (let c: usize = 0; c < tileColumns; c++)
			store<f32>(
				strip + p * stripStride + (c << 2),
				c < columns ? load<f32>(b + c * stride + (p << 2)) : 0,
			);
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
		for (let c: usize = 0; c < columns; c++) {
			const at = r * stride + (c << 2);
			const value = load<f32>(x + r * strideX + (c << 2));
			store<f32>(y + at, plus ? value + load<f32>(plus + at) : value);
		}
}

/** 8 columns, up to 4 rows: y ← begun + Σ a b + plus (0: none). Missing rows repeat the last. */
function tile(
	a: usize,
	strideM: usize,
	strideK: usize,
	b: usize,
	strideB: usize,
	k: usize,
	begun: usize,
	plus: usize,
	y: usize,
	stride: usize,
	rows: usize,
): void {
	const last = rows - 1;
	const row1 = min<usize>(1, last);
	const row2 = min<usize>(2, last);
	const row3 = min<usize>(3, last);
	let a0 = a;
	let a1 = a + row1 * strideM;
	let a2 = a + row2 * strideM;
	let a3 = a + row3 * strideM;
	const y1 = row1 * stride;
	const y2 = row2 * stride;
	const y3 = row3 * stride;
	let s00 = f32x4.splat(0);
	let s01 = s00;
	let s10 = s00;
	let s11 = s00;
	let s20 = s00;
	let s21 = s00;
	let s30 = s00;
	let s31 = s00;
	if (begun) {
		s00 = v128.load(begun);
		s01 = v128.load(begun, 16);
		s10 = v128.load(begun + y1);
		s11 = v128.load(begun + y1, 16);
		s20 = v128.load(begun + y2);
		s21 = v128.load(begun + y2, 16);
		s30 = v128.load(begun + y3);
		s31 = v128.load(begun + y3, 16);
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
		a0 += strideK;
		a1 += strideK;
		a2 += strideK;
		a3 += strideK;
		b += strideB;
	}
	if (plus) {
		s00 = f32x4.add(s00, v128.load(plus));
		s01 = f32x4.add(s01, v128.load(plus, 16));
		s10 = f32x4.add(s10, v128.load(plus + y1));
		s11 = f32x4.add(s11, v128.load(plus + y1, 16));
		s20 = f32x4.add(s20, v128.load(plus + y2));
		s21 = f32x4.add(s21, v128.load(plus + y2, 16));
		s30 = f32x4.add(s30, v128.load(plus + y3));
		s31 = f32x4.add(s31, v128.load(plus + y3, 16));
	}
	v128.store(y, s00);
	v128.store(y, s01, 16);
	v128.store(y + y1, s10);
	v128.store(y + y1, s11, 16);
	v128.store(y + y2, s20);
	v128.store(y + y2, s21, 16);
	v128.store(y + y3, s30);
	v128.store(y + y3, s31, 16);
}
