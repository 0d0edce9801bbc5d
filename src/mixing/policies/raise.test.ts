/** RAISE on toys with a known best choice: rewards, the frozen selector, roll-outs, bad input. */
import { explained } from '../../../scripts/world/lap.ts';
import { describe, expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { canonicalJson, type Json, type JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { randomStream } from '#engine/core/random.ts';
import { mean } from '#engine/core/statistics.ts';
import { Episode } from '../exampleSelector/trainSelector.ts';
import { newNetworks } from '../exampleSelector/ppo.ts';
import { learningChoices, raiseSetup, createEvaluator } from '../exampleSelector/setup.ts';
import { fitBasis, surveyPool } from '../exampleSelector/survey.ts';
import {
	halfFlipped,
	isFlipped,
	runToy,
	Toy,
	toyContext,
	toyPreparation,
	type ToyOptions,
} from '../../../tests/support/toySelector.ts';
import { raise } from './raise.ts';
import { isLong } from '../../../tests/support/suite.ts';
import { makeContext } from '../../../tests/support/mixer.ts';

const steps = 40;
const toValues = (settings: JsonObject) => parseParameters(raise.parameters, settings, 'settings');

/** Trains a selector and runs it. */
async function trained(options: ToyOptions, seed: number, settings: JsonObject) {
	const context = toyContext(options, { seed, batchSize: 8, steps });
	const toy = new Toy(options);
	const values = toValues(settings);
	const preparation = toyPreparation(toy, context);
	const artefact = JSON.parse(
		JSON.stringify(await raise.prepare!(values, context, preparation)),
	) as Json;
	const survey = await raise.survey!(values, context, preparation, artefact);
	const run = () => {
		const world = toy.fresh();
		const mixer = raise.createMixer(values, context, { artefact, survey });
		return { ...runToy(mixer, world, context, steps), mixer, loss: world.validationLoss };
	};
	return { context, toy, values, artefact, survey, run };
}
function randomRun(options: ToyOptions, seed: number): number {
	const context = toyContext(options, { seed, batchSize: 8, steps });
	const toy = new Toy(options);
	const stream = randomStream(seed, 'random');
	for (let step = 0; step < steps; step++)
		toy.train(
			Array.from({ length: 8 }, (_, i) => stream.below(context.skills[0].size, step * 8 + i)),
		);
	return toy.validationLoss;
}
const cleanShare = (batches: readonly number[][]): number => {
	const rows = batches.flat();
	return rows.filter((row) => !isFlipped(row)).length / rows.length;
};
const seeds = isLong ? [1, 2, 3, 4, 5] : [1];
const onlineSeeds = isLong ? seeds : [1, 2];

describe('a toy with a known best choice', () => {
	test('20 episodes find the clean half and end far below random choice', async () => {
		const options = seeds.map((seed) => halfFlipped(seed));
		const runs = [];
		for (const [i, seed] of seeds.entries())
			runs.push((await trained(options[i], seed, { episodes: 20, candidates: 32 })).run());
		for (const { batches } of runs) expect(cleanShare(batches)).toBeGreaterThan(0.9);
		const random = seeds.map((seed, i) => randomRun(options[i], seed));
		runs.forEach(({ loss }, i) => expect(loss).toBeLessThan(random[i] / 3));
		expect(explained(runs[0].mixer).sentence).toMatch(/^Of 200 candidates .* nats.*\.$/);
	});

	test('learning in the run picks the clean half more and more often', async () => {
		const shares = { early: [] as number[], late: [] as number[] };
		for (const seed of onlineSeeds) {
			const options = halfFlipped(seed);
			const context = toyContext(options, { seed, batchSize: 8, steps: 400 });
			const values = toValues({ mode: 'online', candidates: 32 });
			const toy = new Toy({ ...options, rate: 0.03 });
			const preparation = toyPreparation(toy, context);
			expect(await raise.prepare!(values, context, preparation)).toBeNull();
			const survey = await raise.survey!(values, context, preparation, undefined);
			const mixer = raise.createMixer(values, context, { survey, artefact: null });
			const { batches } = runToy(mixer, toy, context, 400);
			shares.early.push(cleanShare(batches.slice(0, 50)));
			shares.late.push(cleanShare(batches.slice(-100)));
			expect(explained(mixer).sentence).toContain('learnt 40 times');
		}
		expect(mean(shares.late)).toBeGreaterThan(mean(shares.early) + 0.1);
	});
});

/** A roll-out of an untrained selector. */
async function runEpisode(settings: JsonObject) {
	const options = halfFlipped(3);
	const context = toyContext(options, { seed: 3, batchSize: 8, steps });
	const values = toValues(settings);
	const setup = raiseSetup(values, context);
	const toy = new Toy(options);
	const preparation = toyPreparation(toy, context);
	const stream = context.random.child('basis');
	const basis = await fitBasis(setup.pool, preparation, { classes: values.classes, stream });
	const features = await surveyPool(setup.pool, basis, preparation);
	const choices = learningChoices(setup, steps, 'episode');
	const evaluator = createEvaluator(values, setup.pool.size, choices);
	const { actor } = newNetworks(values.hidden, context.random);
	const episode = new Episode(setup, features, actor, evaluator, choices);
	return { context, setup, features, toy, episode, choices };
}

test.each([
	[1, 1],
	[3, 1],
	[1, 7],
])('rewards sum to the total gain: %i classes, a choice every %i steps', async (classes, every) => {
	const { toy, episode, context } = await runEpisode({ classes, every });
	const before = toy.validationLoss;
	runToy(episode, toy, context, steps);
	const total = episode.experiences.reduce((sum, { reward }) => sum + reward, 0);
	expect(episode.experiences).toHaveLength(Math.ceil(steps / every));
	expect(total).toBeCloseTo(before - toy.validationLoss, 5);
});

test('every step measures the same validation rows, and none is a candidate', async () => {
	const { toy, episode, context, setup } = await runEpisode({});
	const measured = new Set<string>();
	const spied = {
		plan: (step: number) => episode.plan(step),
		probes: (step: number) => {
			const probes = episode.probes(step);
			for (const probe of probes) measured.add(canonicalJson(probe.examples));
			return probes;
		},
		observe: (seen: Parameters<typeof episode.observe>[0]) => episode.observe(seen),
		state: () => null,
		explain: () => episode.explain(),
	};
	const { plans } = runToy(spied, toy, context, steps);
	expect(measured.size).toBe(1);
	expect(setup.validation.examples.every(({ part }) => part === 'validation')).toBe(true);
	for (const plan of plans) {
		if (plan.by !== 'examples') throw new Error('not by examples');
		expect(plan.examples.every(({ part }) => part === 'train')).toBe(true);
	}
});

describe('the frozen selector', () => {
	const quick = { episodes: 3, candidates: 32 };

	test('does not change in the run, and a seed fixes the sequence', async () => {
		const { run, artefact } = await trained(halfFlipped(1), 1, quick);
		const before = canonicalJson(artefact);
		const first = run();
		expect(canonicalJson(artefact)).toBe(before);
		expect(run().batches).toEqual(first.batches);
	});
});

const runOf = (sizes: readonly number[], validationSize = 8) =>
	makeContext(sizes, { validationSize, batchSize: 8, totalSteps: 6 });

describe('bad input', () => {
	test('an unknown target, and one without rows to measure, are errors with the name', () => {
		const context = runOf([3], 0);
		const made = (targets: string[]) => () => raise.createMixer(toValues({ targets }), context);
		expect(made(['b'])).toThrow(
			failure('targets: "{unknown}" is not a trained skill of this run. Choose among {skills}.', {
				unknown: 'b',
				skills: 's0',
			}),
		);
		expect(made(['s0'])).toThrow(
			failure(
				'targets: {name} has no validation examples and only {size} for training, too few to measure a reward. Import more rows of it, or choose another target.',
				{ name: 'Adding', size: 3 },
			),
		);
		expect(made([])).toThrow(
			failure(
				'targets: no skill has an example to measure a reward. Import skills with more rows.',
			),
		);
	});
});
