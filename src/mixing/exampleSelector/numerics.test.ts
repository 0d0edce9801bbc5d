/** Network gradients, principal components, k-means, standardised advantages, encoded floats. */
import { describe, expect, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import { standardiseAdvantages } from './ppo.ts';
import { kMeans, assignNearest } from './kMeans.ts';
import { initialNetwork, NetworkPass, parameterCount } from './network.ts';
import { decodeFloats, encodeFloats } from './artefact.ts';
import { principalComponents, project } from './principalComponents.ts';

const stream = randomStream(11);
const uniform = (count: number, name: string) =>
	Float64Array.from({ length: count }, (_, i) => 2 * stream.child(name).uniform(i) - 1);

test.each([5, 8])('gradients of a network of width %i equal finite differences', (hidden) => {
	const shape = { inputs: 7, hidden };
	const parameters = uniform(parameterCount(shape), 'parameters');
	const input = uniform(6 * 7, 'input');
	const weights = uniform(6, 'weights');
	const pass = new NetworkPass(shape, 6);
	const value = (at: Float64Array) =>
		pass.forward(at, input, 6).reduce((sum, output, i) => sum + output * weights[i], 0);
	const gradient = new Float64Array(parameters.length);
	value(parameters);
	pass.backward(parameters, input, 6, weights, gradient);
	for (let i = 0; i < parameters.length; i++) {
		const moved = (by: number) => value(parameters.map((p, j) => (j === i ? p + by : p)));
		expect(gradient[i]).toBeCloseTo((moved(1e-5) - moved(-1e-5)) / 2e-5, 7);
	}
});

test('a new network gives 0 for every input, so the first choices are random', () => {
	const shape = { inputs: 4, hidden: 8 };
	const pass = new NetworkPass(shape, 3);
	expect([...pass.forward(initialNetwork(shape, stream), uniform(12, 'x'), 3)]).toEqual([0, 0, 0]);
});

describe('principal components', () => {
	// Three directions with known standard deviations in six dimensions.
	const directions = [
		[1, 1, 0, 0, 0, 0],
		[0, 0, 1, -1, 0, 0],
		[0, 0, 0, 0, 1, 0],
	].map((d) => d.map((v) => v / Math.hypot(...d)));
	const deviations = [4, 1, 0.2];
	const rows = 500;
	const states = Float64Array.from({ length: rows * 6 }, (_, k) => {
		const r = Math.floor(k / 6);
		return directions.reduce(
			(sum, d, c) =>
				sum + d[k % 6] * deviations[c] * (2 * stream.child(`along ${c}`).uniform(r) - 1),
			3,
		);
	});
	const components = principalComponents(states, 6, 5, stream);

	test('find the directions by falling deviation; the rest is 0', () => {
		for (let c = 0; c < 5; c++) {
			const row = [...components.basis.subarray(c * 6, c * 6 + 6)];
			const norm = Math.hypot(...row);
			if (c > 2) expect(norm).toBe(0);
			else {
				const along = row.reduce((sum, v, i) => sum + (v / norm) * directions[c][i], 0);
				expect(Math.abs(along)).toBeGreaterThan(0.99);
			}
		}
	});

	test('the first output has deviation 1, the others in proportion', () => {
		const output = project(components, states);
		const deviation = (c: number) => {
			let square = 0;
			for (let r = 0; r < rows; r++) square += output[r * 5 + c] ** 2 / rows;
			return Math.sqrt(square);
		};
		expect(deviation(0)).toBeCloseTo(1, 3);
		expect(deviation(1)).toBeCloseTo(deviations[1] / deviations[0], 1);
	});

	test('a single state has no direction', () => {
		const { basis } = principalComponents([1, 2, 3], 3, 2, stream);
		expect([...basis]).toEqual([0, 0, 0, 0, 0, 0]);
	});
});

test('k-means finds separate groups, and no more classes than distinct points', () => {
	const centres = [
		[0, 0],
		[10, 0],
		[0, 10],
	];
	const points = Float32Array.from({ length: 300 * 2 }, (_, k) => {
		const r = Math.floor(k / 2);
		return centres[r % 3][k % 2] + stream.child('points').uniform(k);
	});
	const found = kMeans(points, 2, 3, stream);
	const owners = assignNearest(points, found);
	for (let r = 3; r < 300; r++) expect(owners[r]).toBe(owners[r % 3]);
	expect(new Set(owners).size).toBe(3);
	expect(kMeans(Float32Array.of(1, 1, 1, 1), 2, 3, stream).count).toBe(1);
});

test('equal advantages become 0', () => {
	expect([...standardiseAdvantages(Float64Array.of(2, 2, 2))]).toEqual([0, 0, 0]);
	expect([...standardiseAdvantages(Float64Array.of(1, 3))]).toEqual([-1, 1]);
	// Within groups, large advantages do not hide small ones.
	const both = Float64Array.of(1, 3, 100, 500, 7);
	expect([...standardiseAdvantages(both, 2).subarray(0, 2)]).toEqual([-1, 1]);
	expect(standardiseAdvantages(both, 2)).toHaveLength(5);
});

test('floats survive the encoding, rounded to 32 bits', () => {
	const values = [0, -1.5, Math.PI, 1e-20];
	expect([...decodeFloats(encodeFloats(values))]).toEqual(values.map(Math.fround));
});
