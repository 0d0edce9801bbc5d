/** ADO: the fit on known laws, and the shares against the authors' code in plain loops. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { explained } from '../../../scripts/world/lap.ts';
import { createMixer, expectClose, makeContext } from '../../../tests/support/mixer.ts';

const context = makeContext([40, 40, 40], { batchSize: 8, totalSteps: 100 });
const create = (settings: JsonObject) => createMixer('ado', settings, context);

describe('the shares', () => {
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
