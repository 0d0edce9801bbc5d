import { describe, expect, it } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import { InputError, NonFiniteError } from '#engine/core/errors.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import {
	controlFixture,
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

describe('create', () => {
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
});

describe('pace', () => {
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

	it('pauses before a step that waits for its turn', async () => {
		const { run, trainer } = await withOpenRun();
		const answer = run.generate('a', 'base', { maxTokens: 8 });
		run.play({ kind: 'full' });
		expect(await run.pause()).toEqual({ step: 0 });
		await answer;
		await nextTask();
		expect(trainer.calls).not.toContain('next 1');
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

it('a run whose data was deleted elsewhere says that nothing is kept', async () => {
	const { run, stores, until, events } = await trainedRun(experiment, 3);
	await stores.runs.delete('r');
	failNextSave(stores);
	run.play({ kind: 'full' });
	await until('failed');
	const failed = events.find(({ type }) => type === 'failed');
	expect(failed).toMatchObject({ message: { id: 'run.broke', values: { kept: null } } });
});
