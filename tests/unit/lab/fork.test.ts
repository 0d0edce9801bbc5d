/**
 * Forks with the real trainer and database. A fork at step k with policy B equals, bit for bit, the
 * experiment that switches to B at step k.
 */
import { beforeAll, expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { openStores } from '#lab/storage/stores.ts';
import { freshBrowser } from '../../support/browser.ts';
import { quickSettings } from './quickSettings.ts';
import { openTrainingLab, outcome, play } from './trainedRuns.ts';

beforeAll(freshBrowser);

const openTab = (name: string) =>
	openTrainingLab(10, { openStores: (options) => openStores({ ...options, name, browser: {} }) });

// Fixed to one of its two skills: what it draws, and so its weights, must be others.
test.each(['mos', 'fixed'])(
	'a run that learns its mix, forked to %s',
	async (id) => {
		const lab = await openTab(`fork ${id}`);
		const { client } = lab;
		const parent = (skills: Experiment['skills']) => ({
			fromStep: 0,
			id: 'odm',
			settings: quickSettings('odm', skills[0].id),
		});
		const experiment = { ...lab.experiment, policy: [parent(lab.experiment.skills)] };
		await client['run.create']({ runId: 'parent', experiment });
		await play(lab, 'parent');

		const [{ id: skill }] = experiment.skills;
		const settings = id === 'fixed' ? { ratios: { [skill]: 1 } } : quickSettings(id, skill);
		const policy = { id, settings };
		const { record } = await client['run.fork']({
			runId: 'parent',
			step: 6,
			newRunId: 'fork',
			policy,
		});
		await play(lab, 'fork');
		expect(record.experiment.policy.map(({ fromStep }) => fromStep)).toEqual([0, 6]);
		await client['run.create']({ runId: 'whole', experiment: record.experiment });
		await play(lab, 'whole');
		const whole = await outcome(lab, 'whole');
		expect(await outcome(lab, 'fork')).toEqual(whole);

		await client['run.fork']({ runId: 'parent', step: 3, newRunId: 'same' });
		await play(lab, 'same');
		const before = await outcome(lab, 'parent');
		expect(await outcome(lab, 'same')).toEqual(before);
		if (id === 'fixed') expect(before.weights).not.toEqual(whole.weights);
	},
	120_000,
);

test.each(['again', 'continue'] as const)(
	'a finished run that trains on is the run that was planned so, the schedule: %s',
	async (then) => {
		const lab = await openTab(`on ${then}`);
		const { client } = lab;
		const experiment: Experiment = { ...lab.experiment, steps: 5 };
		await client['run.create']({ runId: 'parent', experiment });
		await play(lab, 'parent');
		const trainOn = { steps: 4, then };
		const { record } = await client['run.fork']({
			runId: 'parent',
			step: 5,
			newRunId: 'on',
			trainOn,
		});
		await play(lab, 'on');
		const stretches = [{ until: 5, steps: 5, then }];
		expect(record.experiment).toEqual({
			...experiment,
			steps: 9,
			schedule: { ...experiment.schedule, stretches },
		});
		await client['run.create']({ runId: 'whole', experiment: record.experiment });
		await play(lab, 'whole');
		const [whole, on, first] = await Promise.all(
			['whole', 'on', 'parent'].map((id) => outcome(lab, id)),
		);
		// The test at step 5 has the rows of an end.
		const later = (curve: typeof on.curve) =>
			curve.filter(({ step, type }) => step !== 5 || type === 'step');
		expect(on.weights).toEqual(whole.weights);
		expect(later(on.curve)).toEqual(later(whole.curve));
		expect(on.weights).not.toEqual(first.weights);
		expect(on.curve.filter(({ type }) => type === 'finished')).toHaveLength(1);
	},
);

test('twice, with a token budget and a preparation; the fork outlives its parent', async () => {
	const lab = await openTab('fork budget');
	const { client } = lab;
	const experiment: Experiment = { ...lab.experiment, budget: { kind: 'tokens', tokens: 400 } };
	await client['run.create']({ runId: 'parent', experiment });
	await play(lab, 'parent');
	const policy = { id: 'raise', settings: quickSettings('raise', experiment.skills[0].id) };
	const fork = (newRunId: string) =>
		client['run.fork']({ runId: 'parent', step: 3, newRunId, policy });
	const { record } = await fork('fork');
	await fork('again');
	await expect(fork('parent')).rejects.toThrow(
		failure('There is a run {id} already. Start it under another id.', { id: 'parent' }),
	);
	await client['run.delete']({ runId: 'parent' });
	for (const id of ['again', 'fork']) await play(lab, id);
	await client['run.create']({ runId: 'whole', experiment: record.experiment });
	await play(lab, 'whole');
	const whole = await outcome(lab, 'whole');
	expect(whole.curve.at(-1).step).toBeLessThan(experiment.steps);
	expect(await outcome(lab, 'fork')).toEqual(whole);
	expect(await outcome(lab, 'again')).toEqual(whole);
});
