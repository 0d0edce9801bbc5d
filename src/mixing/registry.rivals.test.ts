/** ODM, loss-proportional, DynamixSFT and IFD against closed forms. */
import { explained } from '../../scripts/world/lap.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import { createMixer, expectClose, makeContext } from '../../tests/support/mixer.ts';
import { boltzmannShares } from './policies/dynamixSft.ts';
import { lossShares } from './policies/lossProportional.ts';
import { exp3Shares, smallestShare } from './policies/odm.ts';

const batch = (step: number, ...batchLoss: (number | null)[]) => ({ step, batchLoss, results: [] });

describe('ODM', () => {
	test('two skills, a loss of 3 for the first, at step 5: equals the code', () => {
		const mixer = createMixer('odm', {}, makeContext([10, 10]));
		mixer.observe(batch(4, 3, null));
		expectClose(mixer.plan(5).weights, [0.535245, 0.464755], 6);
		expect(smallestShare(2, 5)).toBeCloseTo(0.263277, 6);
		expect(explained(mixer).traces).toEqual([
			{ label: 'loss', values: [3, null] },
			{ label: 'reward', values: [expect.closeTo(0.6, 12) as number, 0] },
		]);
		expect(explained(mixer).sentence).toBe(
			'The summed reward of Adding rose from 0 to 0.6, so its share went from 50 % to 53.5 %.',
		);
	});
	test('the next update divides by the new share and uses the last ε', () => {
		const mixer = createMixer('odm', {}, makeContext([10, 10]));
		mixer.observe(batch(4, 3, null));
		mixer.observe(batch(5, null, 2));
		const rewards = [0.6, 0.2 / 0.464755];
		const e5 = Math.sqrt(Math.log(2) / 10);
		const e6 = Math.sqrt(Math.log(2) / 12);
		const powers = rewards.map((r) => Math.exp(e5 * r));
		expectClose(
			mixer.plan(6).weights,
			powers.map((power) => ((1 - 2 * e6) * power) / (powers[0] + powers[1]) + e6),
			6,
		);
	});
	test('paper: π_t = (1 − K ε_t) softmax(ε_{t−1} R̂) + ε_t, R̂ = α R̂ + (1 − α) L/π', () => {
		// Algorithm 1 of arXiv 2312.02406 in plain loops; steps of the lab begin at 0, t at 1.
		const K = 3;
		const epsilon = (t: number) => Math.min(1 / K, Math.sqrt(Math.log(K) / (K * t)));
		const reward = [0, 0, 0];
		const mixer = createMixer('odm', { variant: 'paper' }, makeContext([10, 10, 10]));
		const losses = [
			[3, 1, null],
			[2.5, null, 0.2],
			[null, null, 4],
			[2, 0.5, 0.1],
			[0, 0, 0],
		];
		for (let t = 1; t <= 40; t++) {
			const powers = reward.map((r) => Math.exp((t > 1 ? epsilon(t - 1) : 1 / K) * r));
			const total = sum(powers);
			const pi = powers.map((power) => ((1 - K * epsilon(t)) * power) / total + epsilon(t));
			expectClose(mixer.plan(t - 1).weights, pi, 9);
			const loss = losses[t % losses.length];
			loss.forEach((value, i) => {
				if (value !== null) reward[i] = 0.9 * reward[i] + (0.1 * value) / pi[i];
			});
			mixer.observe(batch(t - 1, ...loss));
		}
		expect(Math.max(...mixer.plan(40).weights)).toBeGreaterThan(0.35);
	});
	test('no share is below ε; equal rewards give equal shares; the largest reward wins', () => {
		fc.assert(
			fc.property(
				fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 50 }),
				fc.integer({ min: 1, max: 100_000 }),
				(reward, t) => {
					const epsilon = smallestShare(reward.length, t);
					const shares = exp3Shares(reward, { previous: epsilon, epsilon });
					shares.forEach((share) => expect(share).toBeGreaterThan(epsilon - 1e-12));
					const best = reward.indexOf(Math.max(...reward));
					expect(shares[best]).toBe(Math.max(...shares));
				},
			),
			{ seed: 5, numRuns: 200 },
		);
		expectClose(exp3Shares([7, 7, 7], { previous: 0.1, epsilon: 0.1 }), [1 / 3, 1 / 3, 1 / 3]);
	});
	test('a stationary bandit: the better arm wins, also with one skill per observation', () => {
		const mixer = createMixer('odm', { scale: 1 }, makeContext([10, 10]));
		const stream = randomStream(2, 'arms');
		for (let step = 0; step < 2000; step++) {
			const first = stream.uniform(step) < mixer.plan(step).weights[0];
			mixer.observe(first ? batch(step, 0.9, null) : batch(step, null, 0.1));
		}
		expect(mixer.plan(2000).weights[0]).toBeGreaterThan(0.9);
	});
});

describe('loss-proportional', () => {
	const rule = { form: 'power', temperature: 1, uniform: 0 } as const;
	test('a skill without a loss gets the mean of the others', () => {
		expectClose(lossShares([3, 1, null], rule)!, [0.5, 1 / 6, 1 / 3]);
		expect(lossShares([null, null], rule)).toBeNull();
	});
});

describe('DynamixSFT', () => {
	const rule = { beta: 4, gamma: 0.3 };
	test('Q = (1, 0), p0 = (.8, .2)', () => {
		expectClose(boltzmannShares([1, 0], [0.8, 0.2], rule), [0.846809, 0.153191], 6);
	});
	test('one update by hand', () => {
		const mixer = createMixer(
			'dynamix-sft',
			{ alpha: 0.5, tau: 1, rows: 1 },
			makeContext([80, 20]),
		);
		const result = (id: string, after: number) => ({
			kind: 'virtualStep' as const,
			id,
			before: Float32Array.of(2),
			after: Float32Array.of(after),
		});
		const results = [result('s0', 1.9), result('s1', 1)];
		mixer.observe({ step: -1, batchLoss: [null, null], results });
		expectClose(mixer.plan(0).weights, boltzmannShares([0, 0.5], [0.8, 0.2], rule), 9);
		expect(explained(mixer).sentence).toMatch(/^The smoothed progress of .* share went from/);
	});
});
