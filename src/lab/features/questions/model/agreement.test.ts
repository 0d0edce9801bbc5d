import { describe, expect, it } from 'vitest';
import { agreements, krippendorffAlpha, weightedKappa } from './agreement.ts';
import { personScore } from '../../../../../tests/support/question.ts';

describe('Krippendorff’s α', () => {
	it('equals the definition for two marks of two units', () => {
		// Units (0, 1) and (1, 1). Observed: (1 + 1) / 4 = ½. Expected: 6 of the 12 ordered pairs of
		// {0, 1, 1, 1} differ: ½. α = 0.
		expect(
			krippendorffAlpha([
				[0, 1],
				[1, 1],
			]),
		).toBeCloseTo(0, 12);
	});

	it('is the published 0.849 for interval data', () => {
		// K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C: 4 observers,
		// 12 units, some marks missing.
		const units = [
			...[
				[1, 1, 1],
				[2, 2, 3, 2],
				[3, 3, 3, 3],
				[3, 3, 3, 3],
				[2, 2, 2, 2],
				[1, 2, 3, 4],
			],
			...[[4, 4, 4, 4], [1, 1, 2, 1], [2, 2, 2, 2], [5, 5, 5], [1, 1], [3]],
		];
		expect(krippendorffAlpha(units)).toBeCloseTo(0.849, 3);
	});

	it('is 1 if all agree, below 0 for opposite marks, and undefined without differences', () => {
		expect(
			krippendorffAlpha([
				[0, 0],
				[1, 1],
			]),
		).toBe(1);
		expect(
			krippendorffAlpha([
				[0, 1],
				[1, 0],
			]),
		).toBeCloseTo(-0.5, 12);
		expect(
			krippendorffAlpha([
				[1, 1],
				[1, 1],
			]),
		).toBeNull();
		expect(krippendorffAlpha([[1], [0]])).toBeNull();
	});

	it('and κ are undefined for a single answer', () => {
		expect([krippendorffAlpha([[0, 1]]), krippendorffAlpha([])]).toEqual([null, null]);
		expect([weightedKappa([[0, 1]]), weightedKappa([])]).toEqual([null, null]);
	});
});

describe('Cohen’s κ with quadratic weights', () => {
	it('equals κ for two grades', () => {
		// 20 agree on yes, 15 on no, 5 and 10 differ (Wikipedia's example of κ): κ = 0.4.
		const times = (n: number, pair: readonly [number, number]) =>
			Array.from({ length: n }, () => pair);
		const pairs = [
			...times(20, [1, 1]),
			...times(15, [0, 0]),
			...times(5, [1, 0]),
			...times(10, [0, 1]),
		];
		expect(weightedKappa(pairs)).toBeCloseTo(0.4, 12);
	});

	it('punishes a near grade less than a far one', () => {
		const near = weightedKappa([
			[0, 0.25],
			[1, 1],
			[0.5, 0.5],
		])!;
		const far = weightedKappa([
			[0, 1],
			[1, 1],
			[0.5, 0.5],
		])!;
		expect(near).toBeGreaterThan(far);
		expect(weightedKappa([])).toBeNull();
		expect(
			weightedKappa([
				[1, 1],
				[1, 1],
			]),
		).toBeNull();
	});
});

describe('the agreement of raters', () => {
	const by = (name: string, values: readonly (number | null)[]) =>
		values.map((value, i) => personScore('a', `q${i}`, 'accuracy', value, name));

	it('covers each pair of raters, and all together if there are three', () => {
		const scores = [...by('Ada', [0, 1, 0.5, null]), ...by('Ben', [0, 1, 1, 1]), ...by('Cy', [1])];
		expect(agreements(scores)).toEqual([
			expect.objectContaining({ scorers: ['person Ada', 'person Ben'], n: 3, difference: 0.5 / 3 }),
			expect.objectContaining({ scorers: ['person Ada', 'person Cy'], n: 1, difference: 1 }),
			expect.objectContaining({ scorers: ['person Ben', 'person Cy'], n: 1 }),
			expect.objectContaining({
				scorers: ['person Ada', 'person Ben', 'person Cy'],
				n: 3,
				kappa: null,
			}),
		]);
	});

	it('is empty for one rater, and for two raters of different answers', () => {
		expect(agreements(by('Ada', [1, 0]))).toEqual([]);
		expect(
			agreements([
				personScore('a', 'q', 'accuracy', 1),
				personScore('b', 'q', 'accuracy', 1, 'Ben'),
			]),
		).toEqual([]);
	});
});
