/** McNemar's and Wilcoxon's tests against scipy (tests/golden/compare.py). */
import { expect, test } from 'vitest';
import golden from '../../../tests/golden/compare.json' with { type: 'json' };
import { mcNemar, wilcoxon } from './rankTests.ts';

const near = (p: number, expected: number) =>
	expect(Math.abs(p - expected)).toBeLessThan(1e-12 + 1e-9 * expected * Number(expected < 1e-6));

test('McNemar’s exact p is scipy’s', () => {
	for (const [gained, lost, p] of golden.mcnemar as [number, number, number][])
		near(mcNemar(gained, lost), p);
	expect(mcNemar(0, 0)).toBe(1);
});

test('Wilcoxon’s p is scipy’s, exact and asymptotic, with ties', () => {
	for (const [differences, p] of golden.wilcoxon as [number[], number][])
		near(wilcoxon(differences), p);
	expect(wilcoxon([0, 0])).toBe(1);
});
