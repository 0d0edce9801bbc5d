import { describe, expect, it, vi } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { RunEvent } from '#lab/training/events.ts';
import type { Experiment } from './experiment.ts';
import { experimentUpTo } from './fork.ts';
import {
	curve,
	experiment,
	fileSkill,
	never,
	train,
	trainedRun,
	withOpenRun,
} from '../../../tests/support/runControl.ts';
import type { RunRecord } from './stores.ts';
import { notFinite } from '../../../tests/support/trainer.ts';

const ratios = { [fileSkill.id]: 1 };
const fixed = { id: 'fixed', settings: { ratios } };
const plan = (...policy: Experiment['policy']): Experiment => ({ ...experiment, policy });
const uniform = experiment.policy[0];

/** The result of an experiment that runs from its start without a fork. */
async function whole(planned: Experiment) {
	const { stores } = await trainedRun(planned);
	return { curve: curve(await stores.runs.events('r')), end: (await stores.runs.checkpoint('r'))! };
}
type Lab = Awaited<ReturnType<typeof trainedRun>>;
async function forkedToEnd(lab: Lab, step: number, policy?: typeof fixed) {
	const { control, stores, until } = lab;
	const run = await control.fork({ runId: 'r', step, newRunId: 'f', policy }, never);
	const { experiment: forked } = run.record;
	await train({ run, until });
	return {
		forked,
		curve: curve(await stores.runs.events('f')),
		end: (await stores.runs.checkpoint('f'))!,
	};
}
const same = (a: Awaited<ReturnType<typeof whole>>, b: Awaited<ReturnType<typeof whole>>) => {
	expect(a.curve).toEqual(b.curve);
	expect(a.end.weights).toEqual(b.end.weights);
	expect(a.end.secondMoments).toEqual(b.end.secondMoments);
};

describe('a fork with another policy', () => {
	it.each([0, 7, 14])(
		'at step %i is the experiment that holds the switch, run from its start',
		async (step) => {
			const result = await forkedToEnd(await trainedRun(), step, fixed);
			const expected =
				step === 0 ? plan({ ...fixed, fromStep: 0 }) : plan(uniform, { ...fixed, fromStep: step });
			expect(result.forked).toEqual(expected);
			same(result, await whole(expected));
		},
	);

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

	it('replaces a switch at that step, live or planned', async () => {
		const live = await trainedRun(experiment, 6);
		await live.run.switchPolicy('proportional', {});
		await train(live);
		const expected = await whole(plan(uniform, { ...fixed, fromStep: 6 }));
		same(await forkedToEnd(live, 6, fixed), expected);
		const planned = await trainedRun(
			plan(uniform, { fromStep: 6, id: 'proportional', settings: {} }),
		);
		same(await forkedToEnd(planned, 6, fixed), expected);
	});

	it('works at a switch that was made without a pause', async () => {
		const lab = await withOpenRun();
		lab.run.play({ kind: 'full' });
		while (!lab.trainer.calls.includes('next 3')) await nextTask();
		const { policy } = await lab.run.switchPolicy('proportional', {});
		await lab.until('finished');
		const step = policy[1].fromStep;
		same(
			await forkedToEnd(lab, step, fixed),
			await whole(plan(uniform, { ...fixed, fromStep: step })),
		);
	});
});

describe('a fork with the same policy', () => {
	it.each([0, 7, 14])('at step %i gives the curve of the run itself', async (step) => {
		const expected = await whole(experiment);
		same(await forkedToEnd(await trainedRun(), step), expected);
		same(
			await forkedToEnd(await trainedRun(), step, { id: 'uniform', settings: {} } as never),
			expected,
		);
	});

	it('at a switch is the run without that switch', async () => {
		const lab = await trainedRun(
			plan(uniform, { ...fixed, fromStep: 6 }, { ...uniform, fromStep: 12 }),
		);
		const result = await forkedToEnd(lab, 6);
		expect(result.forked).toEqual(experiment);
		same(result, await whole(experiment));
	});
});

describe('a run can be forked', () => {
	const expected = () => whole(plan(uniform, { ...fixed, fromStep: 7 }));

	it('if it was stopped, also at its last checkpoint, without its last evaluation', async () => {
		const lab = await trainedRun(experiment, 7);
		await train(lab, 9);
		await lab.run.stop();
		same(await forkedToEnd(lab, 7, fixed), await expected());
		const still = await withOpenRun();
		still.run.play({ kind: 'slow', milliseconds: 5 });
		while (!still.trainer.calls.includes('next 6')) await nextTask();
		await still.run.stop();
		const { step } = still.run.record;
		same(
			await forkedToEnd(still, step, fixed),
			await whole(plan(uniform, { ...fixed, fromStep: step })),
		);
	});

	it('if it failed, and then stays unchanged', async () => {
		const lab = await withOpenRun();
		lab.trainer.failAt = { step: 12, error: notFinite(12) };
		lab.run.play({ kind: 'full' });
		await lab.until('failed');
		lab.trainer.failAt = null;
		const before = await lab.stores.runs.events('r');
		same(await forkedToEnd(lab, 7, fixed), await expected());
		expect(await lab.stores.runs.get('r')).toMatchObject({ end: 'failed' });
		expect(await lab.stores.runs.events('r')).toEqual(before);
	});

	it('while it trains: it is paused, and loses nothing', async () => {
		const lab = await trainedRun(experiment, 10);
		lab.run.play({ kind: 'slow', milliseconds: 200 });
		while (!lab.trainer.calls.includes('next 11')) await nextTask();
		same(await forkedToEnd(lab, 7, fixed), await expected());
		const again = await lab.control.opened('r', never);
		await train({ run: again, until: lab.until });
		expect(curve(await lab.stores.runs.events('r'))).toEqual((await whole(experiment)).curve);
	});

	it('after a fork of it was deleted', async () => {
		const lab = await trainedRun();
		await lab.control.fork({ runId: 'r', step: 7, newRunId: 'g' }, never);
		await lab.control.delete('g');
		same(await forkedToEnd(lab, 7, fixed), await expected());
	});
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
				'The run ends with step {step}: fork it from an earlier one, so that there is something left to train.',
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

	it('when it is cancelled', async () => {
		const { control, stores, trainer } = await trainedRun();
		const cancel = new AbortController();
		const forking = control.fork(
			{ runId: 'r', newRunId: 'f', step: 7, policy: fixed },
			cancel.signal,
		);
		cancel.abort();
		await expect(forking).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
		expect((await stores.runs.list()).map(({ id }) => id)).toEqual(['r']);
		expect(trainer.alive()).toBeLessThan(2);
	});
});

it('takes the seconds of a budget, but not the step where they ended', () => {
	const budget = { kind: 'seconds', seconds: 9, stopped: 12 } as const;
	expect(experimentUpTo({ ...experiment, budget }, 7).budget).toEqual({
		kind: 'seconds',
		seconds: 9,
	});
	expect(experimentUpTo(experiment, 7)).toEqual(experiment);
});
