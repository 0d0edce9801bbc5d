/** Frozen matrices by encoding (src/engine/gpu/encodings.ts): 0 float32, 1 int8, 2 bf16, 3 nf4. */
import { dots } from './attentionParts';
import { decodeBf16, dotsBf16 } from './bf16';
import { blockAt, decode8, decodeBlocks, dotsBlocks } from './blocks';
import { splat } from './simd';

/** The address of number `i`, or of its block. */
// @ts-ignore: decorator
@inline
export function numberAt(encoding: usize, x: usize, i: usize): usize {
	if (encoding == 1) return blockAt(false, x, i);
	if (encoding == 3) return blockAt(true, x, i);
	return x + (encoding == 2 ? i << 1 : i << 2);
}

/** Decodes `count` numbers, whole groups. */
export function decode(encoding: usize, x: usize, count: usize, to: usize): void {
	if (encoding == 1) decodeBlocks(false, x, count, to);
	else if (encoding == 2) decodeBf16(x, count, to);
	else if (encoding == 3) decodeBlocks(true, x, count, to);
	else memory.copy(to, x, count << 2);
}

/** Packs 8 columns from `column` of `terms` rows [·, n] of an encoded matrix from row `first`. */
export function packEncoded(
	encoding: usize,
	b: usize,
	n: usize,
	first: usize,
	terms: usize,
	column: usize,
	strip: usize,
	stripStride: usize,
): void {
	const stride = numberAt(encoding, 0, n);
	let row = numberAt(encoding, b, first * n + column);
	for (let p: usize = 0; p < terms; p++) {
		if (encoding == 1) decode8(false, row, column & 63, splat(row), strip);
		else if (encoding == 3) decode8(true, row, column & 63, splat(row), strip);
		else decodeBf16(row, 8, strip);
		row += stride;
		strip += stripStride;
	}
}

/** `dots` (attentionParts.ts) with rows in any encoding. */
export function dotsEncoded(
	encoding: usize,
	x: usize,
	y: usize,
	stride: usize,
	last: usize,
	size: usize,
): v128 {
	if (encoding == 1) return dotsBlocks(false, x, y, stride, last, size);
	if (encoding == 2) return dotsBf16(x, y, stride, last, size);
	if (encoding == 3) return dotsBlocks(true, x, y, stride, last, size);
	return dots(x, y, stride, last, size);
}
