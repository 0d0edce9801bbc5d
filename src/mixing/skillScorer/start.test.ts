/** The prior (Eq. 3), and the two ways to start at it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomStream } from '#core/random.ts';
import {
	freeLogits,
	hiddenStart,
	perceptron,
	pretrain,
	priorShares,
	scorerShares,
	startAtPrior,
} from './scorer.ts';

const makeSkills = (sizes: readonly number[]) =>
	sizes.map((size, i) => ({ id: `s${i}`, name: `S${i}`, size, validationSize: 0 }));

test.each([
	[1, [0.8, 0.2]],
	[2, [0.666667, 0.333333]],
	[10, [0.534602, 0.465398]],
	[1000, [0.5, 0.5]],
])('the scorer starts at q_τ of q = (.8, .2), τ = %i', (tau, expected) => {
	const prior = priorShares(makeSkills([800, 200]), tau);
	const model = freeLogits(2);
	const shares = scorerShares(model, startAtPrior(model, prior));
	shares.forEach((share, i) => {
		expect(share).toBeCloseTo(expected[i], 6);
		expect(share).toBeCloseTo(prior[i], 12);
	});
});

test('any sizes in any order give a positive prior on the simplex', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 12 }),
			fc.double({ min: 1, max: 1000, noNaN: true }),
			(sizes, tau) => {
				const prior = priorShares(makeSkills(sizes), tau);
				expect(prior.every((share) => share > 0)).toBe(true);
				expect(prior.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
				expect(priorShares(makeSkills([...sizes].reverse()), tau).reverse()).toEqual(prior);
			},
		),
		{ seed: 2, numRuns: 200 },
	);
});

test.each([
	['free logits', freeLogits(3)],
	['perceptron', perceptron(3, hiddenStart(['a', 'b', 'c'], randomStream(1, 'start')))],
])(
	'pretraining ends within 1e-10 of the prior, with and without its moments: %s',
	(_name, model) => {
		const prior = [0.6, 0.3, 0.1];
		const kept = pretrain(model, prior, true);
		const reset = pretrain(model, prior, false);
		const error = scorerShares(model, kept).reduce(
			(sum, share, i) => sum + (share - prior[i]) ** 2,
			0,
		);
		expect(error / 3).toBeLessThan(1.1e-10);
		expect(reset.parameters).toEqual(kept.parameters);
		expect(kept.adam.steps).toBeGreaterThan(100);
		expect(Math.max(...kept.adam.second)).toBeGreaterThan(0);
		expect(reset.adam.steps).toBe(0);
		expect(Math.max(...reset.adam.second)).toBe(0);
	},
);
