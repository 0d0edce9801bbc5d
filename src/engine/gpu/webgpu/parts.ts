/** Vectors and temporaries in several buffers, because WebGPU limits a buffer and a binding. */
import { findEncoding } from '../encodings.ts';
import type { Storage } from '../kernel.ts';
import { aligned, storageBytes } from '../program.ts';

/**
 * Less than 256 MB, because several buffers are easier to place than a large one. A multiple of
 * 64 KiB, so that a part ends with a chunk of AdamW's sum of squares, where a binding may begin.
 */
const maxBufferBytes = 244 * 2 ** 20;

type Limits = Pick<GPUSupportedLimits, 'maxBufferSize' | 'maxStorageBufferBindingSize'>;

/** The most bytes of a buffer, so that it can be bound whole. */
export const largestPart = ({ maxBufferSize, maxStorageBufferBindingSize }: Limits): number =>
	Math.min(maxBufferBytes, maxBufferSize, maxStorageBufferBindingSize);

/** Tensors start at multiples of this many elements, and so do parts. */
const unitElements = (storage: Storage): number => findEncoding(storage)?.alignment ?? 128;

/** Bytes of all parts but the last. */
export function partBytes(storage: Storage, largest: number): number {
	const unit = storageBytes(unitElements(storage), storage);
	return Math.floor(largest / unit) * unit;
}

/** Sizes of the buffers for `bytes` of this storage, in order. */
export function partSizes(bytes: number, storage: Storage, largest: number): number[] {
	const part = partBytes(storage, largest);
	const total = Math.max(aligned(bytes), 256);
	return Array.from({ length: Math.ceil(total / part) }, (_, i) =>
		Math.min(part, total - i * part),
	);
}

/** The pieces of bytes `start` to `end` − 1, none of which crosses a part of `part` bytes. */
export function* piecesOf(start: number, end: number, part: number) {
	for (let at = start; at < end;) {
		const index = Math.floor(at / part);
		const size = Math.min(end, (index + 1) * part) - at;
		yield { part: index, offset: at - index * part, size };
		at += size;
	}
}

/** Elements of `bytes` bytes. */
export const elementsOf = (bytes: number, storage: Storage): number => {
	const unit = unitElements(storage);
	return Math.round((bytes / storageBytes(unit, storage)) * unit);
};
