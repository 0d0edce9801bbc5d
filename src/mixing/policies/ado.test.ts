/** ADO: the fit on known laws, and the shares against the authors' code in plain loops. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { explained } from '../../../scripts/world/lap.ts';
import { createMixer, expectClose, makeContext } from '../../../tests/support/mixer.ts';
import { fitPowerLaw } from '../powerLaw.ts';
import { fastestShares, learningSpeed } from './ado.ts';

const context = makeContext([40, 40, 40], { batchSize: 8, totalSteps: 100 });
const create = (settings: JsonObject) => createMixer('ado', settings, context);

describe('the fit', () => {
	const counts = Array.from({ length: 50 }, (_, i) => 32 * (5 * i + 8));
	test('constant and rising losses predict hardly any fall; too few points give no law', () => {
		for (const losses of [counts.map(() => 2), counts.map((n) => n / 1000)])
			expect(learningSpeed(fitPowerLaw(counts, losses)!, 8000)).toBeLessThan(1e-4);
		expect(fitPowerLaw([1, 2, 3], [3, 2, 1])).toBeNull();
		expect(
			fitPowerLaw(
				counts,
				counts.map(() => 0),
			),
		).not.toBeNull();
	});
});

describe('the shares', () => {
	test('the speed is minus the slope of the law', () => {
		const law = { irreducible: 0.4, scale: 9, exponent: 0.5 };
		const at = (n: number) => 0.4 + 9 * n ** -0.5;
		expect(learningSpeed(law, 1000)).toBeCloseTo((at(999) - at(1001)) / 2, 8);
		// The code bounds the exponent from below where it uses it.
		expect(learningSpeed({ ...law, exponent: 0.01 }, 1000)).toBeCloseTo(
			(0.05 * 9 * 1000 ** -0.01) / 1000,
			12,
		);
	});
	test('no share is below the least one; without any speed the prior stays', () => {
		const shares = fastestShares([0.5, 0.5], [1, 0], [0.5, 0.5], 0.01);
		expectClose(shares, [1 / 1.01, 0.01 / 1.01]);
		expectClose(fastestShares([0.7, 0.3], [0, 0], [0.5, 0.5], 0.01), [0.7, 0.3]);
	});

	test('the credit is √h: four times the history doubles a share, and 1 is not 0', () => {
		expectClose(fastestShares([0.5, 0.5], [1, 1], [0.8, 0.2], 0), [2 / 3, 1 / 3]);
		expectClose(fastestShares([0.5, 0.5], [1, 1], [1, 0], 0), [1, 0]);
	});

	test('a run equals the code in plain loops', () => {
		const laws = [
			[0.4, 9, 0.5],
			[0.1, 4, 0.2],
			[1, 2, 0.7],
		];
		const mixer = create({ warmup: 20, every: 10, ignored: 2, tau: 1 });
		const prior = [1 / 3, 1 / 3, 1 / 3];
		let [average, history, p] = [prior, prior, prior];
		for (let step = 0; step < 60; step++) {
			expectClose(mixer.plan(step).weights, p);
			const n = 8 * (step + 1);
			const losses = laws.map(([e, b, a]) => e + b * n ** -a);
			mixer.observe({ step, batchLoss: losses, results: [] });
			history = history.map((h, k) => 0.9 * h + 0.1 * p[k]);
			if (step + 1 < 20) continue;
			const fitted = (
				mixer.state() as { laws: { irreducible: number; scale: number; exponent: number }[] }
			).laws;
			const slopes = fitted.map((law) => {
				const now = law.irreducible + law.scale * n ** -law.exponent;
				return (Math.max(law.exponent, 0.05) * (now - law.irreducible)) / n;
			});
			const weighted = slopes.map((s, k) => s * prior[k] * history[k] ** 0.5);
			const sum = weighted.reduce((a, b) => a + b, 0);
			const clipped = weighted.map((value) => Math.max(value / sum, 0.01));
			const total = clipped.reduce((a, b) => a + b, 0);
			const d = clipped.map((value) => value / total);
			p = d.map((value, k) => 0.9 * average[k] + 0.1 * value);
			average = average.map((old, k) => old + (d[k] - old) / (step + 2));
		}
		expect(explained(mixer).sentence).toMatch(
			/^The predicted learning speed of \w+ (fell|stayed) .* nats per 1,000 examples/,
		);
		expect(Math.max(...p)).toBeGreaterThan(0.4);
	});

	test('a long run keeps a bounded number of bins with all losses', () => {
		const mixer = create({ warmup: 100_000, ignored: 0 });
		for (let step = 0; step < 1100; step++)
			mixer.observe({ step, batchLoss: [1, step % 2 ? null : 2, null], results: [] });
		const { bins, width } = mixer.state() as {
			bins: { steps: number; n: number; sums: number[]; counts: number[] }[];
			width: number;
		};
		expect(width).toBe(20);
		expect(bins.length).toBeLessThanOrEqual(96);
		const total = (pick: (bin: (typeof bins)[number]) => number) =>
			bins.reduce((sum, bin) => sum + pick(bin), 0);
		expect(total((bin) => bin.steps)).toBe(1100);
		expect([0, 1, 2].map((k) => total((bin) => bin.sums[k]))).toEqual([1100, 1100, 0]);
		expect(bins[0].n).toBeCloseTo(8 * 10.5, 9);
	});
});
