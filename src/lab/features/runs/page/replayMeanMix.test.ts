import { expect, test, vi } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { LabConnection } from '#lab/page/state/LabConnection.svelte.ts';
import { exampleExperiment } from '#lab/page/state/experiment.test-support.ts';
import { replayMeanMix } from './replayMeanMix.ts';

type Lab = Parameters<typeof replayMeanMix>[0];
const run = { id: 'run', experiment: { ...exampleExperiment, seed: 7 } };

function makeLab(meanMix: () => Promise<unknown>) {
	let configured: Experiment | undefined;
	const lab = {
		client: { 'run.meanMix': vi.fn(meanMix) },
		notices: { fail: vi.fn() },
		attempt: LabConnection.prototype.attempt,
		configure: (change: (experiment: Experiment) => Experiment) => {
			configured = change(exampleExperiment);
			return true;
		},
		chooseGhost: vi.fn(async () => {}),
	};
	return { lab, on: lab as unknown as Lab, configured: () => configured };
}

test('the same experiment and seed with one policy, and the run drawn behind', async () => {
	const { lab, on, configured } = makeLab(async () => ({ add: 0.4, sort: 0.6 }));
	await replayMeanMix(on, run);
	expect(configured()).toEqual({
		...run.experiment,
		policy: [{ fromStep: 0, id: 'replay', settings: { ratios: { add: 0.4, sort: 0.6 } } }],
	});
	expect(lab.chooseGhost).toHaveBeenCalledWith('run');
});
