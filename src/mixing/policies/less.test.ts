/** LESS: its scores in closed form, its warm-up and probes, its choice, and resuming. */
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { failure } from '../../../tests/support/failure.ts';
import { createMixer, expectClose, makeContext } from '../../../tests/support/mixer.ts';
import type { GradientProbe, Mixer, Preparation } from '../policy.ts';
import { explained } from '../../../scripts/world/lap.ts';
import { learnable } from '../../../scripts/world/named.ts';
import { preparationIn } from '../../../scripts/world/preparation.ts';
import { World, type WorldSkill, type WorldSpec } from '../../../scripts/world/World.ts';
import { influences, less } from './less.ts';

const context = makeContext([40, 40, 20], {
	batchSize: 4,
	totalSteps: 30,
	random: randomStream(5, 'less'),
});
const valuesOf = (settings: JsonObject) => parseParameters(less.parameters, settings, 'settings');
const skill = (id: string, more: Partial<WorldSkill> = {}) =>
	learnable(id, { rows: 40, validationRows: 8, floor: 0.5, rate: 0.05, tokens: 4, ...more });
/** s1 helps s0 half; the first 25 of the 40 rows of s0 are wrong. */
const spec: WorldSpec = {
	kind: 'skills',
	skills: [skill('s0', { noise: 0.5 }), skill('s1'), skill('s2', { rows: 20 })],
	transfer: [
		[1, 0, 0],
		[0.5, 1, 0],
		[0, 0, 1],
	],
};
const prepare = (settings: JsonObject, more: Partial<Preparation> = {}) =>
	less.prepare!(valuesOf(settings), context, preparationIn(new World(spec), context, more));
const settings = { targets: ['s0'], share: 0.2, warmup: 0.2, epochs: 2 };

test('the score is the mean of the cosines by learning rate; the best target counts', () => {
	const checkpoints = [
		[
			[0.2, 0.9],
			[0.4, 0],
		],
		[
			[0.6, 0.5],
			[0, 0.8],
		],
	];
	expectClose(Array.from(influences(checkpoints, [3, 1])), [0.3, 0.8], 12);
	expectClose(Array.from(influences(checkpoints, [0, 0])), [0.4, 0.7], 12);
});

describe('the preparation', () => {
	/** The mixer that it trains with, and the roll-out's options. */
	const warmUp = async (changes: JsonObject = {}) => {
		const rolled: { mixer: Mixer; steps: number }[] = [];
		const stop = prepare(
			{ ...settings, ...changes },
			{
				rollOut: async (mixer, { steps }) => {
					rolled.push({ mixer, steps });
					throw new Error('enough');
				},
			},
		);
		await expect(stop).rejects.toThrow('enough');
		return rolled[0];
	};

	test('trains epochs on a few rows, and compares all rows at the end of each', async () => {
		// 20 of 100 rows, in batches of 4: 5 steps an epoch.
		const { mixer, steps } = await warmUp();
		expect(steps).toBe(10);
		const probes = Array.from({ length: 11 }, (_, i) => mixer.probes(i - 1));
		const due = probes.map((list) => list.filter(({ id }) => id === 'rows').length);
		expect(due).toEqual([0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);
		const probe = probes[5].find(({ id }) => id === 'rows') as GradientProbe;
		expect(probe).toMatchObject({ trainGroup: 1, exampleGroup: 16, as: 'update', unitRows: false });
		expect(probe.train).toHaveLength(100);
		expect(probe.examples.every((row) => row.skill === 0 && row.part === 'validation')).toBe(true);
		const drawn = Array.from({ length: 5 }, (_, step) => {
			const plan = mixer.plan(step);
			return plan.by === 'examples' ? plan.examples.map((row) => `${row.skill} ${row.index}`) : [];
		}).flat();
		expect(new Set(drawn).size).toBe(20);
	});

	test('weighs a checkpoint by the mean learning rate of its epoch', async () => {
		const artefact = await prepare(settings, {
			rollOut: async (mixer, { steps }) => {
				for (let step = -1; step < steps; step++)
					mixer.observe({
						step,
						batchLoss: [null, null, null],
						results: mixer.probes(step).map((probe) => {
							if (probe.kind !== 'gradients') throw new Error('no gradients');
							const first = step < 6;
							return {
								kind: 'gradients',
								id: probe.id,
								products: [Float64Array.from(probe.train, () => (first ? 0.5 : -0.5))],
								targetNorms: Float64Array.of(1),
								trainNorms: Float64Array.from(probe.train, () => 1),
								// The first epoch has 8, 7, 6, 5, 4 and the second 3, 2, 1, 0, −1 of 10.
								learningRate: (7 - step) / 10,
							};
						}),
					});
			},
		});
		const mixer = createMixer('less', settings, context, { artefact: artefact! });
		// (0.6 · 0.5 − 0.1 · 0.5) / 0.7
		const [{ values }] = explained(mixer).traces;
		for (const value of values) expect(value).toBeCloseTo(0.25 / 0.7, 6);
	});
});

describe('the choice', () => {
	test('has the right rows of the target, then those that help it', async () => {
		const artefact = (await prepare(settings))!;
		const rows = (share: number) => {
			const mixer = createMixer('less', { ...settings, share }, context, { artefact });
			const plans = Array.from({ length: 30 }, (_, step) => mixer.plan(step));
			return plans.flatMap((plan) => (plan.by === 'examples' ? plan.examples : []));
		};
		const world = new World(spec);
		// 15 of 100 rows are right rows of the target. Their gradient is that of its validation rows.
		expect(rows(0.15).every((row) => row.skill === 0 && !world.isWrong(row))).toBe(true);
		// The other 40 are of the skill that helps. Wrong rows and the third skill have cosine 0.
		expect(new Set(rows(0.55).map(({ skill }) => skill))).toEqual(new Set([0, 1]));
		expect(rows(0.55).some((row) => world.isWrong(row))).toBe(false);
	});
});

describe('errors', () => {
	test('scores of other rows', async () => {
		const artefact = JSON.parse(JSON.stringify(await prepare(settings))) as { [k: string]: Json };
		const { s1: _gone, ...scores } = artefact['scores'] as { [k: string]: Json };
		expect(() => createMixer('less', settings, context, { artefact: { scores } })).toThrow(
			failure(
				'{field}: the scores of {name} are missing or are of other rows. Let the policy prepare again, or choose another file.',
				{ field: 'artefact.scores.s1', name: 'Sorting' },
			),
		);
	});
});
