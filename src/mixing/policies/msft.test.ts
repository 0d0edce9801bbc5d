/** mSFT: the search on scripted losses, exact returns, and the schedule of the run. */
import { describe, expect, test } from 'vitest';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json, JsonObject } from '#engine/core/json.ts';
import { parseParameters } from '#engine/core/parameters.ts';
import { explained } from '../world/lap.ts';
import { preparationIn } from '../world/preparation.ts';
import { World } from '../world/transferWorld.test-support.ts';
import type { BatchPlan, Preparation } from '../policy.ts';
import { earliestOverfit, msft } from './msft.ts';
import { makeContext, observeLosses, savedBy } from '../mixer.test-support.ts';

const context = makeContext([30, 30, 30], { batchSize: 6, totalSteps: 60 });
const toValues = (settings: JsonObject) => parseParameters(msft.parameters, settings, 'settings');
const identity = [
	[1, 0, 0],
	[0, 1, 0],
	[0, 0, 1],
];

/**
 * A preparation whose losses follow how much of each skill was trained: i's loss is lowest after
 * `best[i]` steps' worth of batches with i alone. Records the batches of each roll-out.
 */
function scripted(best: readonly number[], settings: JsonObject, more: Partial<Preparation> = {}) {
	const runs: BatchPlan[][] = [];
	const rollOut: Preparation['rollOut'] = async (mixer, { steps, schedule }) => {
		expect(schedule).toBe(context.totalSteps);
		const trained = [0, 0, 0];
		const plans: BatchPlan[] = [];
		runs.push(plans);
		for (let step = -1; step < steps; step++) {
			if (step >= 0) {
				const plan = mixer.plan(step);
				plans.push(plan);
				plan.weights.forEach((weight, i) => (trained[i] += weight));
			}
			observeLosses(mixer, step, ({ skill }) => 1 + Math.abs(trained[skill] - best[skill]) / 10);
		}
	};
	const base = preparationIn(new World(identity), context, { rollOut, ...more });
	const made = msft.prepare!(toValues(settings), context, base);
	const artefact = made.then((json) => json as { excluded: { skill: string; step: number }[] });
	return { artefact, runs };
}

describe('the search', () => {
	test('finds the earliest lowest loss that rises again', () => {
		const evaluations = [0, 10, 20, 30].map((step, k) => ({
			step,
			losses: [[3, 2, 1, 0.5][k], [3, 2, 1.5, 1.9][k], [3, 1, 1.02, 1.04][k]],
		}));
		const find = (rise: number, from = 0, active = [0, 1, 2]) =>
			earliestOverfit(evaluations, context.skills, active, { from, rise });
		expect(find(0.05)).toEqual({ skill: 's1', step: 20 });
		expect(find(0.01)).toEqual({ skill: 's2', step: 10 });
		expect(find(0.01, 20)).toEqual({ skill: 's1', step: 20 });
		expect(find(0.01, 0, [0])).toBeNull();
		expect(find(0.5)).toBeNull();
	});

	test('excludes at the best step, returns there, and moves the later optima', async () => {
		// With three skills each gets a third: Adding is best at step 15 = 5 · 3. Then Sorting, with
		// 5 done, needs 10 more at a half each: step 35. In the first roll-out it was best at 45.
		const { artefact, runs } = scripted([5, 15, 40], { every: 5 });
		expect((await artefact).excluded).toEqual([
			{ skill: 's0', step: 15 },
			{ skill: 's1', step: 35 },
		]);
		expect(runs).toHaveLength(2);
		// A return is exact: the batches before it are the same.
		expect(runs[1].slice(0, 15)).toEqual(runs[0].slice(0, 15));
		expect(runs[1][15].weights).toEqual([0, 0.5, 0.5]);
		expect(runs[0][15].weights).toEqual([1 / 3, 1 / 3, 1 / 3]);
	});

	test('stops when no active skill overfits', async () => {
		const { artefact, runs } = scripted([5, 90, 90], { every: 5 });
		expect((await artefact).excluded).toEqual([{ skill: 's0', step: 15 }]);
		expect(runs).toHaveLength(2);
		expect((await scripted([90, 90, 90], {}).artefact).excluded).toEqual([]);
	});

	test('with a budget goes on from the end of a roll-out in which no skill overfits', async () => {
		const reports: string[] = [];
		const report: Preparation['report'] = ({ done, of: total }) =>
			void reports.push(`${done} of ${total}`);
		const settings = { every: 5, budget: 15 };
		const { artefact, runs } = scripted([5, 90, 90], settings, { report });
		expect((await artefact).excluded).toEqual([{ skill: 's0', step: 15 }]);
		// The first 15 steps end at the best one of Adding, so the second roll-out finds it.
		expect(runs.map((plans) => plans.length)).toEqual([15, 30, 30, 45, 60]);
		const { updates } = msft.preparationCost!(toValues(settings), context);
		expect(updates).toBe(5 * 60);
		expect(reports).toEqual(runs.map((_, done) => `${done} of 5`));
	});

	test('one skill always stays, so nothing is rolled out', () => {
		const alone = { ...context, skills: context.skills.slice(0, 1) };
		const cost = msft.preparationCost!(toValues({ every: 5, budget: 15 }), alone);
		expect(cost).toEqual({ updates: 0, measured: 0 });
	});

	test.each([60, 15])('a pause after a roll-out resumes alike, budget %i', async (budget) => {
		const start = (more?: Partial<Preparation>) => scripted([5, 15, 40], { budget }, more);
		const saved = await savedBy((more) => start(more).artefact);
		const rest = start({ saved });
		expect(await rest.artefact).toEqual(await start().artefact);
		expect(rest.runs.length).toBe(budget < 60 ? 2 : 1);
	});
});

describe('the run', () => {
	const artefact = {
		excluded: [
			{ skill: 's0', step: 15 },
			{ skill: 's1', step: 35 },
		],
	};
	const create = (made: Json) => msft.createMixer(toValues({}), context, { artefact: made });
	test('leaves each skill out from its step on', () => {
		const mixer = create(artefact);
		expect(mixer.plan(14).weights).toEqual([1 / 3, 1 / 3, 1 / 3]);
		expect(explained(mixer).sentence).toBe(
			'The active skills share the mix equally; Adding is left out from step 15 on.',
		);
		const plan = mixer.plan(15);
		expect(plan).toMatchObject({ by: 'quotas', weights: [0, 0.5, 0.5], quotas: [0, 3, 3] });
		expect(mixer.plan(35).weights).toEqual([0, 0, 1]);
		expect(explained(mixer).sentence).toBe(
			'Left out for overfitting: Adding (step 15), Sorting (step 35). The active skills share ' +
				'the mix equally; no other one leaves.',
		);
	});
	test.each([
		[
			'another skill',
			{ excluded: [{ skill: 'chess', step: 3 }] },
			failure('must be {what}, not {input}.', {
				field: 'artefact.excluded[0].skill',
				input: '"chess"',
				options: 's0, s1, s2',
			}),
		],
		[
			'every skill',
			{ excluded: ['s0', 's1', 's2'].map((skill) => ({ skill, step: 1 })) },
			failure('a list of at most {limit} skills with their steps', {
				field: 'artefact.excluded',
				limit: 2,
			}),
		],
		['no list', {}, failure('is missing.', { field: 'artefact.excluded' })],
	])('%s: an error names the field', (_name, made, message) => {
		expect(() => create(made)).toThrow(message);
	});
});
