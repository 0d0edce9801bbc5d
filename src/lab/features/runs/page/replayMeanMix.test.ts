import { expect, test, vi } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { replayMeanMix } from './replayMeanMix.ts';

test('the same experiment and seed with one policy, and the run drawn behind', async () => {
	const run = { id: 'run', experiment: { ...exampleExperiment, seed: 7 } };
	const ratios = { add: 0.4, sort: 0.6 };
	const configured: Experiment[] = [];
	const lab = {
		client: { 'run.meanMix': async () => ratios },
		attempt: (_: unknown, task: () => Promise<unknown>) => task(),
		configure: (change: (experiment: Experiment) => Experiment) =>
			configured.push(change(exampleExperiment)),
		chooseGhost: vi.fn(async () => {}),
	};
	await replayMeanMix(lab as unknown as Parameters<typeof replayMeanMix>[0], run);
	const policy = [{ fromStep: 0, id: 'replay', settings: { ratios } }];
	expect(configured).toEqual([{ ...run.experiment, policy }]);
	expect(lab.chooseGhost).toHaveBeenCalledWith('run');
});
