import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError, InternalError, NonFiniteError, StorageError } from '#engine/core/errors.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import {
	controlFixture,
	curve,
	experiment,
	fileSkill,
	never,
	noModel,
	train,
	trainedRun,
	withOpenRun,
} from '../../../tests/support/runControl.ts';
import { notFinite } from '../../../tests/support/trainer.ts';
import { failNextSave, testStores } from '../../../tests/support/testStores.ts';

const a = (Kind: unknown): unknown => expect.any(Kind);
/** The same experiment, never paused: what every other way through it must equal. */
const uninterrupted = async () => {
	const { events } = await trainedRun();
	return curve(events);
};

describe('create', () => {
	it('evaluates the base model, stores a checkpoint of step 0 and pauses', async () => {
		const { stores, events, statuses } = await withOpenRun();
		expect(events.map(({ type }) => type)).toEqual(['evaluation', 'checkpoint']);
		expect(statuses.map(({ kind }) => kind)).toEqual(['preparing', 'paused']);
		expect(await stores.runs.get('r')).toMatchObject({
			step: 0,
			end: 'running',
			backend: 'webgpu',
			device: 'test',
			engine: engineVersion,
		});
		expect(await stores.runs.events('r')).toEqual(events);
	});

	it('names each missing skill with its hash, and stores no run', async () => {
		const lab = await controlFixture(await testStores());
		const created = lab.control.create('r', experiment, never);
		await expect(created).rejects.toThrow(InputError);
		await expect(created).rejects.toThrow(`“math.jsonl” (SHA-256 ${fileSkill.fingerprint})`);
		expect(await lab.stores.runs.list()).toEqual([]);
	});

	it('refuses a file of the same name with other content', async () => {
		const lab = await controlFixture();
		const skills = [{ ...experiment.skills[0], sha256: 'f'.repeat(64) }];
		await expect(lab.control.create('r', { ...experiment, skills }, never)).rejects.toThrow(
			`SHA-256 ${'f'.repeat(64)}`,
		);
	});

	it('leaves the open run alone when the next one cannot be prepared', async () => {
		const { control, run, until } = await withOpenRun();
		const skills = [{ ...experiment.skills[0], id: 'file:none' }];
		await expect(control.create('s', { ...experiment, skills }, never)).rejects.toThrow(InputError);
		await train({ run, until });
	});

	it('can be cancelled, and leaves nothing', async () => {
		const { control, stores, trainer } = await controlFixture();
		const cancel = new AbortController();
		const created = control.create('r', experiment, cancel.signal);
		cancel.abort();
		await expect(created).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
		expect(trainer.alive()).toBe(0);
		expect(await stores.runs.list()).toEqual([]);
	});

	it('leaves no run when its first checkpoint cannot be stored', async () => {
		const lab = await controlFixture();
		failNextSave(lab.stores);
		await expect(lab.control.create('r', experiment, never)).rejects.toThrow(StorageError);
		expect(await lab.stores.runs.list()).toEqual([]);
		expect(lab.trainer.alive()).toBe(0);
		await lab.control.create('r', experiment, never);
	});

	it('does not touch a run that has its id already', async () => {
		const { control, stores, clock } = await withOpenRun();
		clock.milliseconds++;
		await expect(control.create('r', experiment, never)).rejects.toThrow(StorageError);
		expect(await stores.runs.get('r')).toMatchObject({ end: 'running' });
		await control.resume('r', never);
	});

	it('ends the preparation before it, and closes the run that is open', async () => {
		const { control, stores, trainer, run, until } = await withOpenRun();
		run.play({ kind: 'full' });
		const second = control.create('s', experiment, never);
		const third = control.create('t', experiment, never);
		await expect(second).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
		await third;
		expect(trainer.alive()).toBe(1);
		const first = await stores.runs.get('r');
		expect(first).toMatchObject({ end: 'running' });
		expect((await stores.runs.checkpoint('r'))!.step).toBe(first!.step);
		(await control.opened('t', never)).play({ kind: 'full' });
		await until('finished');
		expect((await stores.runs.get('r'))!.step).toBe(first!.step);
	});
});

describe('pace', () => {
	it('trains to the end at full pace, with a checkpoint every 7 steps and at the end', async () => {
		const { run, stores, until, trainer } = await withOpenRun();
		await train({ run, until });
		const events = await stores.runs.events('r');
		const steps = events.filter(({ type }) => type === 'checkpoint').map(({ step }) => step);
		expect(steps).toEqual([0, 7, 14, 20]);
		expect(await stores.runs.get('r')).toMatchObject({ step: 20, end: 'finished' });
		expect(() => run.play({ kind: 'full' })).toThrow(
			failure('This run has ended at step {step}: start a new one to train on.'),
		);
		expect(trainer.calls.filter((what) => what.startsWith('next'))).toHaveLength(20);
	});

	it('pauses after the requested step, and refuses an earlier one', async () => {
		const { run, stores, until, statuses } = await withOpenRun();
		run.play({ kind: 'until', step: 3 });
		expect(await until('paused')).toEqual({ kind: 'paused', step: 3 });
		expect((await stores.runs.checkpoint('r'))!.step).toBe(3);
		expect(() => run.play({ kind: 'until', step: 3 })).toThrow(InputError);
		expect(statuses.at(-1)).toEqual({ kind: 'paused', step: 3 });
		run.play({ kind: 'until', step: 4 });
		expect(await until('paused')).toEqual({ kind: 'paused', step: 4 });
	});

	it('rests in slow motion, until the pace changes', async () => {
		const { run, events, until } = await withOpenRun();
		const began = performance.now();
		run.play({ kind: 'slow', milliseconds: 30 });
		while (events.filter(({ type }) => type === 'step').length < 4) await nextTask();
		expect(performance.now() - began).toBeGreaterThan(80);
		// Longer than the test may take.
		const rest = { kind: 'slow', milliseconds: 600_000 } as const;
		run.play(rest);
		await nextTask();
		const { step } = await run.pause();
		run.play(rest);
		await train({ run, until });
		expect(step).toBeLessThan(20);
	});

	it('pauses after the current step, with a checkpoint', async () => {
		const { run, stores, trainer, statuses } = await withOpenRun();
		run.play({ kind: 'full' });
		while (!trainer.calls.includes('next 2')) await nextTask();
		const { step } = await run.pause();
		expect((await stores.runs.checkpoint('r'))!.step).toBe(step);
		expect(statuses.at(-1)).toEqual({ kind: 'paused', step });
		const before = trainer.calls.length;
		for (let i = 0; i < 20; i++) await nextTask();
		expect(trainer.calls).toHaveLength(before);
	});

	it('pauses before a step that waits for its turn', async () => {
		const { run, trainer } = await withOpenRun();
		const answer = run.generate('a', 'base', { maxTokens: 8 });
		run.play({ kind: 'full' });
		expect(await run.pause()).toEqual({ step: 0 });
		await answer;
		await nextTask();
		expect(trainer.calls).not.toContain('next 1');
	});

	it('continues if it is played before the pause takes effect', async () => {
		const { run, until, events } = await withOpenRun();
		run.play({ kind: 'full' });
		const paused = run.pause();
		run.play({ kind: 'full' });
		await Promise.all([paused, until('finished')]);
		expect(curve(events)).toEqual(await uninterrupted());
	});
});

describe('while it trains', () => {
	it('answers between steps: no request overlaps another', async () => {
		const { run, until, trainer } = await withOpenRun();
		run.play({ kind: 'full' });
		const answers = await Promise.all([
			run.generate('a', 'tuned', { maxTokens: 8 }),
			run.generate('b', 'base', { maxTokens: 8 }),
			run.weights(),
		]);
		expect(answers[0].text).toMatch(/^a:tuned:/);
		// The fixture throws when requests overlap: the run would have failed.
		await until('finished');
		const first = trainer.calls.indexOf('generate');
		expect(
			trainer.calls.slice(first).filter((what) => what.startsWith('next')).length,
		).toBeGreaterThan(15);
	});

	it('gives the weights of this moment with their own step', async () => {
		const { run, control } = await withOpenRun();
		run.play({ kind: 'full' });
		while (run.step < 3) await nextTask();
		const { weights, record } = await control.weights('r');
		await run.pause();
		const alone = await withOpenRun();
		alone.run.play({ kind: 'until', step: record.step });
		await alone.until('paused');
		expect(weights).toEqual((await alone.control.weights('r')).weights);
	});

	it('switches at the next step, with a checkpoint and in the experiment', async () => {
		const { run, until, events, stores } = await withOpenRun();
		const ratios = { [fileSkill.id]: 1 };
		await train({ run, until }, 6);
		await run.switchPolicy('proportional', {});
		const changed = await run.switchPolicy('fixed', { ratios });
		expect(changed.policy).toEqual([
			{ fromStep: 0, id: 'uniform', settings: {} },
			{ fromStep: 6, id: 'fixed', settings: { ratios } },
		]);
		expect((await stores.runs.get('r'))!.experiment).toEqual(changed);
		expect(events.slice(-2).map(({ type }) => type)).toEqual(['policySwitched', 'checkpoint']);
		await train({ run, until });
		const switched = curve(events).filter(({ type }) => type !== 'policySwitched');
		const same = await uninterrupted();
		const upTo6 = ({ step }: { step: number }) => step <= 6;
		expect(switched.filter(upTo6)).toEqual(same.filter(upTo6));
		expect(switched.at(-2)).not.toEqual(same.at(-2));
	});

	it('changes nothing when a switch is refused', async () => {
		const { run, events } = await withOpenRun();
		await expect(run.switchPolicy('unknown', {})).rejects.toThrow(InputError);
		expect(events.at(-1).type).toBe('checkpoint');
		expect(run.record.experiment).toEqual(experiment);
	});

	it('stops for good with an evaluation and a checkpoint', async () => {
		const { run, stores, until, statuses } = await withOpenRun();
		await train({ run, until }, 3);
		await run.stop();
		const events = await stores.runs.events('r');
		expect(events.slice(-2).map(({ type }) => type)).toEqual(['evaluation', 'checkpoint']);
		expect(await stores.runs.get('r')).toMatchObject({ end: 'stopped', step: 3 });
		expect(statuses.at(-1)).toEqual({ kind: 'stopped', step: 3 });
		expect(() => run.play({ kind: 'full' })).toThrow(
			failure('This run has ended at step {step}: start a new one to train on.'),
		);
		expect((await run.generate('a', 'tuned', { maxTokens: 8 })).text).toBe('a:tuned:3');
	});

	it('is tested where it pauses, keeps the test, and goes on', async () => {
		const { run, stores, until } = await withOpenRun();
		await train({ run, until }, 3);
		await run.evaluate();
		const events = await stores.runs.events('r');
		expect(events.slice(-2).map(({ type, step }) => [type, step])).toEqual([
			['evaluation', 3],
			['checkpoint', 3],
		]);
		await train({ run, until }, 4);
		expect(run.record).toMatchObject({ end: 'running', step: 4 });
	});

	it('stays stopped if the page closes during its last evaluation', async () => {
		const { run, stores, trainer } = await withOpenRun();
		let stored: unknown;
		trainer.meddle = async (what) => {
			if (what === 'evaluate') stored = await stores.runs.get('r');
		};
		await run.stop();
		expect(stored).toMatchObject({ end: 'stopped', step: 0 });
	});
});

describe('a failure', () => {
	it('by a non-finite loss names the step and a learning rate, and keeps weights', async () => {
		const { run, until, stores, trainer, control } = await withOpenRun();
		trainer.failAt = { step: 12, error: notFinite(12) };
		run.play({ kind: 'full' });
		const status = await until('failed');
		expect(status).toMatchObject({ kind: 'failed', step: 12, error: a(NonFiniteError) });
		expect((await stores.runs.events('r')).at(-1)).toMatchObject({
			type: 'failed',
			step: 12,
			suggestedLearningRate: 1e-3,
			message: { id: 'run.diverged', values: { kept: 7 } },
		});
		expect(await stores.runs.get('r')).toMatchObject({ end: 'failed', step: 7 });
		expect(trainer.alive()).toBe(0);
		expect((await control.weights('r')).weights).toEqual(
			(await stores.runs.checkpoint('r'))!.weights,
		);
		await expect(run.generate('a', 'tuned', { maxTokens: 8 })).rejects.toThrow(
			failure('This run has failed: open it again to go on from step {step}.', { step: 7 }),
		);
		await control.create('next', experiment, never);
		expect(trainer.alive()).toBe(1);
	});

	it('of the lab itself: after it, the run equals one that never failed', async () => {
		const { run, until, trainer, control, events } = await withOpenRun();
		trainer.failAt = { step: 12, error: new Error('This cannot be.') };
		run.play({ kind: 'full' });
		expect(await until('failed')).toMatchObject({ error: a(InternalError), step: 11 });
		expect(events.at(-1)).toMatchObject({ type: 'failed', step: 11 });
		trainer.failAt = null;
		const again = await control.resume('r', never);
		const stored = await again.events();
		expect(stored.at(-1)).toMatchObject({ type: 'warning', step: 7 });
		expect(stored.filter(({ step }) => step > 7)).toEqual([]);
		await train({ run: again, until });
		const all = (await again.events()).filter(({ type }) => type !== 'warning');
		expect(curve(all)).toEqual(await uninterrupted());
	});

	it('of the store: stored data stays, and the run can resume from it', async () => {
		const { run, until, stores, control } = await withOpenRun();
		await train({ run, until }, 3);
		failNextSave(stores);
		run.play({ kind: 'full' });
		expect(await until('failed')).toMatchObject({ error: a(StorageError), step: 7 });
		expect((await stores.runs.checkpoint('r'))!.step).toBe(3);
		const again = await control.opened('r', never);
		expect(again).toBe(run);
		const reopened = await control.resume('r', never);
		await train({ run: reopened, until });
		const all = (await reopened.events()).filter(({ type }) => type !== 'warning');
		expect(curve(all)).toEqual(await uninterrupted());
	});

	it('during a pause is thrown and reported', async () => {
		const { run, stores, until, trainer } = await withOpenRun();
		run.play({ kind: 'full' });
		while (!trainer.calls.includes('next 2')) await nextTask();
		const failed = until('failed');
		failNextSave(stores);
		await expect(run.pause()).rejects.toThrow(StorageError);
		await failed;
	});
});

describe('resume', () => {
	it('refuses a run without weights, and keeps its curve', async () => {
		const { run, stores, events, until } = await withOpenRun();
		await train({ run, until });
		const record = (await stores.runs.get('r'))!;
		await stores.runs.create({ ...record, id: 'imported' }, { events });
		const lab = await controlFixture(stores);
		await expect(lab.control.resume('imported', never)).rejects.toThrow(
			failure(
				'This run came from a file without its weights: its curves are here, and it cannot go on from step {step}. To have its model, press Reset and train it again: the same seed gives the same curve.',
			),
		);
		expect(await stores.runs.events('imported')).toEqual(events);
		expect(await stores.runs.get('imported')).toEqual({ ...record, id: 'imported' });
	});

	it.each([1, 6, 7, 13, 19])(
		'after a reload at step %i equals an uninterrupted run',
		async (cut) => {
			const before = await trainedRun(experiment, cut);
			const after = await controlFixture(before.stores);
			const run = await after.control.resume('r', never);
			expect(await run.events()).toEqual(before.events);
			await train({ run, until: after.until });
			expect(curve([...before.events, ...after.events])).toEqual(await uninterrupted());
			expect(curve(await run.events())).toEqual(await uninterrupted());
		},
	);

	it('after a tab closed between two checkpoints equals an uninterrupted run', async () => {
		const before = await withOpenRun();
		before.run.play({ kind: 'slow', milliseconds: 5 });
		while (!before.trainer.calls.includes('next 10')) await nextTask();
		// A closed tab stores nothing more. On a slow machine it would reach the next checkpoint.
		await before.run.discard();
		const after = await controlFixture(before.stores);
		const run = await after.control.resume('r', never);
		expect(run.record.step).toBe(7);
		await train({ run, until: after.until });
		expect(curve(await run.events())).toEqual(await uninterrupted());
	});

	it('keeps a switch that was made live', async () => {
		const switched = async (reload: boolean) => {
			let lab = await withOpenRun();
			await train(lab, 9);
			await lab.run.switchPolicy('proportional', {});
			await train(lab, 11);
			if (reload) {
				const after = await controlFixture(lab.stores);
				lab = { ...after, run: await after.control.resume('r', never) };
			}
			await train(lab);
			return curve(await lab.run.events());
		};
		expect(await switched(true)).toEqual(await switched(false));
	});

	it('opens an ended run with its status', async () => {
		const before = await withOpenRun();
		await before.run.stop();
		const after = await controlFixture(before.stores);
		const run = await after.control.resume('r', never);
		expect(after.statuses.at(-1)).toEqual({ kind: 'stopped', step: 0 });
		expect((await run.generate('a', 'tuned', { maxTokens: 8 })).text).toBe('a:tuned:0');
	});

	it('names the missing data or model', async () => {
		const before = await withOpenRun();
		await before.stores.skills.remove(fileSkill.id);
		const withoutSkill = await controlFixture(before.stores);
		await expect(withoutSkill.control.resume('r', never)).rejects.toThrow(
			`“math.jsonl” (SHA-256 ${fileSkill.fingerprint})`,
		);
		await before.stores.skills.restore(fileSkill.id);
		const withoutModel = await controlFixture(before.stores, { openModel: noModel });
		await expect(withoutModel.control.resume('r', never)).rejects.toThrow('SHA-256 aaaa');
		await expect(withoutModel.control.resume('gone', never)).rejects.toThrow(
			failure('The lab has no such run: it was deleted, or made elsewhere. Choose another.'),
		);
		expect(await before.stores.runs.get('r')).toMatchObject({ end: 'running' });
	});
});
