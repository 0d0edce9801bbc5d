import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { principalComponents } from './principalComponents.ts';

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
});
