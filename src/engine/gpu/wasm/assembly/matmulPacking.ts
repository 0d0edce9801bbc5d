/** How `matmul` packs its operands, so that a tile reads one number after the other. */
import { decode, numberAt } from './encodings';
import { load4, store4, transpose4 } from './simd';

/** Rows (matmul.ts says why) and columns of y in a tile. */
export const tileRows: usize = ASC_FEATURE_RELAXED_SIMD ? 6 : 5;
export const tileColumns: usize = 8;
/** Terms of a sum in one block, at most. */
export const mostTerms: usize = 640;
/**
 * Bytes of one term in a strip and in a panel, and of a whole one. One cache line more avoids equal
 * addresses modulo 4096 side by side.
 */
export const stripStride: usize = 32;
export const stripSize: usize = mostTerms * stripStride + 64;
export const panelStride: usize = tileRows * 4;
export const panelSize: usize = mostTerms * panelStride + 64;

/** Memory for the strips and panels of all threads; matmulDots.ts packs its own there. */
export const stripStore = memory.data(1_314_816, 64);
export const panelStore = memory.data(1_419_008, 64);

/** Packs `rows` columns of a [k, …] in panels of `tileRows`, four terms at once, which is faster. */
export function packPanels(a: usize, strideK: usize, panels: usize, k: usize, rows: usize): void {
	const rest = rows % tileRows;
	for (let p: usize = 0; p < k; p += 4) {
		const terms = min<usize>(4, k - p);
		let from = a + p * strideK;
		let to = panels + p * panelStride;
		for (let i = rest; i < rows; i += tileRows) {
			copyColumns(from, to);
			if (terms > 1) copyColumns(from + strideK, to + panelStride);
			if (terms > 2) copyColumns(from + 2 * strideK, to + 2 * panelStride);
			if (terms > 3) copyColumns(from + 3 * strideK, to + 3 * panelStride);
			from += panelStride;
			to += panelSize;
		}
		for (let q: usize = 0; q < terms; q++)
			for (let c: usize = 0; c < rest; c += 4) {
				const x = load4(from + q * strideK + (c << 2), rest - c);
				store4(to + q * panelStride + (c << 2), x, rest - c);
			}
	}
}

/** Decodes up to 8 rows of b [n, k] from row `j`, `terms` numbers from `p`, and packs them. */
export function packEncodedRows(
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
		decode(encoding, numberAt(encoding, b, (j + c) * k + p), terms, decoded + c * (mostTerms << 2));
	packRows(decoded, mostTerms << 2, strip, terms, columns);
}

/**
 * Packs columns of b in strips of 8, side by side, because a cache line has columns of two. Missing
 * columns become zeros.
 */
export function packStrips(b: usize, stride: usize, strips: usize, k: usize, columns: usize): void {
	for (let p: usize = 0; p < k; p++) {
		let from = b;
		let to = strips;
		let c = columns;
		for (; c >= tileColumns; c -= tileColumns) {
			v128.store(to, v128.load(from));
			v128.store(to, v128.load(from, 16), 16);
			from += stripStride;
			to += stripSize;
		}
		if (c) {
			v128.store(to, load4(from, c));
			v128.store(to, c > 4 ? load4(from + 16, c - 4) : f32x4.splat(0), 16);
		}
		b += stride;
		strips += stripStride;
	}
}

/** Packs up to 8 rows of b [n, k] as columns. Missing columns become zeros. */
export function packRows(b: usize, stride: usize, strip: usize, k: usize, columns: usize): void {
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

// @ts-ignore: decorator
@inline
function copyColumns(from: usize, to: usize): void {
	v128.store(to, v128.load(from));
	if (tileRows == 6) store<u64>(to, load<u64>(from, 16), 16);
	else store<f32>(to, load<f32>(from, 16), 16);
}

