/**
 * Matrix product.
 *
 *   y[i,j] = Σ_p a[i,p] b[p,j]            mode 0
 *   y[i,j] = Σ_p a[i,p] b[p,j] + r[i,j]   mode 1
 *   y[i,j] = y[i,j] + Σ_p a[i,p] b[p,j]   mode 2
 *
 * a [m, k], its element (i, p) at i · strideAM + p · strideAK, so that a may be read transposed; b [k, n]; y, r [m, n].
 * Operands a, b, y, r (y again where there is none); sizes m, n, k, strideAM, strideAK, mode.
 *
 * A tile of 4 rows and 8 columns of y stays in 8 vector registers while p runs: 12 numbers are loaded for 32 products, and the
 * registers suffice on x86 even without fused multiply-add. The 8 columns of b that a column of tiles needs are copied
 * together first, so that they stay in the nearest cache. Each element has one accumulator and p ascends, so where and
 * how large a tile is changes no bit.
 */
import { shareStart, word } from './call';
import { fma, splat } from './simd';

const tileRows: usize = 4;
const tileColumns: usize = 8;
const stripStride: usize = 32;

/** Every thread has room for 8 columns of b and one tile: more rows, or more threads, do without. */
const stripRows: usize = 2048;
const strips: usize = 32;
const stripSize: usize = (stripRows + tileRows) * stripStride;
const stripStore = memory.data(2_101_248, 64);

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
	const plus: usize = mode == 0 ? 0 : mode == 1 ? word(args, 3) : y;
	const stride = n << 2;

	// Rows are shared out where there are many, and columns where a share would have few tiles.
	const byRows = m >= tileRows * 4 * <usize>parts;
	const firstRow = byRows ? shareStart(m, tileRows, part, parts) : <usize>0;
	const endRow = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn = byRows ? <usize>0 : shareStart(n, tileColumns, part, parts);
	const endColumn = byRows ? n : shareStart(n, tileColumns, part + 1, parts);
	if (firstRow == endRow) return;

	const packs = k <= stripRows && <usize>part < strips;
	const many = endRow - firstRow > 2 * tileRows;
	const strip = stripStore + <usize>part * stripSize;
	const spare = strip + stripRows * stripStride;

	for (let j: usize = firstColumn; j < endColumn; j += tileColumns) {
		const columns = min<usize>(tileColumns, endColumn - j);
		const whole = columns == tileColumns;
		const packed = packs && (many || !whole);
		const from = b + (j << 2);
		if (packed) pack(from, stride, strip, k, columns);
		const column = packed ? strip : from;
		const strideB = packed ? stripStride : stride;
		for (let i: usize = firstRow; i < endRow; i += tileRows) {
			const rows = min<usize>(tileRows, endRow - i);
			const row = a + i * strideM;
			const to = (i * n + j) << 2;
			const sum: usize = plus ? plus + to : 0;
			if (whole) tile(row, strideM, strideK, column, strideB, k, y + to, sum, stride, rows);
			else if (packed) {
				tile(row, strideM, strideK, column, strideB, k, spare, 0, stripStride, rows);
				unpack(spare, y + to, sum, stride, rows, columns);
			} else columnByColumn(row, strideM, strideK, from, k, y + to, sum, stride, rows, columns);
		}
	}
}

/** Up to 8 columns of b side by side, with zeros for those that are not there. */
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

function unpack(
	spare: usize,
	y: usize,
	plus: usize,
	stride: usize,
	rows: usize,
	columns: usize,
): void {
	for (let r: usize = 0; r < rows; r++)
		for (let c: usize = 0; c < columns; c++) {
			const at = r * stride + (c << 2);
			const value = load<f32>(spare + r * stripStride + (c << 2));
			store<f32>(y + at, plus ? value + load<f32>(plus + at) : value);
		}
}

/** 8 columns and up to 4 rows; a row that is not there repeats the last one. */
function tile(
	a: usize,
	strideM: usize,
	strideK: usize,
	b: usize,
	strideB: usize,
	k: usize,
	y: usize,
	plus: usize,
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
	let s00 = f32x4.splat(0);
	let s01 = s00;
	let s10 = s00;
	let s11 = s00;
	let s20 = s00;
	let s21 = s00;
	let s30 = s00;
	let s31 = s00;
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
	const y1 = row1 * stride;
	const y2 = row2 * stride;
	const y3 = row3 * stride;
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

/** Fewer than 8 columns of a b that is too long to be copied together. */
function columnByColumn(
	a: usize,
	strideM: usize,
	strideK: usize,
	b: usize,
	k: usize,
	y: usize,
	plus: usize,
	stride: usize,
	rows: usize,
	columns: usize,
): void {
	for (let r: usize = 0; r < rows; r++)
		for (let c: usize = 0; c < columns; c++) {
			const at = r * stride + (c << 2);
			let sum = f32x4.splat(0);
			for (let p: usize = 0; p < k; p++)
				sum = fma(splat(a + r * strideM + p * strideK), splat(b + (c << 2) + p * stride), sum);
			const value = f32x4.extract_lane(sum, 0);
			store<f32>(y + at, plus ? value + load<f32>(plus + at) : value);
		}
}
