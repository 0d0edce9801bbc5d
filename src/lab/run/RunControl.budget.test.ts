/** A run with a budget: its end is recorded, replayed, and the same after a lost device. */
import { describe, expect, it } from 'vitest';
import type { Budget } from '#engine/training/settings.ts';
import type { Experiment } from './experiment.ts';
import {
	controlFixture,
	curve,
	experiment,
	lostDevice,
	never,
	train,
	trainedRun,
	withOpenRun,
} from '../../../tests/support/runControl.ts';

const under = (budget: Budget): Experiment => ({ ...experiment, budget });
/** A step takes 10 ms. */
const seconds = under({ kind: 'seconds', seconds: 0.095 });
const tokens = under({ kind: 'tokens', tokens: 13 });

describe.each([
	['seconds', seconds, 10],
	['tokens', tokens, 13],
] as const)('%s', (_kind, budgeted, last) => {
	it('end the run: an event, a checkpoint, the record, the status', async () => {
		const { events, stores, statuses } = await trainedRun(budgeted);
		expect(events.at(-2)).toEqual({ type: 'finished', step: last });
		expect(events.at(-1)).toEqual({ type: 'checkpoint', step: last });
		expect(statuses.at(-1)).toEqual({ kind: 'finished', step: last });
		expect(await stores.runs.get('r')).toMatchObject({ end: 'finished', step: last });
	});

	it('are the same after a reload in the midst', async () => {
		const whole = await trainedRun(budgeted);
		const first = await trainedRun(budgeted, 6);
		const second = await controlFixture(first.stores);
		const run = await second.control.opened('r', never);
		await train({ run, until: second.until });
		expect(curve(await second.stores.runs.events('r'))).toEqual(curve(whole.events));
		expect(await second.stores.runs.get('r')).toEqual(await whole.stores.runs.get('r'));
	});
});

describe('the step at which seconds were up', () => {
	it('is noted in the experiment of the record, and a replay ends there', async () => {
		const { events, stores } = await trainedRun(seconds);
		const noted = (await stores.runs.get('r'))!.experiment;
		expect(noted).toEqual(under({ kind: 'seconds', seconds: 0.095, stopped: 10 }));
		const slower = await controlFixture();
		slower.trainer.stepMilliseconds = 50;
		await slower.control.create('r', noted, never);
		await train({ run: await slower.control.opened('r', never), until: slower.until });
		expect(curve(slower.events)).toEqual(curve(events));
	});

	it('is the last step where that comes first', async () => {
		const { stores } = await trainedRun(under({ kind: 'seconds', seconds: 9 }));
		expect((await stores.runs.get('r'))!.experiment.budget).toMatchObject({ stopped: 20 });
	});

	it('is not noted of another budget', async () => {
		const { stores } = await trainedRun(tokens);
		expect((await stores.runs.get('r'))!.experiment).toEqual(tokens);
	});
});

it('a lost device ends no run early: repeated steps on a slower one do not end it', async () => {
	const lab = await withOpenRun(under({ kind: 'seconds', seconds: 0.195 }));
	lab.trainer.meddle = (what) => {
		if (what !== 'next 13' || lab.devices.opened > 1) return undefined;
		lab.trainer.stepMilliseconds = 200;
		lab.devices.lose();
		throw lostDevice();
	};
	await train(lab);
	const steps = lab.events.flatMap((event) => (event.type === 'step' ? [event.step] : []));
	// Repeats steps 8 to 12 without events, after the budget. Only step 13 may end the run.
	expect(steps).toEqual(Array.from({ length: 13 }, (_, i) => i + 1));
	expect(lab.trainer.calls.filter((what) => what === 'next 12')).toHaveLength(2);
});
