import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { principalComponents, project } from './principalComponents.ts';

const stream = randomStream(11);

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
