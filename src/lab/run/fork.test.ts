import { describe, expect, it, vi } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { RunEvent } from '#lab/training/events.ts';
import {
	experiment,
	fileSkill,
	never,
	train,
	trainedRun,
	withOpenRun,
} from '../../../tests/support/runControl.ts';
import { inCurve, undisturbed } from '../../../tests/support/runModel.ts';
import type { Experiment } from './experiment.ts';
import type { RunRecord } from './stores.ts';

const ratios = { [fileSkill.id]: 1 };
const fixed = { id: 'fixed', settings: { ratios } };

describe('a fork with another policy', () => {
	it('has the same state bit for bit, the events up to there, and names its parent', async () => {
		const { control, stores } = await trainedRun();
		// The list that made the parent did not make the fork.
		const group = { kind: 'race', id: 'a', key: '0', of: 2 };
		await stores.runs.update({ ...(await stores.runs.get('r'))!, group }, []);
		await control.fork({ runId: 'r', step: 7, newRunId: 'f', policy: fixed }, never);
		const parent = await stores.runs.checkpoint('r', 7);
		const child = await stores.runs.checkpoint('f');
		for (const name of ['weights', 'firstMoments', 'secondMoments'] as const)
			expect(child![name]).toEqual(parent![name]);
		const events = await stores.runs.events('f');
		expect(events.slice(0, -2)).toEqual(
			(await stores.runs.events('r')).slice(0, events.length - 2),
		);
		expect(events.slice(-2).map(({ type, step }) => [type, step])).toEqual([
			['policySwitched', 7],
			['checkpoint', 7],
		]);
		expect(await stores.runs.get('f')).toMatchObject({
			id: 'f',
			step: 7,
			end: 'running',
			parent: { runId: 'r', step: 7 },
		});
		expect(await stores.runs.get('f')).not.toHaveProperty('group');
	});

	it('is stored in one step, so that a reload in between keeps the policy', async () => {
		const { control, stores } = await trainedRun();
		const create = vi.spyOn(stores.runs, 'create');
		await control.fork({ runId: 'r', step: 7, newRunId: 'f', policy: fixed }, never);
		const [[stored, { events }]] = create.mock.calls as [[RunRecord, { events: RunEvent[] }]];
		expect(stored).toEqual(await stores.runs.get('f'));
		expect(events).toEqual(await stores.runs.events('f'));
	});
});

/** Trains the fork of `r` to its end: it equals the training of its experiment. */
async function expectWhole(
	{ control, until }: Awaited<ReturnType<typeof trainedRun>>,
	step: number,
	policy?: typeof fixed,
): Promise<Experiment> {
	const run = await control.fork({ runId: 'r', step, newRunId: 'f', policy }, never);
	await train({ run, until });
	const whole = await undisturbed(run.record.experiment);
	expect(inCurve(await run.events())).toEqual(whole.events.flat());
	return run.record.experiment;
}

it('a fork at a switch with the same policy is the run without that switch', async () => {
	const [uniform] = experiment.policy;
	const policy = [uniform, { ...fixed, fromStep: 6 }, { ...uniform, fromStep: 12 }];
	expect(await expectWhole(await trainedRun({ ...experiment, policy }), 6)).toEqual(experiment);
});

it('a fork leaves out the test that somebody asked for at its step', async () => {
	const lab = await withOpenRun();
	lab.run.play({ kind: 'full' });
	while (!lab.trainer.calls.includes('next 6')) await nextTask();
	const tested = lab.run.evaluate();
	const { step } = await lab.run.pause();
	await tested;
	expect(step).toBe(6);
	await expectWhole(lab, step, fixed);
});

describe('a fork is refused, and leaves no run', () => {
	it.each([
		[
			'where no checkpoint is kept',
			{ step: 5 },
			failure('No checkpoint of step {step} is kept of this run: {advice}.', { step: 5 }),
		],
		[
			'where nothing is left to train',
			{ step: 20 },
			failure(
				'The run ends with step {step}: fork it from an earlier one, or say how many steps it trains on.',
				{ step: 20 },
			),
		],
		[
			'of a run that is not there',
			{ runId: 'gone', step: 7 },
			failure('The lab has no such run: it was deleted, or made elsewhere. Choose another.'),
		],
		[
			'with settings that are none',
			{ step: 7, policy: { id: 'fixed', settings: { ratios: { x: 1 } } } },
			failure('the experiment has no skill "{unknown}". Leave it out, or name one of {skills}.', {
				unknown: 'x',
			}),
		],
		[
			'with a policy that is none',
			{ step: 7, policy: { id: 'none', settings: {} } },
			failure('{field}: there is no mixing policy "{id}". Known ones: {known}.', { id: 'none' }),
		],
	])('%s', async (_what, change, message) => {
		const { control, stores } = await trainedRun();
		const forking = control.fork({ runId: 'r', newRunId: 'f', ...change }, never);
		await expect(forking).rejects.toThrow(InputError);
		await expect(forking).rejects.toThrow(message);
		expect((await stores.runs.list()).map(({ id }) => id)).toEqual(['r']);
	});
});

it('a run under a budget does not train on', async () => {
	const budget = { kind: 'tokens', tokens: 1e9 } as const;
	const { control } = await trainedRun({ ...experiment, budget });
	const request = { runId: 'r', step: 20, newRunId: 'f' };
	const trainOn = { steps: 9, then: 'again' } as const;
	await expect(control.fork({ ...request, trainOn }, never)).rejects.toThrow(
		failure(
			'A run with a budget of tokens or seconds does not train on. Start one without a budget.',
		),
	);
});
