/** Policies on problems whose best mix is known in closed form. */
import { describe, expect, test } from 'vitest';
import { mixingPolicies, policyById } from '#mixing/registry.ts';
import type { MixingPolicy } from '#mixing/policy.ts';
import { temperatureShares } from '#mixing/shares.ts';
import { learnable, worldById } from '../../../../scripts/world/named.ts';
import { makeContext, runWorld, type WorldRunOptions } from '../../../../scripts/world/runWorld.ts';
import { World, type WorldSpec } from '../../../../scripts/world/World.ts';

const length = { steps: 300, batchSize: 32 };
const run = (world: string, policyId: string, settings: WorldRunOptions['settings'] = {}) =>
	runWorld({ ...worldById(world), ...length }, { policy: policyById(policyId), settings, seed: 1 });

describe('equal signals', () => {
	const registered: readonly MixingPolicy[] = mixingPolicies;
	const adaptive = registered.filter(({ group }) => group === 'adaptive').map(({ id }) => id);

	test.each(adaptive)('%s ends with equal shares, MoSpec with more of its target', async (id) => {
		const { weights } = await run('sizes', id);
		const last = weights[weights.length - 1];
		// Random draws cause differences of a few points of share.
		const favoured = id === 'mospec' ? 0.36 : 0.25;
		last.forEach((share, i) =>
			expect(Math.abs(share - (i === 3 ? favoured : (1 - favoured) / 3))).toBeLessThan(0.03),
		);
	});

	test('DynamixSFT from a prior by size: (1 − γ) p0 + γ/K', async () => {
		const { weights } = await run('sizes', 'dynamix-sft', { tau: 1, gamma: 0.3 });
		const { skills } = makeContext(worldById('sizes'), 'dynamix-sft', 1);
		const prior = temperatureShares(skills, 1);
		weights[299].forEach((share, i) => expect(share).toBeCloseTo(0.7 * prior[i] + 0.075, 9));
	});
});

describe('two tasks that conflict over shared weights', () => {
	/** ½|θ − a|² and ½|θ − b|²: with fixed ratios θ converges to ρ a + (1 − ρ) b. */
	const optima = [
		[3, 0, -1],
		[-1, 2, 5],
	];
	const spec: WorldSpec = {
		kind: 'shared',
		skills: optima.map((optimum, i) => learnable(`task${i}`, { optimum, rate: 0.1 })),
	};
	const after = async (rho: number) => {
		const world = new World(spec);
		for (let step = 0; step < 400; step++) world.train([rho, 1 - rho]);
		return world;
	};

	test('equal ratios converge to the average of both solutions', async () => {
		const { progress } = await after(0.5);
		[1, 1, 2].forEach((value, d) => expect(progress[d]).toBeCloseTo(value, 9));
	});
	test('a larger share never raises the own loss and never lowers the other', async () => {
		const worlds = await Promise.all([0, 0.25, 0.5, 0.75, 1].map(after));
		const first = worlds.map((world) => world.meanLoss(0));
		const second = worlds.map((world) => world.meanLoss(1));
		for (let i = 1; i < worlds.length; i++) {
			expect(first[i]).toBeLessThanOrEqual(first[i - 1]);
			expect(second[i]).toBeGreaterThanOrEqual(second[i - 1]);
		}
		expect(first[4]).toBeCloseTo(0, 9);
	});
	test('the fixed policy ends near the closed form', async () => {
		const settings = { ratios: { task0: 0.3, task1: 0.7 } };
		const { loss } = await runWorld(
			{ spec, targets: [], ...length },
			{ policy: policyById('fixed'), settings, seed: 1 },
		);
		const gap = optima[0].reduce((sum, a, d) => sum + (a - optima[1][d]) ** 2 / 2, 0);
		expect(loss[0] / gap).toBeCloseTo(0.49, 1);
		expect(loss[1] / gap).toBeCloseTo(0.09, 1);
	});
});
