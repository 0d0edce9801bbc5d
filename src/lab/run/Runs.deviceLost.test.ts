/** What the page learns while a run recovers from a lost device, and when the lab gives up. */
import { describe, expect, it } from 'vitest';
import { DeviceLostError } from '#engine/core/errors.ts';
import { say } from '#engine/core/message.ts';
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

	it('a pause takes effect at the last reported step, not before it', async () => {
		const { run, stores, statuses } = await recovering();
		expect(await run.pause()).toEqual({ step: 6 });
		expect(statuses.at(-1)).toEqual({ kind: 'paused', step: 6 });
		expect((await stores.runs.checkpoint('r'))!.step).toBe(6);
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

	it('the GPU before the first step, and the run is the processor’s', async () => {
		const lab = await controlFixture();
		const { control, trainer, devices, stores } = lab;
		trainer.meddle = (what) =>
			what === 'start' && devices.opened <= 3 && loseDevice(lab, 'no answer');
		const record = await control.create('r', experiment, never);
		expect(record.backend).toBe('wasm');
		const warnings = (await stores.runs.events('r')).filter(({ type }) => type === 'warning');
		expect(warnings).toEqual([]);
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
});
