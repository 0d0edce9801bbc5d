/** A tensor as kernels see it: a shape, and how its numbers are stored. */

/**
 * All but f32 and i32: only for matrices that stay as they are (encodings.ts). f32dots has the
 * bytes of f32: only products differ (dots.ts).
 */
export type Storage = 'f32' | 'i32' | 'i8' | 'f32dots' | 'bf16' | 'nf4';

/** A kernel's view of a tensor: row-major, starting at a multiple of 256 bytes. */
export interface Operand {
	readonly shape: readonly number[];
	readonly storage: Storage;
}

/** Number of elements of a shape. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
