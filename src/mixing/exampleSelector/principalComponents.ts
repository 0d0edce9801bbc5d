/**
 * Principal components of pooled states x [rows × width] by subspace iteration:
 *
 *     y = (x − mean) Bᵀ     B [count × width] orthogonal, y [rows × count]
 *
 * RAISE reduces its semantic features to 32 numbers; no source names the method, so this is our
 * reading.
 */
import type { RandomStream } from '#engine/core/random.ts';

export interface Components {
	readonly width: number;
	/** [width], subtracted first. */
	readonly mean: Float64Array;
	/** [count × width]: directions, scaled so that the first output has standard deviation 1. */
	readonly basis: Float64Array;
	readonly count: number;
}

const iterations = 24;
/** A direction with a smaller share of the first deviation is rounding error and becomes 0. */
const least = 1e-6;

/**
 * states: [rows × width]. Directions outside the span of the rows are 0. The iteration starts from
 * random combinations of the rows, so it prefers no direction of the model.
 */
export function principalComponents(
	states: ArrayLike<number>,
	width: number,
	count: number,
	stream: RandomStream,
): Components {
	const rows = states.length / width;
	const mean = new Float64Array(width);
	for (let r = 0; r < rows; r++)
		for (let i = 0; i < width; i++) mean[i] += states[r * width + i] / rows;
	const centred = new Float64Array(rows * width);
	for (let k = 0; k < centred.length; k++) centred[k] = states[k] - mean[k % width];

	const basis = new Float64Array(count * width);
	let scores = Float64Array.from({ length: rows * count }, (_, k) => 2 * stream.uniform(k) - 1);
	let norms: Float64Array = new Float64Array(count);
	for (let round = 0; round <= iterations; round++) {
		basis.fill(0);
		for (let r = 0; r < rows; r++)
			for (let c = 0; c < count; c++) {
				const score = scores[r * count + c];
				if (score === 0) continue;
				for (let i = 0; i < width; i++) basis[c * width + i] += score * centred[r * width + i];
			}
		norms = orthonormalise(basis, width, count);
		scores = new Float64Array(rows * count);
		for (let r = 0; r < rows; r++)
			for (let c = 0; c < count; c++) {
				if (norms[c] === 0) continue;
				let sum = 0;
				for (let i = 0; i < width; i++) sum += centred[r * width + i] * basis[c * width + i];
				scores[r * count + c] = sum;
			}
	}
	let square = 0;
	for (let r = 0; r < rows; r++) square += scores[r * count] ** 2 / rows;
	const deviation = Math.sqrt(square);
	if (deviation > 0) for (let k = 0; k < basis.length; k++) basis[k] /= deviation;
	return { width, mean, basis, count };
}

/** Gram–Schmidt, twice per vector; a dependent vector becomes 0. Returns the norms before it. */
function orthonormalise(basis: Float64Array, width: number, count: number): Float64Array {
	const norms = new Float64Array(count);
	const dot = (a: number, b: number) => {
		let sum = 0;
		for (let i = 0; i < width; i++) sum += basis[a * width + i] * basis[b * width + i];
		return sum;
	};
	for (let c = 0; c < count; c++) {
		for (let pass = 0; pass < 2; pass++)
			for (let before = 0; before < c; before++) {
				const along = dot(c, before);
				for (let i = 0; i < width; i++) basis[c * width + i] -= along * basis[before * width + i];
			}
		const norm = Math.sqrt(dot(c, c));
		// Norms grow with the square of the standard deviation.
		const isInSpan = norm > 0 && norm > norms[0] * least ** 2;
		norms[c] = isInSpan ? norm : 0;
		for (let i = 0; i < width; i++)
			basis[c * width + i] = isInSpan ? basis[c * width + i] / norm : 0;
	}
	return norms;
}

/** Projects `states` [rows × width] to [rows × count]. */
export const project = (
	{ width, mean, basis, count }: Components,
	states: ArrayLike<number>,
): Float32Array =>
	Float32Array.from({ length: (states.length / width) * count }, (_, k) => {
		const [row, c] = [Math.floor(k / count) * width, (k % count) * width];
		let sum = 0;
		for (let i = 0; i < width; i++) sum += (states[row + i] - mean[i]) * basis[c + i];
		return sum;
	});
