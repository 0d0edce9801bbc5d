/** Export and import of runs: curves, metrics, weights, and no stored run is overwritten. */
import { expect, it } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { compareOutcomes, type Repeated } from '#lab/run/compareOutcomes.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { toOutcome } from '#lab/run/outcome.ts';
import { type WholeRun } from '#lab/features/runs/model/runFile.ts';
import { openLab } from '../../../../../tests/support/featureLab.ts';
import {
	runEvents,
	waitForEvent,
	isStatus,
	type LabFixture,
} from '../../../../../tests/support/lab.ts';
import type { NamedFile } from '#lab/worker/protocol.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';

async function trainedLab() {
	const lab = await openLab();
	await lab.client['run.create']({ runId: 'r', experiment: lab.experiment });
	await lab.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	await waitForEvent(lab, isStatus('finished'));
	return lab;
}
const asFile = async ({ name, blob }: NamedFile): Promise<File> =>
	new File([await blob.arrayBuffer()], name);
const readResults = async ({ client }: Pick<LabFixture, 'client'>): Promise<Repeated> => {
	const [record] = await client['run.list']();
	const outcome = toOutcome(record, await client['run.events']({ runId: record.id }));
	return { experiment: record.experiment, outcome };
};
const stripped = ({ record, events }: Pick<WholeRun, 'record' | 'events'>) => ({
	experiment: record.experiment,
	end: record.end,
	step: record.step,
	events,
});

it('imports a finished run into another lab once', async () => {
	const here = await trainedLab();
	const file = await asFile(await here.client['run.export']({ runId: 'r', weights: true }));
	const there = await openLab();
	const { record, isNew } = await there.client['run.import']({ file });
	expect(isNew).toBe(true);
	const events = await there.client['run.events']({ runId: record.id });
	const [original] = await here.client['run.list']();
	// So that the page does not take it for a repetition that was trained there.
	expect([original.imported, record.imported]).toEqual([undefined, true]);
	const onward = await asFile(await there.client['run.export']({ runId: 'r', weights: true }));
	expect(await onward.bytes()).toEqual(await file.bytes());
	expect(stripped({ record, events })).toEqual(
		stripped({ record: original, events: await here.client['run.events']({ runId: 'r' }) }),
	);
	expect(await there.client['run.import']({ file })).toEqual({ record, isNew: false });
	expect(await there.client['run.list']()).toHaveLength(1);
	expect(await here.client['run.import']({ file })).toMatchObject({ isNew: false });
	const request = { runId: 'r', prompt: 'a', model: 'tuned', maxTokens: 4 } as const;
	expect(await there.client['model.generate'](request)).toEqual(
		await here.client['model.generate'](request),
	);
});

it('brings the best checkpoint along, and answers with it', async () => {
	const here = await openLab();
	const { evaluation } = here.experiment;
	// The loss rises, so an early checkpoint is the best.
	const experiment: Experiment = {
		...here.experiment,
		optimizer: { ...here.experiment.optimizer, learningRate: 1 },
		evaluation: { ...evaluation, every: 2, best: 'loss' },
	};
	await here.client['run.create']({ runId: 'r', experiment });
	await here.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	await waitForEvent(here, isStatus('finished'));
	const [{ best, step }] = await here.client['run.list']();
	expect(best!.step).toBeLessThan(step);
	const exported = async (weights: boolean) =>
		asFile(await here.client['run.export']({ runId: 'r', weights }));
	const there = await openLab();
	const curves = await there.client['run.import']({ file: await exported(false) });
	expect(curves.record.best).toBeUndefined();
	const { record, isNew } = await there.client['run.import']({ file: await exported(true) });
	expect(isNew).toBe(true);
	expect(record.best).toEqual(best);
	const again = await there.client['run.import']({ file: await exported(true) });
	expect(again).toEqual({ record, isNew: false });
	const answers = async ({ client }: Pick<LabFixture, 'client'>, runId: string) => {
		const [{ sha256: questions }] = await client['question.list']();
		const task = 'answers';
		const models = ['tuned', 'best'] as const;
		const made = await client['answer.make']({ task, questions, runId, models });
		return Promise.all(made.map(({ id }) => client['answer.open']({ id })));
	};
	const [tuned, chosen] = await answers(there, record.id);
	expect(tuned.set.by.step).toBe(step);
	expect(chosen.set.by).toMatchObject({ kind: 'tuned', step: best!.step });
	expect(chosen.set.by.name).toContain(`best of ${best!.step} steps`);
	const [, original] = await answers(here, 'r');
	expect(chosen.set.answers).toEqual(original.set.answers);
});

it('resumes an interrupted run from its weights with the same curve', async () => {
	const here = await openLab();
	await here.client['run.create']({ runId: 'r', experiment: here.experiment });
	await here.client['run.play']({ runId: 'r', pace: { kind: 'until', step: 9 } });
	await waitForEvent(
		here,
		(event): event is LabEvent => isStatus('paused')(event) && event.status.step === 9,
	);
	const file = await asFile(await here.client['run.export']({ runId: 'r', weights: true }));
	const there = await openLab();
	await there.client['run.import']({ file });
	await there.client['run.play']({ runId: 'r', pace: { kind: 'full' } });
	await waitForEvent(there, isStatus('finished'));
	const whole = await trainedLab();
	const expected = await readResults(whole);
	const yours = await readResults(there);
	expect(yours.outcome).toEqual(expected.outcome);
	expect(compareOutcomes(expected, yours)).toEqual({ kind: 'bits' });
});

it('shows a run without weights and reports that it is not resumable', async () => {
	const here = await trainedLab();
	const file = await asFile(await here.client['run.export']({ runId: 'r', weights: false }));
	const there = await openLab();
	await there.client['run.import']({ file });
	await expect(there.client['run.resume']({ runId: 'r' })).rejects.toThrow(
		failure(
			'This run came from a file without its weights: its curves are here, and it cannot go on from step {step}. To have its model, press Reset and train it again: the same seed gives the same curve.',
		),
	);
	expect(await there.client['run.events']({ runId: 'r' })).toEqual(runEvents(here.events));
	await expect(there.client['run.export']({ runId: 'r', weights: true })).rejects.toThrow(
		failure(
			'This run has no weights here: it came from a file without them. Save it without, or train it again.',
		),
	);
});

it('gives a different run with the same id a new id and keeps the first', async () => {
	const here = await trainedLab();
	const there = await openLab();
	await there.client['run.create']({ runId: 'r', experiment: { ...there.experiment, seed: 7 } });
	const before = await there.client['run.events']({ runId: 'r' });
	const file = await asFile(await here.client['run.export']({ runId: 'r', weights: false }));
	const { record, isNew } = await there.client['run.import']({ file });
	expect(isNew).toBe(true);
	expect(record.id).not.toBe('r');
	expect(await there.client['run.import']({ file })).toEqual({ record, isNew: false });
	expect(await there.client['run.events']({ runId: 'r' })).toEqual(before);
	expect(await there.client['run.list']()).toHaveLength(2);
});

it('stores nothing from a truncated file and keeps the stored runs', async () => {
	const here = await trainedLab();
	const { name, blob } = await here.client['run.export']({ runId: 'r', weights: false });
	const half = new File([(await blob.arrayBuffer()).slice(0, blob.size / 2)], name);
	const before = await here.client['run.list']();
	await expect(here.client['run.import']({ file: half })).rejects.toThrow(
		failure('its compressed content is damaged or incomplete. Ask for the file once more.', {
			name: 'skillet-uniform-on-reverse-letters-capitals-seed-1-r.skillet.json.gz',
		}),
	);
	expect(await here.client['run.list']()).toEqual(before);
	here.stores.disk.quota = 10;
	await here.client['run.delete']({ runId: 'r' });
	const whole = await asFile({ name, blob });
	await expect(here.client['run.import']({ file: whole })).rejects.toThrow(
		failure(
			'There is not enough space to {doing}.{needed}{bytes} Nothing that was stored is lost. Delete skills, models or runs that you no longer need, or free space on the disk, then try again.',
		),
	);
	expect(await here.client['run.list']()).toEqual([]);
});
