import { expect, test } from 'vitest';
import { mean, sum } from '#engine/core/statistics.ts';
import { fitSurface, surfaceDesign } from './surface.ts';

const ids = ['a', 'b', 'c', 'd'];
const design = surfaceDesign(ids);

test('the design is the same in any order of the skills', () => {
	expect(design).toHaveLength(20);
	expect(design[0]).toEqual([0.25, 0.25, 0.25, 0.25]);
	expect(design[2]).toEqual([0, 1, 0, 0]);
	for (const shares of design) expect(sum(shares)).toBeCloseTo(1, 12);
	const turned = surfaceDesign(['c', 'a', 'd', 'b']);
	const back = turned.slice(5).map(([c, a, d, b]) => [a, b, c, d]);
	back.forEach((shares, i) =>
		shares.forEach((share, k) => expect(share).toBeCloseTo(design[5 + i][k], 12)),
	);
	const many = surfaceDesign(Array.from({ length: 12 }, (_, i) => `skill ${i}`));
	expect(many).toHaveLength(28);
});

test('a quadratic function of the shares is found, with four skills and twenty points', () => {
	const truth = ([a, b, c, d]: readonly number[]) => 2 - a + 0.5 * b * b - 0.8 * a * c + 0.3 * d;
	const surface = fitSurface(design, design.map(truth));
	for (const shares of [
		[0.4, 0.3, 0.2, 0.1],
		[0.1, 0.1, 0.1, 0.7],
		[0, 0.5, 0.5, 0],
	])
		expect(surface.at(shares)).toBeCloseTo(truth(shares), 2);
	expect(surface.error).toBeLessThan(0.02);
});

test('the error is that of points that were left out', () => {
	const noisy = design.map((_, i) => Math.sin(100 * i));
	const surface = fitSurface(design, noisy);
	const centre = mean(noisy);
	const scatter = Math.sqrt(mean(noisy.map((value) => (value - centre) ** 2)));
	expect(surface.error).toBeGreaterThan(0.6 * scatter);
	expect(surface.error).toBeLessThan(2 * scatter);
});

test('values that are all the same give a flat surface', () => {
	const surface = fitSurface(
		design,
		design.map(() => 3),
	);
	expect([surface.at([1, 0, 0, 0]), surface.error]).toEqual([3, 0]);
});
