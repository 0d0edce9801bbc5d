/** Plain float64 functions of the decoder's parts. They share no code with the kernels. */

/** Attention, query by query. q [batch × time, heads · d], segments [batch × time]. */
export function attentionReference(
	q: Float64Array,
	k: Float64Array,
	v: Float64Array,
	segments: readonly number[],
	[batch, time, heads, kvHeads, d]: readonly [number, number, number, number, number],
): Float64Array {
	const out = new Float64Array(q.length);
	for (let b = 0; b < batch; b++)
		for (let t = 0; t < time; t++)
			for (let h = 0; h < heads; h++) {
				const query = ((b * time + t) * heads + h) * d;
				const toKey = (u: number) =>
					((b * time + u) * kvHeads + Math.floor((h * kvHeads) / heads)) * d;
				const seen: number[] = [];
				for (let u = 0; u <= t; u++)
					if (segments[b * time + u] === segments[b * time + t]) seen.push(u);
				const scores = seen.map((u) => {
					let dot = 0;
					for (let i = 0; i < d; i++) dot += q[query + i] * k[toKey(u) + i];
					return dot / Math.sqrt(d);
				});
				const top = Math.max(...scores);
				const exps = scores.map((s) => Math.exp(s - top));
				const total = exps.reduce((a, e) => a + e, 0);
				seen.forEach((u, n) => {
					for (let i = 0; i < d; i++) out[query + i] += (exps[n] / total) * v[toKey(u) + i];
				});
			}
	return out;
}

/** nll of each target. */
export function crossEntropyReference(
	logits: Float64Array,
	targets: readonly number[],
): Float64Array {
	const vocabulary = logits.length / targets.length;
	return Float64Array.from(targets, (target, i) => {
		const row = logits.subarray(i * vocabulary, (i + 1) * vocabulary);
		const top = row.reduce((a, z) => Math.max(a, z), -Infinity);
		return Math.log(row.reduce((sum, z) => sum + Math.exp(z - top), 0)) + top - row[target];
	});
}

export function linearReference(
	x: Float64Array,
	weight: Float64Array,
	[rows, inner, outer]: readonly [number, number, number],
): Float64Array {
	const y = new Float64Array(rows * outer);
	for (let r = 0; r < rows; r++)
		for (let o = 0; o < outer; o++) {
			let sum = 0;
			for (let i = 0; i < inner; i++) sum += x[r * inner + i] * weight[o * inner + i];
			y[r * outer + o] = sum;
		}
	return y;
}

export function rmsNormReference(
	x: Float64Array,
	gain: Float64Array,
	epsilon: number,
): Float64Array {
	const width = gain.length;
	return x.map((value, i) => {
		const start = i - (i % width);
		let squares = 0;
		for (let j = start; j < start + width; j++) squares += x[j] ** 2;
		return (value * gain[i % width]) / Math.sqrt(squares / width + epsilon);
	});
}

/** Rotates each pair as a complex number. `positions` has one entry per row. */
export function rotaryReference(
	x: Float64Array,
	positions: readonly number[],
	headDim: number,
	base: number,
): Float64Array {
	const y = new Float64Array(x.length);
	const half = headDim / 2;
	positions.forEach((position, row) => {
		for (let j = 0; j < half; j++) {
			const angle = position * base ** ((-2 * j) / headDim);
			const [a, b] = [x[row * headDim + j], x[row * headDim + j + half]];
			y[row * headDim + j] = a * Math.cos(angle) - b * Math.sin(angle);
			y[row * headDim + j + half] = b * Math.cos(angle) + a * Math.sin(angle);
		}
	});
	return y;
}

export const swiGluReference = (gate: Float64Array, up: Float64Array): Float64Array =>
	gate.map((a, i) => (a / (1 + Math.exp(-a))) * up[i]);
