/** Compares the wasm attention kernels with plain float64 loops over packed examples. */
import { it } from 'vitest';
import { checkKernel, fill, randomFloats, addUp } from './kernel.ts';

interface Shape {
	/** Lengths. 0: one token that sees nothing. */
	readonly examples: readonly number[];
	readonly heads: number;
	readonly kvHeads: number;
	readonly size: number;
	readonly window: number;
}

it.each<Shape>([
	{ examples: [1], heads: 1, kvHeads: 1, size: 1, window: 0 },
	{ examples: [0, 0], heads: 2, kvHeads: 1, size: 3, window: 0 },
	{ examples: [5, 1, 0, 9, 0], heads: 4, kvHeads: 2, size: 5, window: 0 },
	{ examples: [37, 3, 8], heads: 2, kvHeads: 2, size: 24, window: 0 },
	{ examples: [30, 11], heads: 3, kvHeads: 1, size: 6, window: 7 },
	{ examples: [4, 17], heads: 4, kvHeads: 4, size: 8, window: 1 },
])('attention and its gradients: %o', ({ examples, heads, kvHeads, size, window }) => {
	const spans = examples.map((length) => Math.max(length, 1));
	const n = spans.reduce((sum, span) => sum + span, 0);
	const [first, last] = [new Int32Array(n), new Int32Array(n)];
	let start = 0;
	examples.forEach((length, i) => {
		first.fill(length ? start : n, start, start + spans[i]);
		last.fill(length ? start + spans[i] - 1 : -1, start, start + spans[i]);
		start += spans[i];
	});
	const scale = 1 / Math.sqrt(size);
	const q = randomFloats(n * heads * size, 4);
	const k = randomFloats(n * kvHeads * size, 4);
	const v = randomFloats(n * kvHeads * size);
	const dO = randomFloats(n * heads * size);

	const sees = (t: number, j: number) =>
		j <= t && j >= first[t] && (window === 0 || j > t - window);
	const queryAt = (t: number, head: number) => (t * heads + head) * size;
	const keyAt = (j: number, head: number) =>
		(j * kvHeads + Math.floor((head * kvHeads) / heads)) * size;
	const score = (t: number, head: number, j: number) =>
		scale * addUp(size, (c) => q[queryAt(t, head) + c] * k[keyAt(j, head) + c]);
	const seen = (t: number) => [...first.keys()].filter((j) => sees(t, j));
	const lse = fill(n * heads, (i) => {
		const t = Math.floor(i / heads);
		return seen(t).length
			? Math.log(seen(t).reduce((sum, j) => sum + Math.exp(score(t, i % heads, j)), 0))
			: 0;
	});
	const p = (t: number, head: number, j: number) =>
		sees(t, j) ? Math.exp(score(t, head, j) - lse[t * heads + head]) : 0;
	const o = fill(n * heads * size, (at) => {
		const [t, head, c] = splitIndex(at, heads, size);
		return seen(t).reduce((sum, j) => sum + p(t, head, j) * v[keyAt(j, head) + c], 0);
	});
	const delta = fill(n * heads, (i) => addUp(size, (c) => o[i * size + c] * dO[i * size + c]));
	const sums = fill(2 * n * heads, (at) => (at % 2 === 0 ? lse : delta)[Math.floor(at / 2)]);
	const dS = (t: number, head: number, j: number) =>
		p(t, head, j) *
		(addUp(size, (c) => dO[queryAt(t, head) + c] * v[keyAt(j, head) + c]) -
			delta[t * heads + head]);
	const dQ = fill(o.length, (at) => {
		const [t, head, c] = splitIndex(at, heads, size);
		return scale * seen(t).reduce((sum, j) => sum + dS(t, head, j) * k[keyAt(j, head) + c], 0);
	});
	/** Σ over the queries of a key, in all heads of its group. */
	const overQueries = (at: number, weight: typeof p, rows: Float32Array) => {
		const [j, kvHead, c] = splitIndex(at, kvHeads, size);
		return addUp(n * (heads / kvHeads), (i) => {
			const t = i % n;
			const head = (kvHead * heads) / kvHeads + Math.floor(i / n);
			return sees(t, j) ? weight(t, head, j) * rows[queryAt(t, head) + c] : 0;
		});
	};
	const dK = fill(k.length, (at) => scale * overQueries(at, dS, q));
	const dV = fill(v.length, (at) => overQueries(at, p, dO));

	const sizes = [n, heads, kvHeads, size, window];
	const float32 = (x: Float64Array) => Float32Array.from(x);
	checkKernel(
		{
			name: 'attention',
			inputs: [q, k, v, first],
			outputs: [o.length, lse.length],
			sizes,
			scalars: [scale, 0],
		},
		[o, lse],
		5e-6,
	);
	checkKernel(
		{
			name: 'attentionDelta',
			inputs: [float32(o), dO, float32(lse)],
			outputs: [sums.length],
			sizes: [n, heads, size],
		},
		[sums],
		5e-6,
	);
	const inputs = [q, k, v, dO, float32(sums)];
	checkKernel(
		{
			name: 'attentionGradientQ',
			inputs: [...inputs, first],
			outputs: [dQ.length],
			sizes,
			scalars: [scale, 0],
		},
		[dQ],
		1e-5,
		1,
	);
	checkKernel(
		{
			name: 'attentionGradientKV',
			inputs: [...inputs, last],
			outputs: [dK.length, dV.length],
			sizes,
			scalars: [scale, 0],
		},
		[dK, dV],
		1e-5,
		1,
	);
});

const splitIndex = (at: number, heads: number, size: number): [number, number, number] => [
	Math.floor(at / (heads * size)),
	Math.floor(at / size) % heads,
	at % size,
];
