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
 * A tile of 6 rows and 8 columns of y stays in 12 of the 16 vector registers while p runs: 20 loads' worth of data for 48
 * products. Each element has one accumulator and p ascends, so a tile's place and size change no bit.
 */
import { shareStart, word } from './call';
import { fma, splat } from './simd';

const tileRows: usize = 6;
const tileColumns: usize = 8;

export function matmul(args: usize, part: i32, parts: i32): void {
	const a = word(args, 0);
	const b = word(args, 1);
	const y = word(args, 2);
	const m = word(args, 4);
	const n = word(args, 5);
	const k = word(args, 6);
	const am = word(args, 7) << 2;
	const ak = word(args, 8) << 2;
	const mode = <i32>word(args, 9);
	const plus: usize = mode == 0 ? 0 : mode == 1 ? word(args, 3) : y;

	// Rows are shared out where they are many, and columns where a share would have few tiles.
	const byRows = m >= tileRows * 4 * <usize>parts;
	const firstRow: usize = byRows ? shareStart(m, tileRows, part, parts) : 0;
	const lastRow: usize = byRows ? shareStart(m, tileRows, part + 1, parts) : m;
	const firstColumn: usize = byRows ? 0 : shareStart(n, tileColumns, part, parts);
	const lastColumn: usize = byRows ? n : shareStart(n, tileColumns, part + 1, parts);

	for (let j: usize = firstColumn; j < lastColumn; j += tileColumns) {
		const columns = min(tileColumns, lastColumn - j);
		for (let i = firstRow; i < lastRow; i += tileRows) {
			const rows = min(tileRows, lastRow - i);
			const offset = (i * n + j) << 2;
			if (columns == tileColumns) {
				tile(
					a + i * am,
					am,
					ak,
					b + (j << 2),
					y + offset,
					plus ? plus + offset : 0,
					rows,
					n << 2,
					k,
				);
			} else {
				for (let c: usize = 0; c < columns; c++)
					columnTile(
						a + i * am,
						am,
						ak,
						b + ((j + c) << 2),
						y + offset + (c << 2),
						plus ? plus + offset + (c << 2) : 0,
						rows,
						n << 2,
						k,
					);
			}
		}
	}
}

/** 8 columns and up to 6 rows; a row that is not there repeats the last one. */
function tile(
	a: usize,
	am: usize,
	ak: usize,
	b: usize,
	y: usize,
	plus: usize,
	rows: usize,
	stride: usize,
	k: usize,
): void {
	const o1 = min<usize>(1, rows - 1);
	const o2 = min<usize>(2, rows - 1);
	const o3 = min<usize>(3, rows - 1);
	const o4 = min<usize>(4, rows - 1);
	const o5 = min<usize>(5, rows - 1);
	let a0 = a;
	let a1 = a + o1 * am;
	let a2 = a + o2 * am;
	let a3 = a + o3 * am;
	let a4 = a + o4 * am;
	let a5 = a + o5 * am;
	let s00 = f32x4.splat(0),
		s01 = s00;
	let s10 = s00,
		s11 = s00;
	let s20 = s00,
		s21 = s00;
	let s30 = s00,
		s31 = s00;
	let s40 = s00,
		s41 = s00;
	let s50 = s00,
		s51 = s00;
	for (let p: usize = k; p != 0; p--) {
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
		x = splat(a5);
		s50 = fma(x, b0, s50);
		s51 = fma(x, b1, s51);
		a0 += ak;
		a1 += ak;
		a2 += ak;
		a3 += ak;
		a4 += ak;
		a5 += ak;
		b += stride;
	}
	if (plus) {
		s00 = f32x4.add(s00, v128.load(plus));
		s01 = f32x4.add(s01, v128.load(plus, 16));
		s10 = f32x4.add(s10, v128.load(plus + o1 * stride));
		s11 = f32x4.add(s11, v128.load(plus + o1 * stride, 16));
		s20 = f32x4.add(s20, v128.load(plus + o2 * stride));
		s21 = f32x4.add(s21, v128.load(plus + o2 * stride, 16));
		s30 = f32x4.add(s30, v128.load(plus + o3 * stride));
		s31 = f32x4.add(s31, v128.load(plus + o3 * stride, 16));
		s40 = f32x4.add(s40, v128.load(plus + o4 * stride));
		s41 = f32x4.add(s41, v128.load(plus + o4 * stride, 16));
		s50 = f32x4.add(s50, v128.load(plus + o5 * stride));
		s51 = f32x4.add(s51, v128.load(plus + o5 * stride, 16));
	}
	v128.store(y, s00);
	v128.store(y, s01, 16);
	v128.store(y + o1 * stride, s10);
	v128.store(y + o1 * stride, s11, 16);
	v128.store(y + o2 * stride, s20);
	v128.store(y + o2 * stride, s21, 16);
	v128.store(y + o3 * stride, s30);
	v128.store(y + o3 * stride, s31, 16);
	v128.store(y + o4 * stride, s40);
	v128.store(y + o4 * stride, s41, 16);
	v128.store(y + o5 * stride, s50);
	v128.store(y + o5 * stride, s51, 16);
}

/** One column and up to 6 rows. */
function columnTile(
	a: usize,
	am: usize,
	ak: usize,
	b: usize,
	y: usize,
	plus: usize,
	rows: usize,
	stride: usize,
	k: usize,
): void {
	for (let r: usize = 0; r < rows; r++) {
		let sum = f32x4.splat(0);
		let x = a + r * am;
		let q = b;
		for (let p: usize = k; p != 0; p--) {
			sum = fma(splat(x), splat(q), sum);
			x += ak;
			q += stride;
		}
		let value = f32x4.extract_lane(sum, 0);
		if (plus) value += load<f32>(plus + r * stride);
		store<f32>(y + r * stride, value);
	}
}
