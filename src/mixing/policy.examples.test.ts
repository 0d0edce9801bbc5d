/** The example policies against closed forms: probes, preparation, choice of rows, quotas. */
import { expect, test } from 'vitest';
import type { Json } from '#engine/core/json.ts';
import { randomStream } from '#engine/core/random.ts';
import { sum } from '#engine/core/statistics.ts';
import type { MixContext } from './policy.ts';
import {
	choosing,
	lookingAhead,
	measuring,
	oneSkillPerBatch,
	prepared,
} from './seamPolicies.test-support.ts';
import { normalise } from './shares.ts';
import { findHeight, World } from './world/transferWorld.test-support.ts';
import { runLap } from './world/lap.ts';
import { preparationIn } from './world/preparation.ts';

const context: MixContext = {
	skills: [
		{ id: 'add', name: 'add', size: 20, validationSize: 5 },
		{ id: 'sub', name: 'sub', size: 10, validationSize: 5 },
		{ id: 'fact', name: 'fact', size: 5, validationSize: 5 },
	],
	batchSize: 6,
	totalSteps: 30,
	random: randomStream(3, 'policy'),
	hasAuxiliary: false,
};
const transfer = [
	[1, 0.5, 0],
	[0.25, 1, 0],
	[0, -0.25, 2],
];
const lap = { stream: randomStream(3, 'draw'), from: 0 };

test('measure: relative perplexity of rows is exp(loss − base loss)', () => {
	const world = new World(transfer, 0.05, [0, 1, 2]);
	const mixer = measuring.createMixer({}, context);
	const probe = mixer.probes(0)[0];
	if (probe.kind !== 'measure') throw new Error('not a measure');
	const expected = normalise(
		[0, 1, 2].map((skill) => {
			const rows = probe.examples.filter((ref) => ref.skill === skill);
			expect(rows).toHaveLength(4);
			return rows.reduce(
				(sum, { index }) => sum + Math.exp(findHeight(index) * (Math.exp(-skill) - 1)),
				0,
			);
		}),
	);
	mixer.observe({ step: 0, batchLoss: [null, null, null], results: [world.answer(probe)] });
	const { weights } = mixer.plan(1);
	weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 6));
	expect(mixer.explain().traces[0].values).toEqual([0, 1, 1]);
});

test('measure: states and token counts are flat, in the order of the probe', () => {
	const world = new World(transfer, 0.05, [0, 0.5, 1]);
	const { values } = world.measure({
		kind: 'measure',
		id: 'any',
		examples: [
			{ skill: 1, part: 'train', index: 2 },
			{ skill: 2, part: 'validation', index: 3 },
		],
		quantities: ['state', 'baseState', 'promptTokens', 'answerTokens', 'baseAnswerLoss'],
	});
	expect([...values.state!]).toEqual([0, 1, 0, 0.5, 0, 0, 1, 1]);
	expect([...values.baseState!]).toEqual([0, 1, 0, 0, 0, 0, 1, 0]);
	expect([...values.promptTokens!]).toEqual([5, 6]);
	expect([...values.answerTokens!]).toEqual([1, 2]);
	expect(values.loss).toBeUndefined();
});

test('a new mixer observes the model before its first batch', () => {
	const world = new World(transfer, 0.05, [0, 1, 2]);
	const { plans } = runLap(lookingAhead.createMixer({}, context), context, world, {
		...lap,
		steps: 1,
	});
	// A step on skill i alone lowers its own loss by the factor exp(−rate · transfer[i][i]).
	const gains = normalise([1, 1, 2].map((transferred) => 1 - Math.exp(-0.05 * transferred)));
	plans[0].weights.forEach((weight, i) => expect(weight).toBeCloseTo(gains[i], 4));
});

test('virtual step: the weights are restored', () => {
	const world = new World(transfer, 0.05, [0.1, 0.2, 0.3]);
	const mixer = lookingAhead.createMixer({}, context);
	for (const probe of mixer.probes(0)) world.answer(probe);
	expect(world.progress).toEqual([0.1, 0.2, 0.3]);
});

async function prepare() {
	const reports: number[] = [];
	const preparation = preparationIn(new World(transfer), context, {
		report: ({ done }) => reports.push(done),
	});
	const artefact = await prepared.prepare!({ steps: 5 }, context, preparation);
	return { artefact: JSON.parse(JSON.stringify(artefact)) as Json, reports };
}

test('preparation: roll-outs from the base find the transfer matrix', async () => {
	const { artefact, reports } = await prepare();
	(artefact as number[][]).forEach((row, i) =>
		row.forEach((effect, j) => expect(effect).toBeCloseTo(0.05 * transfer[i][j], 5)),
	);
	expect(reports).toEqual([0, 1, 2]);
	const { weights } = prepared.createMixer({ steps: 5 }, context, { artefact }).plan(0);
	const expected = normalise([1.5, 1.25, 1.75].map((sum) => Math.exp(0.5 * sum)));
	weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 5));
});

test('choice of rows: no row twice in a batch, and counts rise by 1 per pick', () => {
	const mixer = choosing.createMixer({}, context);
	const { batches, drawn, plans } = runLap(mixer, context, new World(transfer), {
		...lap,
		steps: 12,
	});
	for (const batch of batches)
		expect(new Set(batch.map(({ skill, index }) => `${skill}/${index}`)).size).toBe(6);
	const { times } = mixer.state() as { times: number[] };
	expect(sum(times)).toBe(12 * 6);
	expect(Math.max(...times)).toBeGreaterThan(1);
	const chosen = batches.flat().filter(({ skill, index }) => skill === 1 && index === 4).length;
	expect(times[20 + 4]).toBe(chosen);
	expect(drawn).toEqual([0, 0, 0]);
	plans.forEach((plan, step) => {
		const fromAdd = batches[step].filter(({ skill }) => skill === 0).length;
		expect(plan.weights[0]).toBeCloseTo(fromAdd / 6, 12);
	});
});

test('quotas: one skill for each batch', () => {
	const mixer = oneSkillPerBatch.createMixer({}, context);
	const { batches } = runLap(mixer, context, new World(transfer), { ...lap, steps: 40 });
	for (const batch of batches) expect(new Set(batch.map(({ skill }) => skill)).size).toBe(1);
	expect(new Set(batches.map((batch) => batch[0].skill)).size).toBe(3);
});
