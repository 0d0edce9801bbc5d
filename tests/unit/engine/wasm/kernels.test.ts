/** Compares every wasm kernel except attention with a plain float64 loop. */
import { describe, expect, it } from 'vitest';
import {
	builds,
	callKernel,
	checkKernel,
	fill,
	randomFloats,
	randomIntegers,
	addUp,
} from './kernel.ts';

describe('matmul', () => {
	it.each([
		[1, 1, 1],
		[5, 7, 3],
		[37, 19, 23],
		[64, 8, 96],
		[3, 130, 17],
		[50, 33, 2100],
		// More than the panels, strips and terms that are packed at once.
		[293, 78, 645],
		[66, 150, 66],
	])('%i × %i, sum over %i', (m, n, k) => {
		const rows = randomFloats(m * k);
		const columns = rows.map((_, at) => rows[(at % m) * k + Math.floor(at / m)]);
		const b = randomFloats(k * n);
		const r = randomFloats(m * n);
		const bRows = b.map((_, at) => b[(at % k) * n + Math.floor(at / k)]);
		const product = fill(m * n, (at) =>
			addUp(k, (p) => rows[Math.floor(at / n) * k + p] * b[p * n + (at % n)]),
		);
		for (const [transposed, mode, fromRows] of [
			[false, 0, 0],
			[false, 1, 1],
			[true, 0, 1],
			[true, 1, 0],
		] as const) {
			const [strideM, strideK] = transposed ? [1, m] : [k, 1];
			const y = mode === 0 ? product : product.map((value, at) => value + r[at]);
			checkKernel(
				{
					name: 'matmul',
					inputs: [transposed ? columns : rows, fromRows ? bRows : b, r],
					outputs: [m * n],
					operands: [0, 1, 3, 2],
					sizes: [m, n, k, strideM, strideK, mode, fromRows, 0],
				},
				[y],
				1e-6 * Math.sqrt(k),
			);
		}
	});
});

describe.each([
	[1, 1],
	[3, 2],
	[70, 23],
	[33, 96],
])('%i rows of %i', (rows, width) => {
	const x = randomFloats(rows * width);
	const dy = randomFloats(rows * width);
	const gain = randomFloats(width);
	const r = fill(
		rows,
		(row) => 1 / Math.sqrt(addUp(width, (c) => x[row * width + c] ** 2) / width + 0.1),
	);
	const findRow = (i: number) => Math.floor(i / width);

	it('rmsNorm', () => {
		const y = fill(rows * width, (i) => x[i] * r[findRow(i)] * gain[i % width]);
		checkKernel(
			{
				name: 'rmsNorm',
				inputs: [x, gain],
				outputs: [rows * width, rows],
				sizes: [rows, width],
				scalars: [0.1],
			},
			[y, r],
		);
	});

	it('rmsNormGradient', () => {
		const dot = fill(rows, (row) =>
			addUp(width, (c) => gain[c] * dy[row * width + c] * x[row * width + c]),
		);
		const dx = fill(
			rows * width,
			(i) =>
				gain[i % width] * dy[i] * r[findRow(i)] -
				(x[i] * r[findRow(i)] ** 3 * dot[findRow(i)]) / width,
		);
		const chunks = Math.ceil(rows / 32);
		const partial = fill(chunks * width, (i) => {
			const start = findRow(i) * 32;
			return addUp(Math.min(32, rows - start), (j) => {
				const at = (start + j) * width + (i % width);
				return dy[at] * x[at] * r[start + j];
			});
		});
		checkKernel(
			{
				name: 'rmsNormGradient',
				inputs: [dy, x, gain, Float32Array.from(r)],
				outputs: [rows * width, chunks * width],
				sizes: [rows, width],
			},
			[dx, partial],
			5e-6,
		);
	});

	it('sumRows', () => {
		const y = fill(width, (c) => addUp(rows, (row) => x[row * width + c]));
		checkKernel(
			{ name: 'sumRows', inputs: [x], outputs: [width], sizes: [rows, width] },
			[y],
			1e-5,
		);
	});

	it('gatherRows and scatterRows', () => {
		const index = randomIntegers(41, rows);
		checkKernel(
			{ name: 'gatherRows', inputs: [x, index], outputs: [41 * width], sizes: [41, width, 0] },
			[fill(41 * width, (i) => x[index[findRow(i)] * width + (i % width)])],
			0,
		);
		const terms = randomFloats(41 * width);
		const order = Int32Array.from(index.keys()).sort((a, b) => index[a] - index[b] || a - b);
		const starts = Int32Array.from(
			{ length: rows + 1 },
			(_, row) => index.filter((i) => i < row).length,
		);
		const dx = fill(rows * width, (i) =>
			addUp(41, (j) => (index[j] === findRow(i) ? terms[j * width + (i % width)] : 0)),
		);
		checkKernel(
			{
				name: 'scatterRows',
				inputs: [terms, order, starts],
				outputs: [rows * width],
				sizes: [rows, width],
			},
			[dx],
		);
	});

	it('crossEntropy and crossEntropyScores', () => {
		const z = x.map((value) => Math.fround(20 * value));
		const targets = randomIntegers(rows, width);
		const weights = randomFloats(rows);
		const at = (row: number) => z.subarray(row * width, (row + 1) * width);
		// The first of equal logits is the argmax.
		if (width > 2) at(0)[1] = at(0)[0] = Math.max(...at(0));
		targets[0] = Math.min(1, width - 1);
		const lse = fill(rows, (row) => Math.log(addUp(width, (c) => Math.exp(at(row)[c]))));
		const nll = lse.map((value, row) => value - at(row)[targets[row]]);
		const hits = fill(rows, (row) =>
			at(row).indexOf(Math.max(...at(row))) === targets[row] ? 1 : 0,
		);
		const dz = fill(rows * width, (i) => {
			const row = findRow(i);
			return weights[row] * (Math.exp(z[i] - lse[row]) - (i % width === targets[row] ? 1 : 0));
		});
		checkKernel(
			{
				name: 'crossEntropy',
				inputs: [z, targets, weights],
				outputs: [rows * width, rows, rows],
				sizes: [rows, width],
			},
			[dz, nll, hits],
		);
		checkKernel(
			{
				name: 'crossEntropyScores',
				inputs: [z, targets],
				outputs: [rows, rows, rows],
				sizes: [rows, width],
			},
			[nll, hits, fill(rows, (row) => Math.exp(Math.max(...at(row)) - lse[row]))],
		);
	});
});

it.each([
	[1, 1, 2],
	[9, 3, 6],
	[20, 4, 24],
])('rotary: %i rows, %i heads of %i, and back', (rows, heads, size) => {
	const half = size / 2;
	const context = 50;
	const angle = (position: number, i: number) => position * 100 ** (-i / half);
	const table = Float32Array.from({ length: context * size }, (_, at) => {
		const [position, i] = [Math.floor(at / size), at % size];
		return i < half ? Math.cos(angle(position, i)) : Math.sin(angle(position, i - half));
	});
	const x = randomFloats(rows * heads * size);
	const positions = randomIntegers(rows, context);
	for (const direction of [1, -1]) {
		const y = fill(x.length, (at) => {
			const [row, i] = [Math.floor(at / (heads * size)), at % size];
			const turn = direction * angle(positions[row], i % half);
			const partner = i < half ? -x[at + half] : x[at - half];
			return x[at] * Math.cos(turn) + partner * Math.sin(turn);
		});
		checkKernel(
			{
				name: 'rotary',
				inputs: [x, positions, table],
				outputs: [x.length],
				sizes: [rows, heads, size, direction],
			},
			[y],
		);
	}
});

describe.each([1, 3, 64, 131, 1000])('%i numbers', (count) => {
	const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
	const gate = randomFloats(count, 20);
	const up = randomFloats(count);
	const dy = randomFloats(count);

	it('swiGlu and its gradient', () => {
		checkKernel({ name: 'swiGlu', inputs: [gate, up], outputs: [count], sizes: [count] }, [
			fill(count, (i) => gate[i] * sigmoid(gate[i]) * up[i]),
		]);
		const dGate = fill(count, (i) => {
			const s = sigmoid(gate[i]);
			return dy[i] * up[i] * s * (1 + gate[i] * (1 - s));
		});
		const dUp = fill(count, (i) => dy[i] * gate[i] * sigmoid(gate[i]));
		checkKernel(
			{ name: 'swiGluGradient', inputs: [dy, gate, up], outputs: [count, count], sizes: [count] },
			[dGate, dUp],
		);
	});

	it('add', () => {
		checkKernel({ name: 'add', inputs: [gate, up], outputs: [count], sizes: [count] }, [
			fill(count, (i) => gate[i] + up[i]),
		]);
	});

	it('copyWords', () => {
		const y = fill(count, (i) => (i < 1 ? up[i] : gate[i - 1]));
		checkKernel(
			{ name: 'copyWords', inputs: [gate], outputs: [up], sizes: [count - 1, 0, 1] },
			[y],
			0,
		);
	});

	it('sumSquares and adamW', () => {
		const chunk = 48;
		const chunks = Math.ceil(count / chunk);
		const partial = fill(chunks, (c) =>
			addUp(Math.min(chunk, count - c * chunk), (i) => dy[c * chunk + i] ** 2),
		);
		checkKernel({ name: 'sumSquares', inputs: [dy], outputs: [chunks], sizes: [count, chunk] }, [
			partial,
		]);
		const decay = Float32Array.from({ length: count }, (_, i) => i % 2);
		const first = randomFloats(count, 0.1);
		const second = randomFloats(count).map(Math.abs);
		const [rate, beta1, beta2, epsilon, weightDecay, step] = [0.02, 0.9, 0.99, 1e-3, 0.1, 3];
		const corrections = [1 / (1 - beta1 ** step), 1 / (1 - beta2 ** step)];
		const norm = Math.sqrt(addUp(count, (i) => dy[i] ** 2));
		for (const clip of [0.1, 1e9]) {
			const g = fill(count, (i) => dy[i] * Math.min(1, clip / (norm + 1e-6)));
			const m = fill(count, (i) => beta1 * first[i] + (1 - beta1) * g[i]);
			const v = fill(count, (i) => beta2 * second[i] + (1 - beta2) * g[i] ** 2);
			const theta = fill(
				count,
				(i) =>
					up[i] * (1 - rate * weightDecay * decay[i]) -
					(rate * m[i] * corrections[0]) / (Math.sqrt(v[i] * corrections[1]) + epsilon),
			);
			checkKernel(
				{
					name: 'adamW',
					inputs: [
						dy,
						decay,
						Float32Array.from([rate, ...corrections]),
						Float32Array.from(partial),
					],
					outputs: [up, first, second, 1],
					operands: [0, 1, 4, 5, 6, 2, 3, 7],
					sizes: [count, chunks],
					scalars: [beta1, beta2, epsilon, weightDecay, clip, 1 - beta1, 1 - beta2],
				},
				[theta, m, v, [norm]],
			);
		}
	});
});

it('exp is within 2 units in the last place', () => {
	// For logits 0 and −x with x > 17.4, Σ exp is 1 in float32, so the second gradient is exp(−x).
	const count = 4000;
	const z = Float32Array.from({ length: 2 * count }, (_, i) => (i % 2 ? -(i / 2) / 100 - 17.5 : 0));
	for (const build of builds) {
		const [dz] = callKernel(
			{
				name: 'crossEntropy',
				inputs: [z, new Int32Array(count), new Float32Array(count).fill(1)],
				outputs: [2 * count, count, count],
				sizes: [count, 2],
			},
			1,
			build,
		);
		const errors = Array.from({ length: count }, (_, i) => {
			const exact = Math.exp(z[2 * i + 1]);
			return Math.abs(dz[2 * i + 1] - exact) / 2 ** (Math.floor(Math.log2(exact)) - 23);
		});
		expect(Math.max(...errors)).toBeLessThan(2);
	}
});
