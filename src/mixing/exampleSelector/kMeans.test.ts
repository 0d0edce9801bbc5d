import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { kMeans, assignNearest } from './kMeans.ts';

const stream = randomStream(11);

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
