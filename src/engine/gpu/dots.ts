/**
 * Products in whole numbers (storage i8dots: the bytes of i8): how the processor rounds both matrices.
 *
 *   y = Σ over blocks of 64 terms:  s_a s_b Σ_p q_a q_b
 *
 * - y = a bᵀ, b [n, k]: q_b and s_b are those of the storage (int8.ts). q_a = round(a / s_a) from
 *   −8128 to 8128, s_a = a block's largest / 8128: two parts of 7 bits.
 * - ∂a = ∂y b, b [k, n]: q_a from −63 to 63, one part. b has one scale S for 64 × 64 numbers, the
 *   largest of their scales s: q_b = round(q s / S), because a scale inside a sum of whole numbers
 *   cannot change.
 *
 * Both are rounded here as the wasm function does it (wasm/assembly/dotPacking.ts), in float32. Then the
 * sum of a block is exact, and gives the same bits with every instruction set.
 * A browser's 8-bit dot product (relaxed SIMD) takes one operand of 7 bits.
 */
import type { ComputeDevice } from './computeDevice.ts';
import { blockLength, int8 } from './int8.ts';

/** From so many rows on. Fewer are read faster in floats, where answers are written token by token. */
export const leastDotRows = 32;

/** Other devices read the same bytes, and multiply floats. */
export const hasDots = ({ report: { backend } }: ComputeDevice): boolean =>
	backend === 'wasm' || backend === 'javascript';

/** The largest |q_a|. */
export const dotLevels = { NT: 8128, NN: 63 };

/** Blocks with smaller numbers only are zeros, because levels / largest must be finite. */
const smallest = Math.fround(1e-30);
/** 1.5 · 2²³: adding it rounds a float32 to a whole number, ties to even. */
const rounding = 12_582_912;

/** a [rows, k] as the product reads it. Float32 numbers. */
export function roundedTerms(a: Float64Array, k: number, levels: number): Float64Array {
	const rounded = new Float64Array(a.length);
	for (let row = 0; row < a.length; row += k)
		for (let first = row; first < row + k; first += blockLength) {
			const end = Math.min(first + blockLength, row + k);
			let largest = 0;
			// Math.max keeps NaN, as the wasm function does.
			for (let i = first; i < end; i++) largest = Math.max(largest, Math.abs(a[i]));
			if (largest < smallest) continue;
			const scale = Math.fround(largest / levels);
			const factor = Math.fround(levels / largest);
			for (let i = first; i < end; i++) {
				const product = Math.fround(a[i] * factor);
				rounded[i] = scale * (Math.fround(product + rounding) - rounding);
			}
		}
	return rounded;
}

/** b [k, n] of y = a b, of numbers that int8 stored, with a scale for 64 × 64. */
export function sharedScales(b: Float64Array, n: number): Float64Array {
	const k = b.length / n;
	const bytes = int8.encode(Float32Array.from(b));
	const numbers = new Int8Array(bytes.buffer);
	const scales = new Float32Array(bytes.buffer);
	const blockWords = blockLength / 4 + 1;
	const wordOf = (row: number, column: number) => ((row * n + column) / blockLength) * blockWords;
	const rounded = new Float64Array(b.length);
	for (let top = 0; top < k; top += blockLength)
		for (let left = 0; left < n; left += blockLength) {
			const bottom = Math.min(top + blockLength, k);
			let largest = 0;
			for (let row = top; row < bottom; row++)
				largest = Math.max(largest, scales[wordOf(row, left)]);
			if (largest === 0) continue;
			for (let row = top; row < bottom; row++) {
				const word = wordOf(row, left);
				const part = Math.fround(Math.fround(scales[word] / largest) * 32_767);
				const share = Math.floor(Math.fround(part + 0.5));
				for (let c = 0; c < blockLength; c++) {
					const q = (numbers[4 * word + 4 + c] * share + 16_384) >> 15;
					rounded[row * n + left + c] = largest * q;
				}
			}
		}
	return rounded;
}
