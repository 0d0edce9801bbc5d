/** A lost device costs only time: the run equals one whose device stayed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeviceLostError, NoAdapterError } from '#engine/core/errors.ts';
import { asMessage, say } from '#engine/core/message.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import { isLong } from '../../../tests/support/suite.ts';
import { withoutClock } from '../../../tests/support/withoutClock.ts';
import {
	controlFixture,
	experiment,
	fileSkill,
	lostDevice,
	never,
	type ControlFixture,
	train,
	withOpenRun,
} from '../../../tests/support/runControl.ts';

const ways = ['no answer', 'named error', 'unnamed error', 'late news', 'no news'] as const;
type Way = (typeof ways)[number];

/** Loses the device during a request, which then throws or never gets an answer. */
function loseUnder({ devices }: ControlFixture, way: Way): unknown {
	switch (way) {
		case 'no answer':
			devices.lose();
			return new Promise(() => undefined);
		case 'named error':
			devices.lose();
			throw lostDevice();
		case 'unnamed error':
			devices.lose();
			throw new Error('mapAsync: the buffer was destroyed.');
		case 'late news':
			setTimeout(() => devices.lose(), 5);
			throw new Error('mapAsync: the buffer was destroyed.');
		case 'no news':
			throw lostDevice();
	}
}

/** The device is lost under each request whose number (from 0) `losses` names. */
function loseAt(lab: ControlFixture, losses: ReadonlyMap<number, Way>): void {
	let requests = 0;
	lab.trainer.meddle = () => {
		const way = losses.get(requests++);
		return way && loseUnder(lab, way);
	};
}

/** A run with every kind of request, pace and end: its stored data, reports and trainer calls. */
async function scenario(losses: ReadonlyMap<number, Way>, end: 'finished' | 'stopped') {
	const lab = await controlFixture();
	const { control, stores, until, statuses, events, trainer } = lab;
	loseAt(lab, losses);
	await control.create('r', experiment, never);
	const run = await control.opened('r', never);
	await train({ run, until }, 3);
	const answers = [await run.generate('a', 'tuned', { maxTokens: 8 })];
	await run.switchPolicy('proportional', {});
	await run.switchPolicy('fixed', { ratios: { [fileSkill.id]: 1 } });
	run.play({ kind: 'slow', milliseconds: 0 });
	answers.push(await run.generate('b', 'base', { maxTokens: 8 }));
	await train({ run, until }, 9);
	await run.switchPolicy('uniform', {});
	const { weights } = await run.weights();
	run.play(end === 'finished' ? { kind: 'full' } : { kind: 'until', step: 11 });
	await until(end === 'finished' ? 'finished' : 'paused');
	if (end === 'stopped') await run.stop();
	const left = {
		answers,
		weights,
		statuses,
		end: statuses.at(-1)?.kind,
		told: withoutClock(events),
		stored: withoutClock(await stores.runs.events('r')),
		record: await stores.runs.get('r'),
		checkpoint: await stores.runs.checkpoint('r'),
	};
	await control.create('next', experiment, never);
	expect(trainer.alive()).toBe(1);
	return { left, calls: trainer.calls, opened: lab.devices.opened };
}

/** Number of requests of the run itself, without those of the trainer after it. */
const countRequests = (calls: readonly string[]) => calls.lastIndexOf('create');

describe.each(['finished', 'stopped'] as const)('a run that is %s', (end) => {
	it.each(ways)('equals an undisturbed one if its device is lost at any call: %s', async (way) => {
		const undisturbed = await scenario(new Map(), end);
		expect(undisturbed.left.end).toBe(end);
		expect(new Set(undisturbed.calls.map((what) => what.split(' ')[0]))).toEqual(
			new Set([
				'create',
				'start',
				'next',
				'generate',
				'state',
				...(end === 'stopped' ? ['evaluate'] : []),
			]),
		);
		// In the short form a way has every third request, and other ways the others.
		const every = isLong ? 1 : 3;
		const first = ways.indexOf(way) % every;
		for (let request = first; request < countRequests(undisturbed.calls); request += every) {
			const { left, opened } = await scenario(new Map([[request, way]]), end);
			expect(left, `lost under request ${request}, ${undisturbed.calls[request]}`).toEqual(
				undisturbed.left,
			);
			expect(opened).toBe(2);
		}
	});

	it('equals an undisturbed one if devices are lost during the recovery too', async () => {
		const undisturbed = await scenario(new Map(), end);
		const requests = countRequests(undisturbed.calls);
		const way = fc.constantFrom(...ways);
		await fc.assert(
			fc.asyncProperty(
				fc.nat(requests - 1),
				fc.nat(8),
				way,
				way,
				async (at, later, first, second) => {
					const losses = new Map([
						[at, first],
						[at + 1 + later, second],
					]);
					expect((await scenario(losses, end)).left).toEqual(undisturbed.left);
				},
			),
			{ numRuns: isLong ? 60 : 10 },
		);
	});
});

const nexts = (calls: readonly string[]) => calls.filter((what) => what.startsWith('next'));

/** A run that lost its device under step 6 and repeats step 2. */
async function recovering() {
	const lab = await withOpenRun();
	const { run, trainer, devices } = lab;
	trainer.meddle = (what) =>
		what === 'next 6' && devices.opened === 1 && loseUnder(lab, 'no answer');
	run.play({ kind: 'full' });
	while (!trainer.calls.slice(5).includes('next 2')) await nextTask();
	return lab;
}

describe('during the recovery', () => {
	it('the page learns the step and the end of the recovery; the run keeps training', async () => {
		const lab = await withOpenRun();
		const { run, trainer, devices, statuses, progress, until } = lab;
		trainer.meddle = (what) =>
			what === 'next 9' && devices.opened === 1 && loseUnder(lab, 'no answer');
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

	it('a deleted run leaves nothing', async () => {
		const { trainer, stores, control } = await recovering();
		await control.delete('r');
		expect(trainer.alive()).toBe(0);
		expect(await stores.runs.list()).toEqual([]);
	});

	it('preparing a run can be cancelled', async () => {
		const lab = await controlFixture();
		const cancel = new AbortController();
		lab.trainer.meddle = (what) => {
			if (what !== 'start') return undefined;
			cancel.abort();
			return loseUnder(lab, 'unnamed error');
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
			what === 'next 9' && devices.opened <= 3 && loseUnder(lab, 'no answer');
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
			what === 'start' && devices.opened <= 3 && loseUnder(lab, 'no answer');
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
		trainer.meddle = (what) => what === 'next 9' && loseUnder(lab, 'no answer');
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

	it('not while steps are done in between', async () => {
		const lab = await withOpenRun();
		const { run, trainer, until, devices } = lab;
		const lost = new Set<string>();
		trainer.meddle = (what) => {
			if (lost.has(what) || !/^next (3|5|8|11|14|17)$/.test(what)) return undefined;
			lost.add(what);
			return loseUnder(lab, 'named error');
		};
		await train({ run, until });
		expect(devices.opened).toBe(7);
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
