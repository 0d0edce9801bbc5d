/**
 * The preset for short runs with the proposal's interval, on rewards of a real model: SmolLM2-135M
 * with an adapter, short word problems, code and instructions (docs/benchmarks.md, “MoS in a short
 * run of a real model”).
 */
import { expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { createMixer, makeContext } from '../../../tests/support/mixer.ts';
import type { MeasureProbe } from '../policy.ts';
import { mos } from './mos.ts';

/** Relative perplexities after 10, 20, 30 and 40 steps. */
const measured = [
	[0.016, 0.976, 0.708],
	[0.014, 0.991, 0.711],
	[0.035, 0.863, 0.687],
	[0.043, 0.946, 0.718],
];

/** The shares after 50 steps. `interval`: steps between two measurements. */
function sharesAtEnd(settings: object, interval: number): readonly number[] {
	const context = makeContext([200, 200, 200], { totalSteps: 50, random: randomStream(1, 'mos') });
	const mixer = createMixer('mos', { ...settings, interval, reward: 'difficulty' }, context);
	mixer.probes(-1);
	for (let step = 0; step < 49; step++) {
		const rewards = measured[Math.min(3, Math.floor(step / 10))];
		const results = (mixer.probes(step) as readonly MeasureProbe[]).map((probe) => {
			const all = (value: (skill: number) => number) =>
				Float32Array.from(probe.examples, ({ skill }) => value(skill));
			const loss = all((skill) => 3 + Math.log(rewards[skill]));
			const values = {
				loss,
				baseLoss: all(() => 3),
				state: all(() => 1),
				correct: all(() => 0),
				promptTokens: all(() => 5),
			};
			return { kind: 'measure', id: probe.id, values } as const;
		});
		mixer.observe({ step, batchLoss: [null, null, null], results });
	}
	return mixer.plan(49).weights;
}

test('the shares of skills that differ move by more than a point in 50 steps', () => {
	const { settings } = mos.presets!.find(({ id }) => id === 'short')!;
	const shares = sharesAtEnd(settings, 10);
	expect(shares[0]).toBeLessThan(0.05);
	expect(shares[1]).toBeGreaterThan(shares[2] + 0.01);
	// Twice as many measurements end at nearly the same shares.
	sharesAtEnd(settings, 5).forEach((share, k) =>
		expect(Math.abs(share - shares[k])).toBeLessThan(0.03),
	);
});
