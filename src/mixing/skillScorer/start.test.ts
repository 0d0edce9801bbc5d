/** Eq. 3, and the two ways to start from it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import { freeLogits } from './freeLogits.ts';
import { hiddenStart, perceptron } from './perceptron.ts';
import { sharesOfScores } from './scorer.ts';
import { pretrained, priorShares, startAt } from './start.ts';

const skillsOf = (sizes: readonly number[]) =>
	sizes.map((size, i) => ({ id: `s${i}`, name: `S${i}`, size, validationSize: 0 }));

test.each([
	[1, [0.8, 0.2]],
	[2, [0.666667, 0.333333]],
	[10, [0.534602, 0.465398]],
	[1000, [0.5, 0.5]],
])('q_τ of q = (.8, .2), τ = %i, is where the scorer starts', (tau, expected) => {
	const prior = priorShares(skillsOf([800, 200]), tau);
	const form = freeLogits(2);
	const shares = sharesOfScores(form, startAt(form, prior));
	shares.forEach((share, i) => {
		expect(share).toBeCloseTo(expected[i], 6);
		expect(share).toBeCloseTo(prior[i], 12);
	});
});

test('any sizes give a prior on the simplex, all above 0, in any order', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 12 }),
			fc.double({ min: 1, max: 1000, noNaN: true }),
			(sizes, tau) => {
				const prior = priorShares(skillsOf(sizes), tau);
				expect(prior.every((share) => share > 0)).toBe(true);
				expect(prior.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
				expect(priorShares(skillsOf([...sizes].reverse()), tau).reverse()).toEqual(prior);
			},
		),
		{ seed: 2, numRuns: 200 },
	);
});

test.each([
	['free logits', freeLogits(3)],
	['perceptron', perceptron(3, hiddenStart(['a', 'b', 'c'], randomStream(1, 'start')))],
])('pretraining ends within 1e-10 of the prior, with its moments or without: %s', (_name, form) => {
	const prior = [0.6, 0.3, 0.1];
	const kept = pretrained(form, prior, true);
	const reset = pretrained(form, prior, false);
	const error = sharesOfScores(form, kept).reduce(
		(sum, share, i) => sum + (share - prior[i]) ** 2,
		0,
	);
	expect(error / 3).toBeLessThan(1.1e-10);
	expect(reset.parameters).toEqual(kept.parameters);
	expect(kept.adam.steps).toBeGreaterThan(100);
	expect(Math.max(...kept.adam.second)).toBeGreaterThan(0);
	expect(reset.adam.steps).toBe(0);
	expect(Math.max(...reset.adam.second)).toBe(0);
});
