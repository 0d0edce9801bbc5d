import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { notFinite } from '../../../tests/support/trainer.ts';
import {
	openLab,
	runEvents,
	waitForEvent,
	isStatus,
	type LabFixture,
} from '../../../tests/support/lab.ts';
import { experimentDiff } from '#lab/run/experimentDiff.ts';
import { runRecord } from '../../../tests/support/labValues.ts';

describe('a run', () => {
	it('reports a failure with its error class, and the lab stays usable', async () => {
		const lab = await openLab();
		await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
		lab.trainer.failAt = { step: 3, error: notFinite(3) };
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		const { status } = await waitForEvent(lab, isStatus('failed'));
		expect(status).toMatchObject({ kind: 'failed', step: 3, error: { code: 'non-finite' } });
		lab.trainer.failAt = null;
		await lab.client['run.create']({ runId: 's', experiment: lab.experiment });
	});

	it('recovers from a lost device by itself and informs the page', async () => {
		const lab = await openLab();
		await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
		lab.trainer.meddle = (what) => {
			if (what !== 'next 10' || lab.devices.opened > 1) return undefined;
			lab.loseDevice('driver was reset');
			return new Promise(() => undefined);
		};
		await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await waitForEvent(lab, isStatus('finished'));
		const steps = runEvents(lab.events).filter(({ type }) => type === 'step');
		expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
		const said = lab.events.flatMap((event) => {
			if (event.event === 'notice') return [event.message];
			return event.event === 'progress' && event.task === 'r' ? [event.label] : [];
		});
		const reason = 'driver was reset';
		expect(said).toContainEqual({ id: 'device.lost', values: { reason } });
		expect(said).toContainEqual({ id: 'device.recovering', values: { reason, step: 7 } });
		expect(lab.devices).toEqual({ opened: 2, disposed: 1 });
		expect(lab.events.some(isStatus('failed'))).toBe(false);
	});

	it('replaces the open run when it is played, not when it only answers', async () => {
		const lab = await openLab();
		const { client, experiment } = lab;
		await client['run.create']({ runId: 'r', experiment });
		await client['run.create']({ runId: 's', experiment: { ...experiment, seed: 2 } });
		await client['run.play']({ runId: 's', pace: { kind: 'slow', milliseconds: 60_000 } });
		const request = { runId: 'r', prompt: 'a', model: 'base', maxTokens: 4 } as const;
		await expect(client['model.generate'](request)).rejects.toThrow(
			failure('Another run is training: pause it, or wait until it is done.'),
		);
		expect(await client['run.pause']({ runId: 'r' })).toEqual({ step: 0 });
		await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
		await waitForEvent(lab, isStatus('finished'));
		const records = await client['run.list']();
		expect(records.find(({ id }) => id === 's')).toMatchObject({ end: 'running' });
		expect(lab.trainer.alive()).toBe(1);
	});

	it('is refused with the field if its experiment is wrong', async () => {
		const { client, experiment } = await openLab();
		const optimizer = { ...experiment.optimizer, learningRate: NaN };
		await expect(
			client['run.create']({ runId: 'r', experiment: { ...experiment, optimizer } }),
		).rejects.toThrow(failure('must be {what}, not {input}.', { field: 'optimizer.learningRate' }));
	});
});

async function trained(
	lab: LabFixture,
	runId: string,
	experiment: Parameters<LabFixture['client']['run.create']>[0]['experiment'],
) {
	lab.events.length = 0;
	await lab.client['run.create']({ runId, experiment });
	await lab.client['run.play']({ runId, pace: { kind: 'full' } });
	await waitForEvent(lab, isStatus('finished'));
}

it('a run takes a name, tags and notes while it trains, and keeps its curve', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	await client['run.create']({ runId: 'r', experiment });
	await client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	const described = await client['run.describe']({ runId: 'r', name: ' First ', tags: ['a', 'a'] });
	expect(described).toMatchObject({ name: 'First', tags: ['a'] });
	await waitForEvent(lab, isStatus('finished'));
	await client['run.describe']({ runId: 'r', notes: 'It ended.' });
	expect(await client['run.list']()).toMatchObject([
		{ id: 'r', end: 'finished', step: 20, name: 'First', tags: ['a'], notes: 'It ended.' },
	]);
	await expect(client['run.describe']({ runId: 'r', name: 'x'.repeat(200) })).rejects.toThrow(
		failure('takes at most {longest} characters, not {input}. Shorten it.', { field: 'name' }),
	);
	await expect(client['run.describe']({ runId: 'gone', name: 'x' })).rejects.toThrow(
		failure('Run {id} is not in the database: it was deleted. Start it again.', { id: 'gone' }),
	);
});

it('is summarized, compared with others, and forked at a kept checkpoint', async () => {
	const lab = await openLab();
	const { client, experiment } = lab;
	await trained(lab, 'r', experiment);
	expect(await client['run.checkpoints']({ runId: 'r' })).toEqual([0, 7, 14, 20]);
	const summary = await client['run.summary']({ runId: 'r' });
	expect(summary.curve.map(({ step }) => step)).toEqual([0, 5, 10, 15, 20]);
	expect(summary.mix).toHaveLength(20);

	const policy = { id: 'proportional', settings: {} };
	const { record, events } = await client['run.fork']({
		runId: 'r',
		step: 14,
		newRunId: 'f',
		policy,
	});
	expect(record).toMatchObject({ id: 'f', step: 14, parent: { runId: 'r', step: 14 } });
	expect(events.findLast(({ type }) => type === 'step')).toMatchObject({ step: 14 });
	const [{ experiment: parent }] = (await client['run.list']()).filter(({ id }) => id === 'r');
	expect(experimentDiff([parent, record.experiment])).toMatchObject({
		differences: [{ path: 'policy[1]', values: [undefined, { fromStep: 14, id: 'proportional' }] }],
		groups: ['policy'],
	});
	await client['run.play']({ runId: 'f', pace: { kind: 'full' } });
	await client['run.pause']({ runId: 'f' });
	await client['run.delete']({ runId: 'r' });
	expect((await client['run.list']()).map(({ id }) => id)).toEqual(['f']);
	await expect(client['run.summary']({ runId: 'r' })).rejects.toThrow(
		failure('The lab has no such run: it was deleted, or made elsewhere. Choose another.'),
	);
});

describe('run.train', () => {
	/** Calls it, and waits for the middle of the run. */
	async function trainToTheMiddle() {
		const lab = await openLab();
		const middle = new Promise<void>((resolve) => {
			lab.trainer.meddle = (what) => (what === 'next 300' ? resolve() : undefined);
		});
		const experiment = { ...lab.experiment, steps: 600 };
		const trained = lab.client['run.train']({ runId: 'r', experiment });
		trained.catch(() => undefined);
		await middle;
		return { ...lab, trained };
	}

	it('replies with the events of the whole run, which the page has received before', async () => {
		const lab = await openLab();
		const events = await lab.client['run.train']({ runId: 'r', experiment: lab.experiment });
		expect(events).toEqual(runEvents(lab.events));
		expect(events.at(-2)).toEqual({ type: 'finished', step: 20 });
		expect(lab.events.some(isStatus('finished'))).toBe(true);
		const again = lab.client['run.train']({ runId: 'r', experiment: lab.experiment });
		await expect(again).rejects.toThrow(
			failure('There is a run {id} already. Start it under another id.', { id: 'r' }),
		);
	});

	it('replies with the events of a run that stopped or failed', async () => {
		const { client, trained } = await trainToTheMiddle();
		await client['run.stop']({ runId: 'r' });
		expect((await trained).findLast(({ type }) => type === 'step')?.step).toBeLessThan(600);
		const lab = await openLab();
		lab.trainer.failAt = { step: 3, error: notFinite(3) };
		const events = await lab.client['run.train']({ runId: 'r', experiment: lab.experiment });
		expect(events.at(-1)).toMatchObject({ type: 'failed', step: 3 });
	});

	it('an error says that the run was paused; a cancelled one ends with an AbortError', async () => {
		const paused = await trainToTheMiddle();
		const { step } = await paused.client['run.pause']({ runId: 'r' });
		await expect(paused.trained).rejects.toThrow(
			failure(
				'The run was paused at step {step}: another run was opened, or somebody paused it. It is stored: open it to continue.',
				{ step },
			),
		);
		expect(await paused.client['run.list']()).toMatchObject([{ id: 'r', end: 'running', step }]);
		const cancelled = await trainToTheMiddle();
		await cancelled.client['task.cancel']({ task: 'r' });
		await expect(cancelled.trained).rejects.toMatchObject({ name: 'AbortError' });
	});

	it('a cancellation ends it before the lab has its device, and no run is made', async () => {
		const { client, experiment } = await openLab();
		const trained = client['run.train']({ runId: 'r', experiment });
		void client['task.cancel']({ task: 'r' });
		await expect(trained).rejects.toMatchObject({ name: 'AbortError' });
		expect(await client['run.list']()).toEqual([]);
	});
});

it('that its study deletes is listed only when the study keeps it', async () => {
	const { client, stores } = await openLab();
	const group = { kind: 'study', id: 'a', key: '1', temporary: true } as const;
	await stores.runs.create(runRecord({ group }));
	expect(await client['run.list']()).toEqual([]);
	await stores.runs.keep('run-1', 'Kept');
	const { temporary: _, ...place } = group;
	expect(await client['run.list']()).toEqual([runRecord({ name: 'Kept', group: place })]);
});

it('a stored run with a skill of before 1.0 is listed, and says why it cannot go on', async () => {
	const { client, stores } = await openLab();
	const { experiment } = runRecord();
	const skills = [{ ...experiment.skills[0], id: 'french', version: 1 }];
	await stores.runs.create(runRecord({ id: 'old', experiment: { ...experiment, skills } }));
	expect(await client['run.list']()).toMatchObject([{ id: 'old' }]);
	const played = client['run.play']({ runId: 'old', pace: { kind: 'full' } });
	await expect(played).rejects.toThrow(
		failure(
			'Version {version} of the built-in skill “{id}” is from before 1.0. Choose the skill again under Skills: its rows are others now.',
			{ id: 'french', version: 1 },
		),
	);
	expect(await client['run.list']()).toMatchObject([{ id: 'old' }]);
});
