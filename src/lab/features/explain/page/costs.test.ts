import { expect, test } from 'vitest';
import type { PreparedEvent } from '#lab/training/events.ts';
import { exampleExperiment, exampleSkills } from '../../../../../tests/support/experiment.ts';
import { runCosts, trainedPool } from './costs.ts';

const prepared = (updates: number): PreparedEvent => ({
	type: 'prepared',
	step: 0,
	id: 'raise',
	artefact: 'a',
	updates,
	measured: 50,
	milliseconds: 1000,
});

test('preparations are counted; full data is one epoch at this batch size', () => {
	const run = { step: 30, prepared: [prepared(100), prepared(20)] };
	const experiment = { ...exampleExperiment, batching: { ...exampleExperiment.batching, size: 8 } };
	expect(runCosts(run, experiment, exampleSkills)).toEqual({
		run: 30,
		preparation: 120,
		measured: 100,
		milliseconds: 2000,
		fullData: 3, // 20 examples, 8 a step
	});
	expect(runCosts(run, experiment, []).fullData).toBeNull();
});

const [add, sort, general] = exampleExperiment.skills;
const addNoise = { wrongShare: 0.5, duplicates: 4, rows: 6 };
const noisy = {
	skills: [
		{ ...add, noise: addNoise },
		sort,
		{ ...general, noise: { wrongShare: 1, duplicates: 0 } },
	],
};

test('the pool has the trained skills only, with the noise of the experiment', () => {
	expect(trainedPool(noisy, exampleSkills)).toEqual({ examples: 6 + 4 + 10, wrongShare: 5 / 20 });
	expect(trainedPool(exampleExperiment, exampleSkills)?.wrongShare).toBe(0);
	const oracle = { skills: [{ ...add, noise: { ...addNoise, only: 'right' as const } }] };
	expect(trainedPool(oracle, exampleSkills)).toEqual({ examples: 5, wrongShare: 0 });
	// Plain text has no answers that noise could exchange.
	const plain = exampleSkills.map((info) => ({ ...info, measure: { kind: 'loss' as const } }));
	expect(trainedPool(noisy, plain)?.wrongShare).toBe(0);
	expect(trainedPool({ skills: [] }, plain)?.wrongShare).toBeNull();
});

test('the pool is unknown if the lab does not have a skill', () => {
	expect(trainedPool(noisy, exampleSkills.slice(1))).toBeNull();
});
