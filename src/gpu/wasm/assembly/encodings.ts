/** Frozen matrices by encoding (src/gpu/encodings.ts): 0 float32, 1 int8, 2 bf16, 3 nf4. */
import { dots } from './attentionParts';
import { decodeBf16, dotsBf16, packBf16 } from './bf16';
import { blockAt, decodeBlocks, dotsBlocks, packBlocks } from './blocks';

/** The address of number `i`, which begins a group. */
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
	if (encoding == 1) packBlocks(false, b, n, first, terms, column, strip, stripStride);
	else if (encoding == 3) packBlocks(true, b, n, first, terms, column, strip, stripStride);
	else packBf16(b, n, first, terms, column, strip, stripStride);
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
