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
 * A tile of 5 rows and 8 columns of y stays in 10 vector registers while p runs. It loads 13 numbers
 * for 40 products, and the registers suffice on x86 even without fused multiply-add. The 8 columns
 * of b for a column of tiles are first packed together, columns of a are copied as rows, and long
 * sums are split into blocks, so that a tile's data stays in the inner caches. Each element has one
 * accumulator (in y between blocks) and p ascends, so the position and size of tiles change no bit.
 */
import { shareStart, word } from './call';
import { decode, numberAt, packEncoded } from './encodings';
import { fma, load4, splat, store4, transpose4 } from './simd';

const tileRows: usize = 5;
const tileColumns: usize = 8;
const stripStride: usize = 32;

/** Terms of a sum in one block. */
const block: usize = 512;

/** Memory of each thread for a block of 8 columns of b, and for one tile; for 32 threads. */
const stripSize: usize = (block + tileRows) * stripStride;
const stripStore = memory.data(529_408, 64);
/** Memory of each thread for 8 decoded rows of a block; for 32 threads. */
const decodedSize: usize = 8 * block * 4;
const decodedStore = memory.data(524_288, 64);
/** Columns of a that are copied as rows together: by all threads, and by one at most. */
const allTransposed: usize = 512;
const mostTransposed: usize = 128;
const rowStride: usize = block << 2;
const transposedStore = memory.data(1_048_576, 64);
/** From so many columns of y on, copying saves more time than it takes. Measured. */
const manyColumns: usize = 64;

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

	// Threads share the rows if there are many, else the columns.
	const byRows = m >= tileRows * 4 * <usize>parts;
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);

	const strip = stripStore + <usize>part * stripSize;
	const spare = strip + block * stripStride;
	const decoded = decodedStore + <usize>part * decodedSize;
	const transposes = byRows && strideM == 4 && n >= manyColumns;
	const share = allTransposed / <usize>parts;
	const transposed = transposedStore + <usize>part * share * rowStride;
	const blockRows = transposes ? min<usize>(mostTransposed, share) : endRow;
	const stepM: usize = transposes ? rowStride : strideM;
	const stepK: usize = transposes ? 4 : strideK;

	for (let p: usize = 0; p == 0 || p < k; p += block) {
		const terms = min<usize>(block, k - p);
		for (let top: usize = firstRow; top < endRow; top += blockRows) {
			const bottom = min<usize>(top + blockRows, endRow);
			const corner = a + top * strideM + p * strideK;
			if (transposes) transpose(corner, strideK, transposed, terms, bottom - top);
			for (let j: usize = firstColumn; j < endColumn; j += tileColumns) {
				const columns = min<usize>(tileColumns, endColumn - j);
				const whole = columns == tileColumns;
				const from = b + (fromRows ? (j * k + p) << 2 : p * stride + (j << 2));
				if (encoding) {
					if (fromRows) packEncodedRows(encoding, b, k, j, p, strip, terms, columns, decoded);
					else packEncoded(encoding, b, n, p, terms, j, strip, stripStride);
				} else if (fromRows) packRows(from, k << 2, strip, terms, columns);
				else pack(from, stride, strip, terms, columns);
				for (let i: usize = top; i < bottom; i += tileRows) {
					const rows = min<usize>(tileRows, bottom - i);
					const row = (transposes ? transposed : corner) + (i - top) * stepM;
					const offset = (i * n + j) << 2;
					const to = y + offset;
					const sum: usize = plus && p + terms == k ? plus + offset : 0;
					const tileAt = whole ? to : spare;
					const step = whole ? stride : stripStride;
					if (p && !whole) copyTile(to, stride, 0, spare, step, rows, columns);
					tile(row, stepM, stepK, strip, terms, p != 0, tileAt, step, rows);
					if (sum || !whole) copyTile(tileAt, step, sum, to, stride, rows, columns);
				}
			}
		}
	}
}

/** Copies `rows` columns of a [k, …] as rows of `rowStride` bytes. */
function transpose(a: usize, strideK: usize, to: usize, k: usize, rows: usize): void {
	for (let i: usize = 0; i < rows; i += 4) {
		let p: usize = 0;
		if (i + 4 <= rows)
			for (; p + 4 <= k; p += 4) transpose4(a + p * strideK, strideK, to + (p << 2), rowStride);
		for (; p < k; p++)
			for (let r: usize = 0; r < 4 && i + r < rows; r++)
				store<f32>(to + r * rowStride + (p << 2), load<f32>(a + p * strideK + (r << 2)));
		a += 16;
		to += 4 * rowStride;
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
	for (let p: usize = 0; p < k; p++) {
		v128.store(strip, load4(b, columns));
		v128.store(strip, columns > 4 ? load4(b + 16, columns - 4) : f32x4.splat(0), 16);
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
		for (let c: usize = 0; c < columns; c += 4) {
			const at = r * stride + (c << 2);
			const value = load4(x + r * strideX + (c << 2), columns - c);
			const sum = plus ? f32x4.add(value, load4(plus + at, columns - c)) : value;
			store4(y + at, sum, columns - c);
		}
}

/**
 * 8 columns, up to 5 rows: y ← Σ a b, plus y if it `isBegun`. Missing rows repeat the last. Nothing
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
	const y1 = y + min<usize>(1, last) * stride;
	const y2 = y + min<usize>(2, last) * stride;
	const y3 = y + min<usize>(3, last) * stride;
	const y4 = y + min<usize>(4, last) * stride;
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
}
