/** Policies on problems whose best mix is known in closed form. */
import { describe, expect, test } from 'vitest';
import { mixingPolicies } from '#mixing/registry.ts';
import { temperatureShares } from '#mixing/shares.ts';
import { learnable, namedWorlds } from './named.ts';
import { makeContext, runWorld } from './runWorld.ts';
import { World, type WorldSpec } from './World.ts';

const named = (id: string) => namedWorlds.find((world) => world.id === id)!;
const options = { steps: 300, batchSize: 32, seed: 1 };

describe('equal signals', () => {
	/**
	 * The limit of each policy at its defaults if all skills are equal. `by row`: it chooses rows.
	 */
	const limits: {
		readonly [id: string]: 'equal' | 'by size' | 'to its target' | 'by row' | 'by trials';
	} = {
		uniform: 'equal',
		fixed: 'equal',
		timetable: 'equal',
		stratified: 'equal',
		replay: 'equal',
		proportional: 'by size',
		temperature: 'by size',
		'size-cap': 'by size',
		unimax: 'by size',
		raise: 'by row',
		'random-examples': 'by row',
		'highest-loss': 'by row',
		'rho-loss': 'by row',
		length: 'by row',
		ifd: 'by row',
		mos: 'equal',
		mospec: 'to its target',
		'loss-proportional': 'equal',
		odm: 'equal',
		'skill-it': 'equal',
		aioli: 'equal',
		doremi: 'equal',
		ado: 'equal',
		msft: 'equal',
		'dynamix-sft': 'equal',
		// Noise of its trials: regMix.test.ts compares its mix with closed forms.
		regmix: 'by trials',
	};
	test('the table has every policy of the registry', () => {
		for (const { id } of mixingPolicies) expect(Object.keys(limits)).toContain(id);
	});

	test.each(Object.entries(limits).filter(([, limit]) => !/^by (row|trials)/.test(limit)))(
		'%s: %s',
		async (policy, limit) => {
			const { spec } = named('sizes');
			const { weights } = await runWorld(spec, { ...options, policy });
			const last = weights[weights.length - 1];
			if (limit === 'by size') {
				for (let i = 1; i < last.length; i++) expect(last[i]).toBeLessThanOrEqual(last[i - 1]);
				expect(last[3]).toBeLessThan(last[0]);
				return;
			}
			// Random draws cause differences of a few points of share.
			const favoured = limit === 'to its target' ? 0.36 : 0.25;
			last.forEach((share, i) =>
				expect(Math.abs(share - (i === 3 ? favoured : (1 - favoured) / 3))).toBeLessThan(0.03),
			);
		},
	);

	test('DynamixSFT from a prior by size: (1 − γ) p0 + γ/K', async () => {
		const { spec } = named('sizes');
		const settings = { tau: 1, gamma: 0.3 };
		const { weights } = await runWorld(spec, { ...options, policy: 'dynamix-sft', settings });
		const prior = temperatureShares(makeContext(spec, { ...options, policy: '' }).skills, 1);
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
		const { loss } = await runWorld(spec, { ...options, policy: 'fixed', settings });
		const gap = optima[0].reduce((sum, a, d) => sum + (a - optima[1][d]) ** 2 / 2, 0);
		expect(loss[0] / gap).toBeCloseTo(0.49, 1);
		expect(loss[1] / gap).toBeCloseTo(0.09, 1);
	});
});

describe('one parameter, two skills, only the first counts', () => {
	const { spec, targets } = named('tug');
	const readShare = async (policy: string) => {
		const { weights } = await runWorld(spec, { ...options, policy, targets });
		return weights[299][0];
	};
	test('Skill-It draws the target more, especially with a large η', async () => {
		const run = (eta: number) =>
			runWorld(spec, { ...options, policy: 'skill-it', settings: { targets, eta }, targets });
		const [mild, strong] = [await run(0.5), await run(20)];
		expect(mild.meanWeights[0]).toBeGreaterThan(0.52);
		expect(strong.meanWeights[0]).toBeGreaterThan(0.75);
		expect(strong.weights[0][0]).toBeGreaterThan(0.95);
		expect(strong.excess).toBeLessThan(mild.excess / 2);
	});
	test.each(['mos', 'odm', 'loss-proportional'])(
		'%s cannot know which skill counts',
		async (policy) => {
			expect(Math.abs((await readShare(policy)) - 0.5)).toBeLessThan(0.1);
		},
	);
});

test('noise: MoS and ODM give it most of the batch, DynamixSFT little', async () => {
	const shareOfNoise = async (policy: string) =>
		(await runWorld(named('noise').spec, { ...options, policy })).weights[299][1];
	expect(await shareOfNoise('mos')).toBeGreaterThan(0.75);
	expect(await shareOfNoise('odm')).toBeGreaterThan(0.7);
	expect(await shareOfNoise('loss-proportional')).toBeGreaterThan(0.75);
	expect(await shareOfNoise('dynamix-sft')).toBeLessThan(0.25);
});

test("DynamixSFT's average mix, replayed, does as well on noise: the mean matters", async () => {
	const { spec } = named('noise');
	const run = await runWorld(spec, { ...options, policy: 'dynamix-sft' });
	const ratios = Object.fromEntries(spec.skills.map(({ id }, i) => [id, run.meanWeights[i]]));
	const replayed = await runWorld(spec, { ...options, policy: 'replay', settings: { ratios } });
	const uniform = await runWorld(spec, { ...options, policy: 'uniform' });
	expect(replayed.excess).toBeLessThan(uniform.excess / 3);
	expect(run.excess).toBeLessThan(uniform.excess / 3);
});
