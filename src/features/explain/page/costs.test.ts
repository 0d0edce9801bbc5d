import { expect, test } from 'vitest';
import type { PreparedEvent } from '#training/events.ts';
import { exampleExperiment, exampleSkills } from '#page/state/experiment.test-support.ts';
import { runCosts } from './costs.ts';

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
