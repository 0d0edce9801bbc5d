/**
 * What a class of 30 can show with one question before and after a lesson: 12 know the answer
 * before. Planted 25 points: each of the 18 others learns it with the chance 7.5 / 18, and nobody
 * unlearns it. Without an effect, each pupil changes the answer by chance. A change is found if its
 * exact interval leaves out 0.
 */
import { expect, test } from 'vitest';
import { isTold, pairedShares } from '#engine/core/paired.ts';
import { randomStream } from '#engine/core/random.ts';

const [classes, pupils, knowing] = [1000, 30, 12];

/** The share of classes in which a change is found. `learns`, `unlearns`: chances of a pupil. */
function foundShare(learns: number, unlearns: number): number {
	const random = randomStream(91, `${learns} ${unlearns}`);
	const found = Array.from({ length: classes }, (_, i) => {
		const before = Array.from({ length: pupils }, (_, pupil) => pupil < knowing);
		const after = before.map((knew, pupil) => {
			const chance = random.uniform(i * pupils + pupil);
			return knew ? chance >= unlearns : chance < learns;
		});
		return isTold(pairedShares(before, after));
	});
	return found.filter(Boolean).length / classes;
}

test('25 points are found in four of five classes, and no effect in at most one of 20', () => {
	const planted = foundShare(7.5 / 18, 0);
	expect(planted).toBeGreaterThanOrEqual(0.8);
	// Equal chances of both directions over the class: 18 · 0.2 = 12 · 0.3.
	expect(foundShare(0.2, 0.3)).toBeLessThanOrEqual(0.05);
	expect(foundShare(0, 0)).toBe(0);
});
