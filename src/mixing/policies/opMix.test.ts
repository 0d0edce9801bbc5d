/** OP-Mix: what a search asks for, its mix in worlds with a known best, and resuming. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import { createMixer, expectClose, makeContext } from '../mixer.test-support.ts';
import type { BlendProbe, MixContext, Mixer } from '../policy.ts';
import { explained, runLap } from '../world/lap.ts';
import { learnable } from '../world/named.ts';
import { World, type WorldSkill } from '../world/World.ts';

const ids = ['s0', 's1', 's2'];
const runOf = (sizes: readonly number[] = [100, 100, 100], more: Partial<MixContext> = {}) =>
	makeContext(sizes, { batchSize: 12, totalSteps: 60, random: randomStream(3, 'op'), ...more });
const skill = (id: string, more: Partial<WorldSkill> = {}) =>
	learnable(id, { rows: 100, validationRows: 8, floor: 0.5, rate: 0.05, tokens: 4, ...more });
/** Skills with these rates, which do not help each other. */
const worldOf = (rates: readonly number[]) =>
	new World({ kind: 'skills', skills: rates.map((rate, i) => skill(ids[i], { rate })) });
const settings = { every: 20, copySteps: 10, mixes: 40, kl: 0, strength: 2 };
const create = (changes: JsonObject = {}, context = runOf()) =>
	createMixer('op-mix', { ...settings, ...changes }, context);
const search = (mixer: Mixer, world: World, step = -1) => {
	const probes = mixer.probes(step);
	const batchLoss = ids.map(() => null);
	mixer.observe({ step, batchLoss, results: probes.map((probe) => world.answer(probe)) });
	return probes;
};

describe('a search', () => {
	test('comes before the first step and then every so many steps, not after the last', () => {
		const mixer = create();
		const due = Array.from({ length: 61 }, (_, i) => i - 1).filter(
			(step) => mixer.probes(step).length > 0,
		);
		expect(due).toEqual([-1, 19, 39]);
		expect(mixer.learns).toBe('probes');
	});

	test('asks for a copy of each skill, and for mixes that differ from search to search', () => {
		const mixer = create();
		const [first] = mixer.probes(-1) as BlendProbe[];
		expect(first).toMatchObject({ kind: 'blend', skills: [0, 1, 2], steps: 10 });
		expect(first.mixes).toHaveLength(40);
		for (const shares of first.mixes) expect(sum(shares)).toBeCloseTo(1, 12);
		expect(first.examples).toHaveLength(3 * 8);
		expect(mixer.probes(-1)).toEqual([first]);
		expect((mixer.probes(19) as BlendProbe[])[0].mixes).not.toEqual(first.mixes);
	});

	test('one skill is never searched', () => {
		const mixer = create({}, runOf([100]));
		expect(mixer.probes(-1)).toEqual([]);
		expect(mixer.plan(0).weights).toEqual([1]);
	});
});

describe('the mix', () => {
	test('before a search it is the prior', () => {
		expectClose(create({ tau: 1 }, runOf([100, 200, 300])).plan(0).weights, [1 / 6, 1 / 3, 1 / 2]);
	});

	test('a skill that is learnt fast gets more than one that hardly learns', () => {
		const mixer = create();
		search(mixer, worldOf([0.08, 0.08, 0]));
		const { weights } = mixer.plan(0);
		expect(weights[2]).toBeLessThan(0.1);
		expect(Math.abs(weights[0] - weights[1])).toBeLessThan(0.12);
	});

	test('targets: the others get nothing', () => {
		const mixer = create({ targets: ['s1'] });
		search(mixer, worldOf([0.05, 0.05, 0.05]));
		expect(mixer.plan(0).weights[1]).toBeGreaterThan(0.85);
	});

	test('a strong pull keeps the prior', () => {
		const mixer = create({ kl: 100, tau: 1 }, runOf([100, 200, 300]));
		search(mixer, worldOf([0.2, 0.05, 0.01]));
		mixer
			.plan(0)
			.weights.forEach((share, i) => expect(Math.abs(share - (i + 1) / 6)).toBeLessThan(0.06));
	});

	test('a later search follows what the weights of then still lack', () => {
		const world = worldOf([0.3, 0.05, 0.05]);
		const mixer = create();
		const context = runOf();
		const { plans } = runLap(mixer, context, world, {
			stream: randomStream(1, 'draw'),
			from: 0,
			steps: 41,
			expected: true,
		});
		const [first, second, third] = [0, 20, 40].map((step) => plans[step].weights[0]);
		expect(plans[19].weights).toEqual(plans[0].weights);
		// The fast skill is mastered soon, and its share goes to the others.
		expect(second).toBeLessThan(first);
		expect(third).toBeLessThan(0.2);
	});
});

test('it explains its mix, with the law; and a resumed mixer explains the same', () => {
	const mixer = create();
	const world = worldOf([0.08, 0.05, 0.02]);
	search(mixer, world);
	const { sentence, law, weights } = explained(mixer);
	expect(sentence).toMatch(/After copies of 10 steps on each skill/);
	expect(law!.trials).toHaveLength(40);
	law!.axes.forEach(({ found }, i) => expect(found).toBeCloseTo(weights[i], 9));
	const resumed = createMixer('op-mix', settings, runOf(), {
		saved: JSON.parse(JSON.stringify(mixer.state())) as JsonObject,
	});
	expect(explained(resumed)).toEqual(explained(mixer));
	expect(resumed.plan(7)).toEqual(mixer.plan(7));
	expect(search(resumed, world, 19)).toEqual(search(mixer, world, 19));
	expect(resumed.plan(20)).toEqual(mixer.plan(20));
});

test('a skill without validation rows is measured on training rows, with a warning', () => {
	const mixer = create({}, runOf([100, 100, 100], {}));
	search(mixer, worldOf([0.05, 0.05, 0.05]));
	expect(explained(mixer).warnings).toEqual([]);
	const context = makeContext([100, 100, 100], { validationSize: 0 });
	const other = create({}, context);
	expect((other.probes(-1) as BlendProbe[])[0].examples[0].part).toBe('train');
	search(other, worldOf([0.05, 0.05, 0.05]));
	expect(explained(other).warnings).toHaveLength(1);
});

test('too few mixes are refused', () => {
	expect(() => create({ mixes: 3 })).toThrow(/settings\.mixes: must be a number from 8/);
});
