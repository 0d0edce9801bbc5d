/**
 * Products in whole numbers (storage f32dots: the numbers of f32): how the processor rounds.
 *
 *   y = Σ over steps s_a Σ over blocks of 128 terms  s_b Σ_p q_a q_b
 *
 * y = a bᵀ with b [n, k], or ∂a = ∂y b with b [k, n]. Each row of a has a scale for each step of at
 * most 640 terms, each column of the product one for each block: largest / levels. q = round(x / s)
 * has 14 bits in a (−8191 to 8191) and 12 in b (−2047 to 2047): 128 products are less than 2³¹.
 *
 * Both round in float32 as the wasm function does (wasm/assembly/dotPacking.ts). Then the sum of a
 * block is exact, and has the same bits with every instruction set and number of threads. Products
 * of 16 bits are in every browser; those of 8 bits are fast only where V8 has VNNI instructions.
 */
import type { DeviceReport } from './report.ts';

/** From so many rows on. Fewer, as in answers token by token, are read faster in floats. */
export const leastDotRows = 32;

/** Other devices read the same numbers, and multiply floats. */
export const hasDots = ({ backend }: Pick<DeviceReport, 'backend'>): boolean =>
	backend === 'wasm' || backend === 'javascript';

const blockTerms = 128;
export const levels = { a: 8191, b: 2047 };
/** Groups with smaller numbers only are zeros, because levels / largest must be finite. */
const smallest = Math.fround(1e-30);
/** 1.5 · 2²³: adding it rounds a float32 to a whole number, ties to even. */
const rounding = 12_582_912;

/** Terms of a step: equal parts of at most 640, in whole blocks. */
function stepTerms(k: number): number {
	const steps = Math.ceil(k / 640);
	return Math.ceil(k / (steps * blockTerms)) * blockTerms;
}

/** a [m, k] and b as the product reads them. `product`: NT, y = a bᵀ, or NN, y = a b. */
export function roundedFactors(
	product: 'NT' | 'NN',
	[a, b]: readonly [Float64Array, Float64Array],
	{ n, k }: { readonly n: number; readonly k: number },
): [Float64Array, Float64Array] {
	const roundedA = roundedGroups(a, { length: k, line: k, along: 1 }, stepTerms(k), levels.a);
	const lines = product === 'NT' ? { line: k, along: 1 } : { line: 1, along: n };
	return [roundedA, roundedGroups(b, { length: k, ...lines }, blockTerms, levels.b)];
}

/** Lines of `length` numbers: strides from line to line, and along a line. */
interface Lines {
	readonly length: number;
	readonly line: number;
	readonly along: number;
}

/** With a scale for each `size` numbers of a line. */
export function roundedGroups(
	x: Float64Array,
	{ length, line, along }: Lines,
	size: number,
	largestLevel: number,
): Float64Array {
	const rounded = new Float64Array(x.length);
	for (let n = 0; n < x.length / length; n++)
		for (let from = 0; from < length; from += size) {
			const first = n * line + from * along;
			const end = n * line + Math.min(from + size, length) * along;
			let largest = 0;
			// Math.max keeps NaN, as the wasm function does.
			for (let i = first; i < end; i += along) largest = Math.max(largest, Math.abs(x[i]));
			if (largest < smallest) continue;
			const scale = Math.fround(largest / largestLevel);
			const factor = Math.fround(largestLevel / largest);
			for (let i = first; i < end; i += along) {
				const product = Math.fround(x[i] * factor);
				rounded[i] = scale * (Math.fround(product + rounding) - rounding);
			}
		}
	return rounded;
}
