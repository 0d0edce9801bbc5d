/**
 * Products in whole numbers (storage i8dots: the bytes of i8): how the processor rounds operands.
 *
 *   y = Σ over blocks of 64 terms:  s_a s_b Σ_p q_a q_b
 *
 * - y = a bᵀ, b [n, k]: b as it is stored (int8.ts). q_a = round(a / s_a) from −8128 to 8128, which
 *   are two parts of 7 bits. All blocks of a step of at most 640 terms share s_a = largest / 8128.
 * - ∂a = ∂y b, b [k, n]: q_a from −63 to 63, one part, a scale for each block. A scale inside a sum
 *   of whole numbers cannot change, so 64 × 64 numbers of b share the largest of their scales:
 *   q_b = round(q s / s_b).
 *
 * Both round in float32 as the wasm function does (wasm/assembly/dotPacking.ts). Then the sum of a
 * block is exact, and has the same bits with every instruction set and number of threads. Parts
 * have 7 bits because a browser's 8-bit dot product (relaxed SIMD) takes one operand from 0 to 127.
 */
import { highest } from '#engine/core/statistics.ts';
import type { ComputeDevice } from './computeDevice.ts';
import { blockLength, blockWords, int8 } from './int8.ts';

/** From so many rows on. Fewer, as in answers token by token, are read faster in floats. */
export const leastDotRows = 32;

/** Other devices read the same bytes, and multiply floats. */
export const hasDots = ({ report: { backend } }: ComputeDevice): boolean =>
	backend === 'wasm' || backend === 'javascript';

/** Groups with smaller numbers only are zeros, because levels / largest must be finite. */
const smallest = Math.fround(1e-30);
/** 1.5 · 2²³: adding it rounds a float32 to a whole number, ties to even. */
const rounding = 12_582_912;

/** Terms of a step: equal parts of at most 640, in whole blocks. */
function stepTerms(k: number): number {
	const steps = Math.ceil(k / 640);
	return Math.ceil(k / (steps * blockLength)) * blockLength;
}

/** a [m, k] and b as the product reads them. `product`: NT, y = a bᵀ, or NN, y = a b. */
export function roundedFactors(
	product: 'NT' | 'NN',
	[a, b]: readonly [Float64Array, Float64Array],
	{ n, k }: { readonly n: number; readonly k: number },
): [Float64Array, Float64Array] {
	if (product === 'NN') return [roundedTerms(a, k, blockLength, 63), sharedScales(b, n)];
	return [roundedTerms(a, k, stepTerms(k), 8128), b];
}

/** a [rows, k] with a scale for each `group` of a row. `levels`: the largest |q|. */
export function roundedTerms(
	a: Float64Array,
	k: number,
	group: number,
	levels: number,
): Float64Array {
	const rounded = new Float64Array(a.length);
	for (let row = 0; row < a.length; row += k)
		for (let first = row; first < row + k; first += group) {
			const end = Math.min(first + group, row + k);
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

/** b [k, n] of numbers that int8 stored, with one scale for 64 × 64 of them. */
function sharedScales(b: Float64Array, n: number): Float64Array {
	const k = b.length / n;
	const bytes = int8.encode(Float32Array.from(b));
	const numbers = new Int8Array(bytes.buffer);
	const scales = new Float32Array(bytes.buffer);
	const rounded = new Float64Array(b.length);
	for (let top = 0; top < k; top += blockLength)
		for (let left = 0; left < n; left += blockLength) {
			const rows = Array.from({ length: Math.min(blockLength, k - top) }, (_, i) => top + i);
			const blocks = rows.map((row) => (row * n + left) / blockLength);
			const largest = highest(blocks.map((block) => scales[block * blockWords]));
			if (largest === 0) continue;
			for (const block of blocks) {
				const part = Math.fround(Math.fround(scales[block * blockWords] / largest) * 32_767);
				const share = Math.floor(Math.fround(part + 0.5));
				for (let i = 0; i < blockLength; i++) {
					const q = numbers[4 * (block * blockWords + 1) + i];
					rounded[block * blockLength + i] = largest * ((q * share + 16_384) >> 15);
				}
			}
		}
	return rounded;
}
