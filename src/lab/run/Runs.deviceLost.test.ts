/** What the page learns while a run recovers from a lost device, and when the lab gives up. */
import { describe, expect, it } from 'vitest';
import { DeviceLostError, NoAdapterError } from '#engine/core/errors.ts';
import { asMessage, say } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import {
	controlFixture,
	experiment,
	loseDevice,
	never,
	train,
	withOpenRun,
} from '../../../tests/support/runControl.ts';

const nexts = (calls: readonly string[]) => calls.filter((what) => what.startsWith('next'));

/** A run that lost its device under step 6 and repeats step 2. */
async function recovering() {
	const lab = await withOpenRun();
	const { run, trainer, devices } = lab;
	trainer.meddle = (what) =>
		what === 'next 6' && devices.opened === 1 && loseDevice(lab, 'no answer');
	run.play({ kind: 'full' });
	while (!trainer.calls.slice(5).includes('next 2')) await nextTask();
	return lab;
}

describe('during the recovery', () => {
	it('the page learns the step and the end of the recovery; the run keeps training', async () => {
		const lab = await withOpenRun();
		const { run, trainer, devices, statuses, progress, until } = lab;
		trainer.meddle = (what) =>
			what === 'next 9' && devices.opened === 1 && loseDevice(lab, 'no answer');
		await train({ run, until });
		const label = 'The GPU was lost (driver reset). Training resumes from step 7.';
		expect(progress).toContain(label);
		expect(progress[progress.lastIndexOf(label) + 1]).toBe('');
		expect(statuses.map(({ kind }) => kind)).toEqual([
			...['preparing', 'paused', 'running', 'finished'],
		]);
		expect(nexts(trainer.calls).slice(7, 12)).toEqual([
			'next 8',
			'next 9',
			'next 8',
			'next 9',
			'next 10',
		]);
	});

	it('only the steps since the last checkpoint are repeated', async () => {
		const lab = await withOpenRun();
		await train(lab, 5);
		lab.devices.lose();
		const before = lab.trainer.calls.length;
		await train(lab, 6);
		expect(lab.trainer.calls.slice(before)).toEqual(['create', 'next 6', 'state']);
	});

	it('a pause takes effect at the last reported step, not before it', async () => {
		const { run, stores, statuses } = await recovering();
		expect(await run.pause()).toEqual({ step: 6 });
		expect(statuses.at(-1)).toEqual({ kind: 'paused', step: 6 });
		expect((await stores.runs.checkpoint('r'))!.step).toBe(6);
	});

	it('preparing a run can be cancelled', async () => {
		const lab = await controlFixture();
		const cancel = new AbortController();
		lab.trainer.meddle = (what) => {
			if (what !== 'start') return undefined;
			cancel.abort();
			return loseDevice(lab, 'unnamed error');
		};
		const created = lab.control.create('r', experiment, cancel.signal);
		await expect(created).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
		expect(lab.trainer.alive()).toBe(0);
		expect(await lab.stores.runs.list()).toEqual([]);
	});

	it('another backend is logged once, and the run continues', async () => {
		const lab = await withOpenRun();
		const { run, devices, stores, until } = lab;
		await train(lab, 5);
		devices.lose();
		devices.backend = 'wasm';
		await train({ run, until });
		const warnings = (await stores.runs.events('r')).filter(({ type }) => type === 'warning');
		expect(warnings).toEqual([
			{
				type: 'warning',
				step: 6,
				message: { id: 'backend.changed', values: { before: 'webgpu', now: 'wasm' } },
			},
		]);
	});
});

describe('it gives up', () => {
	it('the GPU after three losses in a row, and continues on the processor', async () => {
		const lab = await withOpenRun();
		const { run, trainer, devices, until, stores } = lab;
		trainer.meddle = (what) =>
			what === 'next 9' && devices.opened <= 3 && loseDevice(lab, 'no answer');
		await train({ run, until });
		expect(nexts(trainer.calls).filter((what) => what === 'next 9')).toHaveLength(4);
		const warnings = (await stores.runs.events('r')).filter(({ type }) => type === 'warning');
		expect(warnings).toMatchObject([
			{ message: { id: 'backend.changed', values: { before: 'webgpu', now: 'wasm' } } },
		]);
	});

	it('the GPU before the first step, and the run says so', async () => {
		const lab = await controlFixture();
		const { control, trainer, devices, stores } = lab;
		trainer.meddle = (what) =>
			what === 'start' && devices.opened <= 3 && loseDevice(lab, 'no answer');
		const record = await control.create('r', experiment, never);
		expect(record.backend).toBe('wasm');
		const warnings = (await stores.runs.events('r')).filter(({ type }) => type === 'warning');
		expect(warnings).toEqual([
			{
				type: 'warning',
				step: 0,
				message: { id: 'backend.changed', values: { before: 'webgpu', now: 'wasm' } },
			},
		]);
	});

	it('if that does not answer either, and keeps the last checkpoint', async () => {
		const lab = await withOpenRun();
		const { run, trainer, until, stores, control } = lab;
		trainer.meddle = (what) => what === 'next 9' && loseDevice(lab, 'no answer');
		run.play({ kind: 'full' });
		const failed = await until('failed');
		expect(failed).toMatchObject({ step: 8, error: expect.any(DeviceLostError) as unknown });
		expect((await stores.runs.events('r')).at(-1)).toMatchObject({
			type: 'failed',
			step: 8,
			message: {
				id: 'run.broke',
				values: {
					cause: say(
						'The GPU was lost {mostLosses} times in a row ({why}). Close other pages and programs that use it.',
						{ mostLosses: 3, why: 'driver reset' },
					),
					step: 8,
					kept: 7,
				},
			},
		});
		expect(nexts(trainer.calls).filter((what) => what === 'next 9')).toHaveLength(4);
		expect(await stores.runs.get('r')).toMatchObject({ end: 'failed', step: 7 });
		expect(trainer.alive()).toBe(0);
		trainer.meddle = null;
		(await control.resume('r', never)).play({ kind: 'full' });
		await until('finished');
	});

	it('if there is no device: a run that trains fails, and its checkpoint stays', async () => {
		const lab = await withOpenRun();
		const { run, devices, until } = lab;
		await train(lab, 3);
		devices.lose();
		devices.refuse = new NoAdapterError(asMessage('The browser offers no GPU.'));
		run.play({ kind: 'full' });
		expect(await until('failed')).toMatchObject({ step: 3, error: devices.refuse });
	});

	it('a paused run does not fail by a question: it can be asked again', async () => {
		const lab = await withOpenRun();
		const { run, devices, statuses, progress, until } = lab;
		await train(lab, 3);
		devices.lose();
		await nextTask();
		expect(devices.opened).toBe(1);
		devices.refuse = new NoAdapterError(asMessage('The browser offers no GPU.'));
		await expect(run.generate('a', 'tuned', { maxTokens: 8 })).rejects.toThrow(NoAdapterError);
		expect(progress.at(-1)).toBe('');
		devices.refuse = null;
		expect((await run.generate('a', 'tuned', { maxTokens: 8 })).text).toBe('a:tuned:3');
		expect(statuses.at(-1)).toEqual({ kind: 'paused', step: 3 });
		await train({ run, until });
	});
});

it('the weights of a run that has ended need no device', async () => {
	const { control, run, devices, stores } = await withOpenRun();
	await run.stop();
	devices.lose();
	devices.refuse = new NoAdapterError(asMessage('The browser offers no GPU.'));
	expect((await control.weights('r')).weights).toEqual(
		(await stores.runs.checkpoint('r'))!.weights,
	);
});

it('repeated steps on a slower device do not end a budget of seconds', async () => {
	const lab = await withOpenRun({ ...experiment, budget: { kind: 'seconds', seconds: 0.195 } });
	lab.trainer.meddle = (what) => {
		if (what !== 'next 13' || lab.devices.opened > 1) return undefined;
		lab.trainer.stepMilliseconds = 200;
		return loseDevice(lab, 'named error');
	};
	await train(lab);
	// Steps 8 to 12 are repeated after the budget. Only step 13 may end the run.
	expect(lab.run.step).toBe(13);
	expect(lab.trainer.calls.filter((what) => what === 'next 12')).toHaveLength(2);
});
