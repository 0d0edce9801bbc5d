import { expect, test, vi } from 'vitest';
import type { Experiment } from '#lab/run/experiment.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { LabConnection } from '#lab/page/state/LabConnection.svelte.ts';
import { ComparisonRuns, fullDataExperiment } from './ComparisonRuns.svelte.ts';

function makeLab(
	runs: readonly { id: string; end: string; experiment: Experiment }[],
	end = 'finished',
) {
	const lab = {
		info: { runs },
		ghost: null as { experiment: Experiment } | null,
		notices: { fail: vi.fn() },
		attempt: LabConnection.prototype.attempt,
		chooseGhost: vi.fn(async () => {}),
		runInBackground: vi.fn(async (experiment: Experiment, started: (run: unknown) => void) => {
			const run = {
				id: 'trained',
				experiment,
				status: { kind: end },
				failure: { message: 'lost' },
			};
			started(run);
			return run;
		}),
	};
	return {
		lab,
		comparisons: new ComparisonRuns(
			lab as unknown as ConstructorParameters<typeof ComparisonRuns>[0],
		),
	};
}
const wanted = fullDataExperiment(exampleExperiment, 500);

test('the baseline is one proportional epoch with the same seed and settings', () => {
	expect(wanted).toEqual({
		...exampleExperiment,
		steps: 500,
		policy: [{ fromStep: 0, id: 'proportional', settings: {} }],
	});
});

test('a stored baseline is not trained again but drawn at once', async () => {
	const { lab, comparisons } = makeLab([{ id: 'stored', end: 'finished', experiment: wanted }]);
	await comparisons.compare(wanted);
	expect(lab.runInBackground).not.toHaveBeenCalled();
	expect(lab.chooseGhost).toHaveBeenCalledWith('stored');
	lab.ghost = { experiment: wanted };
	expect(comparisons.isCompared(wanted)).toBe(true);
	expect(comparisons.isCompared(fullDataExperiment(exampleExperiment, 400))).toBe(false);
});

test('a missing or interrupted baseline is trained as a background run', async () => {
	const { lab, comparisons } = makeLab([{ id: 'cut', end: 'stopped', experiment: wanted }]);
	await comparisons.compare(wanted);
	expect(lab.chooseGhost).toHaveBeenCalledWith('trained');
	expect(comparisons.current).toBeNull();
});

test('a stopped or failed baseline is not drawn', async () => {
	const stopped = makeLab([], 'stopped');
	await stopped.comparisons.compare(wanted);
	expect(stopped.lab.chooseGhost).not.toHaveBeenCalled();
	expect(stopped.lab.notices.fail).not.toHaveBeenCalled();
	const failed = makeLab([], 'failed');
	await failed.comparisons.compare(wanted);
	expect(failed.lab.notices.fail).toHaveBeenCalled();
});

test('the run on all data has no budget', () => {
	const budget = { kind: 'seconds', seconds: 9, stopped: 40 } as const;
	expect(fullDataExperiment({ ...exampleExperiment, budget }, 77)).not.toHaveProperty('budget');
});

test('trains missing seeds one by one; a cancelled repeat ends without a notice', async () => {
	const evaluation = { type: 'evaluation', step: 9, skills: [] };
	const countRepeats = (cancels: 'never' | 'training' | 'between') => {
		const { lab, comparisons } = makeLab([]);
		const runs: { id: string; end: string; experiment: Experiment }[] = [];
		Object.assign(lab, {
			info: { runs },
			client: {
				'run.summary': async () => {
					if (cancels === 'between') await comparisons.cancel();
					return { newest: evaluation };
				},
			},
			stopInBackground: vi.fn(),
			runInBackground: vi.fn(async (experiment: Experiment, started: (run: unknown) => void) => {
				const run = { id: `${experiment.seed}`, status: { kind: 'finished' } };
				started(run);
				if (cancels === 'training') await comparisons.cancel();
				runs.push({ id: run.id, end: 'finished', experiment });
				return run;
			}),
		});
		return { lab, repeats: comparisons, runs };
	};
	const whole = countRepeats('never');
	await whole.repeats.repeat(exampleExperiment, 3);
	expect(whole.runs.map(({ id }) => id)).toEqual(['1', '2', '3']);
	expect([...whole.repeats.bySeed(exampleExperiment).keys()]).toEqual([1, 2, 3]);
	expect(whole.repeats.current).toBeNull();

	for (const at of ['training', 'between'] as const) {
		const cancelled = countRepeats(at);
		await cancelled.repeats.repeat(exampleExperiment, 3);
		expect(cancelled.runs).toHaveLength(1);
		expect(cancelled.lab.notices.fail).not.toHaveBeenCalled();
	}
});

test('two calls at once read each stored run once, and publish all of them together', async () => {
	const seeds = [1, 2, 3, 4];
	const runs = seeds.map((seed) => ({
		id: `${seed}`,
		end: 'finished',
		experiment: { ...exampleExperiment, seed },
	}));
	const { lab, comparisons } = makeLab(runs);
	const published = new Set<number>();
	const read = vi.fn(async () => {
		published.add(comparisons.bySeed(exampleExperiment).size);
		return { newest: { type: 'evaluation', step: 9, skills: [] } };
	});
	Object.assign(lab, { client: { 'run.summary': read } });
	await Promise.all([comparisons.load(exampleExperiment), comparisons.load(exampleExperiment)]);
	expect(read.mock.calls).toEqual(seeds.map((seed) => [{ runId: `${seed}` }]));
	expect([...published]).toEqual([0]);
	expect([...comparisons.bySeed(exampleExperiment).keys()]).toEqual(seeds);
});

test('a run that cannot be read is reported and does not hold back the next call', async () => {
	const runs = [{ id: 'gone', end: 'finished', experiment: exampleExperiment }];
	const { lab, comparisons } = makeLab(runs);
	const read = vi.fn().mockRejectedValueOnce(new Error('The run gone is not stored.'));
	Object.assign(lab, { client: { 'run.summary': read } });
	await expect(comparisons.load(exampleExperiment)).rejects.toThrow('The run gone');
	read.mockResolvedValueOnce({ newest: { type: 'evaluation', step: 9, skills: [] } });
	await comparisons.load(exampleExperiment);
	expect(comparisons.bySeed(exampleExperiment).size).toBe(1);
});

/** Two finished runs, whose evaluations are read. */
async function twoSeeds() {
	const runs = [1, 2].map((seed) => ({
		id: `${seed}`,
		end: 'finished',
		experiment: { ...exampleExperiment, seed },
	}));
	const { lab, comparisons } = makeLab(runs);
	const newest = { type: 'evaluation', step: 9, skills: [] };
	Object.assign(lab, { client: { 'run.summary': async () => ({ newest }) } });
	await comparisons.load(exampleExperiment);
	return { runs, lab, comparisons };
}

test('a run that has not finished is not shown as the mean of those that have', async () => {
	const { comparisons } = await twoSeeds();
	const run = (kind: 'running' | 'stopped' | 'finished') =>
		comparisons.ofRun({
			experiment: exampleExperiment,
			status: { kind, step: 5, pace: { kind: 'full' } },
		});
	expect([run('running'), run('stopped'), run('finished')].map(({ size }) => size)).toEqual([
		0, 0, 2,
	]);
});

test('a deleted run leaves the mean over the seeds', async () => {
	const { runs, lab, comparisons } = await twoSeeds();
	lab.info.runs = runs.slice(0, 1);
	expect([...comparisons.bySeed(exampleExperiment).keys()]).toEqual([1]);
});
