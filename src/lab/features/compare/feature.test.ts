import { expect, it, vi } from 'vitest';
import { failure } from '../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { nextTask } from '#engine/core/nextTask.ts';
import type { LabEvent } from '#lab/worker/protocol.ts';
import { openLab } from '../../../../tests/support/featureLab.ts';
import { failNextSave } from '../../../../tests/support/testStores.ts';
import { runEvents, waitForEvent, isStatus } from '../../../../tests/support/lab.ts';
import { planCells } from '#lab/study/cells.ts';
import { parseStudy } from '#lab/study/parse.ts';
import type { CellOutcome } from '#lab/study/result.ts';
import { engineVersion } from '#engine/training/engineVersion.ts';
import type { StudyStatus } from './Comparisons.ts';

type Lab = Awaited<ReturnType<typeof openLab>>;
const studyId = 'study-1';
const patience = { timeout: 120_000 };
const makeFile = (changes: object = {}) => ({
	version: 1,
	title: 'Uniform or proportional?',
	about: '',
	policies: [
		{ label: 'uniform', id: 'uniform' },
		{ label: 'proportional', id: 'proportional' },
	],
	seeds: [1, 2],
	against: ['uniform'],
	...changes,
});
const makeStudy = (
	{ info, experiment }: Pick<Lab, 'info' | 'experiment'>,
	changes: object = {},
) => {
	const { models, skills } = info;
	const context = {
		file: 'study.json',
		base: experiment,
		preset: () => experiment,
		models,
		skills,
	};
	return parseStudy(makeFile(changes), context);
};
const listCells = async ({ client, info }: Pick<Lab, 'client' | 'info'>) =>
	planCells((await client['study.open']({ studyId })).record.study, info.skills);
const made = async (changes: object = {}, keepRuns = false): Promise<Lab> => {
	const lab = await openLab();
	await lab.client['study.create']({ studyId, study: makeStudy(lab, changes), keepRuns });
	return lab;
};
const statuses = (events: readonly LabEvent[]): StudyStatus[] =>
	events.flatMap((event) => (event.event === 'study.status' ? [event.status] : []));
const outcomes = (events: readonly LabEvent[]): CellOutcome[] =>
	events.flatMap((event) => (event.event === 'study.outcome' ? [event.outcome] : []));
/** Starts the study and waits inside a cell's run, before the next step. */
async function playToTheMiddle({ client, trainer }: Lab): Promise<void> {
	const met = new Promise<void>((resolve) => {
		trainer.meddle = (what) => {
			if (what !== 'next 100') return undefined;
			trainer.meddle = null;
			resolve();
			return nextTask().then(nextTask).then(nextTask);
		};
	});
	await client['study.play']({ studyId });
	await met;
}
/** Cells that are long enough for an interruption. */
const long = { budget: { updates: 200 }, seeds: [1] };
const rested = ({ events }: Lab, times = 1) =>
	vi.waitFor(() => {
		const rests = statuses(events).filter(({ kind }) => kind === 'idle');
		expect(rests).toHaveLength(times);
		return rests.at(-1);
	}, patience);

/** The scores at the end of each cell. */
const finals = async ({ client }: Lab) =>
	(await client['study.open']({ studyId })).outcomes.map(
		(outcome) => outcome.kind === 'done' && outcome.result.final,
	);
let whole: ReturnType<typeof finals> | undefined;
/** The scores of the long study that nothing interrupts. */
const uninterrupted = () =>
	(whole ??= made(long).then(async (lab) => {
		await lab.client['study.play']({ studyId });
		await rested(lab);
		return finals(lab);
	}));

it('a study trains cell by cell: each result is sent at once, and no run is left', async () => {
	const lab = await made();
	const { client, events, stores } = lab;
	const cells = await listCells(lab);
	expect(cells.map(({ factors }) => Object.values(factors).join(' '))).toEqual([
		'uniform 1',
		'proportional 1',
		'uniform 2',
		'proportional 2',
	]);
	expect(cells[0].experiment).toMatchObject({ model: { id: 'tiny' }, steps: 20 });
	await client['study.play']({ studyId });
	expect(await rested(lab)).toEqual({ kind: 'idle' });
	expect(outcomes(events).map(({ kind, cell }) => [kind, cell])).toEqual(
		cells.map(({ key }) => ['done', key]),
	);
	expect(statuses(events)).toContainEqual(
		expect.objectContaining({
			kind: 'running',
			progress: { [cells[0].key]: expect.objectContaining({ steps: 20 }) as unknown },
		}),
	);
	// The events of a cell are not the workbench's.
	expect(runEvents(events)).toEqual([]);
	expect(await stores.runs.list()).toEqual([]);
	const [summary] = await client['study.list']();
	expect(summary).toMatchObject({ done: 4, failed: 0, status: { kind: 'idle' } });
	const { outcomes: stored } = await client['study.open']({ studyId });
	expect(new Set(stored)).toEqual(new Set(outcomes(events)));
});

it('a cell equals the workbench’s run of the same experiment', async () => {
	const { client, events, ...lab } = await made({
		seeds: [2],
		policies: [makeFile().policies[1]],
		against: [],
	});
	const [{ experiment }] = await listCells({ client, ...lab });
	await client['study.play']({ studyId });
	await rested({ client, events, ...lab });
	await client['run.create']({ runId: 'bench', experiment });
	await client['run.play']({ runId: 'bench', pace: { kind: 'full' } });
	const final = await vi.waitFor(() => {
		const evaluation = runEvents(events).findLast((event) => event.type === 'evaluation');
		expect(evaluation?.step).toBe(20);
		return evaluation!;
	}, patience);
	const [outcome] = outcomes(events);
	expect(outcome.kind === 'done' && outcome.result.final.skills).toEqual(final.skills);
});

it('the workbench pauses the study, which resumes from its cell’s checkpoint', async () => {
	const lab = await made(long);
	const { client, events, experiment, stores } = lab;
	await playToTheMiddle(lab);
	await client['run.create']({ runId: 'bench', experiment });
	expect(await rested(lab)).toEqual({ kind: 'idle', why: 'deviceInUse' });
	const done = outcomes(events).length;
	const [{ record }] = await client['study.list']();
	expect(record.going).toBe(false);
	const listed = await stores.runs.list();
	expect(listed.map(({ id }) => id)).toContain('bench');

	await client['run.play']({ runId: 'bench', pace: { kind: 'slow', milliseconds: 50 } });
	await client['study.play']({ studyId });
	expect(await rested(lab, 2)).toEqual({ kind: 'idle' });
	expect(outcomes(events)).toHaveLength(2);
	expect(done).toBeLessThan(2);
	// The workbench's run is paused and stays open.
	expect((await stores.runs.list()).map(({ id, end }) => [id, end])).toEqual([
		['bench', 'running'],
	]);
});

it('an interrupted study has the results of an uninterrupted one', async () => {
	const cut = await made(long);
	await playToTheMiddle(cut);
	await cut.client['study.pause']({ studyId });
	const reloaded = await openLab({}, cut.stores);
	await reloaded.client['study.play']({ studyId });
	await rested(reloaded);
	expect(await finals(reloaded)).toEqual(await uninterrupted());
});

it('the page learns what happens in the run of a paused cell', async () => {
	const lab = await made(long);
	await playToTheMiddle(lab);
	await lab.client['study.pause']({ studyId });
	await rested(lab);
	const [{ id: runId }] = await lab.stores.runs.list();
	await lab.client['run.stop']({ runId });
	const { status } = await waitForEvent(lab, isStatus('stopped'));
	expect(status.step).toBeGreaterThan(0);
});

it('a cell that an older engine began starts again: no result mixes two engines', async () => {
	const cut = await made(long);
	await playToTheMiddle(cut);
	await cut.client['study.pause']({ studyId });
	const [run] = await cut.stores.runs.list();
	expect(run.step).toBeGreaterThan(0);
	await cut.stores.runs.update({ ...run, engine: engineVersion - 1 }, []);
	const reloaded = await openLab({}, cut.stores);
	await playToTheMiddle(reloaded);
	await reloaded.client['study.pause']({ studyId });
	expect(await cut.stores.runs.list()).toMatchObject([{ engine: engineVersion }]);
});

it('a full disk stops the study, is no failed cell, and loses nothing', async () => {
	const lab = await made(long);
	await playToTheMiddle(lab);
	failNextSave(lab.stores);
	expect(await rested(lab)).toMatchObject({ error: { code: 'storage' } });
	expect(outcomes(lab.events).filter(({ kind }) => kind === 'failed')).toEqual([]);
	await lab.client['study.play']({ studyId });
	await rested(lab, 2);
	expect(await finals(lab)).toEqual(await uninterrupted());
});

it('a run that fails is a failed cell with its message, and a retry can succeed', async () => {
	const mean = { label: 'its mean', id: 'replay', meanOf: 'uniform' };
	const policies = [...makeFile().policies, mean];
	const models = ['tiny', { id: 'gone', sha256: 'f'.repeat(64) }];
	const lab = await made({ models, policies, seeds: [1] });
	await lab.client['study.play']({ studyId });
	await rested(lab);
	const { outcomes: stored } = await lab.client['study.open']({ studyId });
	const failed = stored.filter(({ kind }) => kind === 'failed');
	expect(failed.map(({ factors }) => factors.model)).toEqual(['gone', 'gone']);
	// The reason is a message with values, not text: the page can show it in any language.
	expect(failed[0]).toMatchObject({ message: { values: { id: 'gone' } } });
	expect(await lab.stores.runs.list()).toEqual([]);
	expect((await lab.client['study.list']())[0]).toMatchObject({ failed: 2, waiting: 1 });
	await lab.client['study.retry']({ studyId, cells: [failed[0].cell] });
	await rested(lab, 2);
	expect(outcomes(lab.events)).toHaveLength(6);
});

it('kept runs are in the list of runs with a name', async () => {
	const lab = await made({ seeds: [1] }, true);
	await lab.client['study.play']({ studyId });
	await rested(lab);
	const runs = await lab.client['run.list']();
	expect(runs.map(({ name }) => name).sort()).toEqual([
		'proportional, seed 1 · Uniform or proportional?',
		'uniform, seed 1 · Uniform or proportional?',
	]);
	await lab.client['study.keepRuns']({ studyId, keep: false });
	expect((await lab.client['study.open']({ studyId })).record.keepRuns).toBe(false);
});

it('a study whose cells cannot be planned is not stored', async () => {
	const lab = await openLab();
	const study = makeStudy(lab);
	const seeds = Array.from({ length: 5000 }, (_, i) => i);
	const create = (changed: object) =>
		lab.client['study.create']({ studyId, study: { ...study, ...changed }, keepRuns: false });
	const unplannable = create({ seeds });
	await expect(unplannable).rejects.toThrow(
		failure(
			'The study has {count} cells ({sizes}), more than {maxCells}. Give fewer values on these axes, or split it into several studies.',
		),
	);
	await expect(unplannable).rejects.toBeInstanceOf(InputError);
	await expect(create({ axes: { epochs: {} } })).rejects.toThrow(
		failure('must be a list of {min} to {max} {what}.', { file: 'study', field: 'epochs' }),
	);
	await expect(create({ policies: null })).rejects.toThrow(
		failure('must be a list of {min} to {max} {what}.', { file: 'study', field: 'policies' }),
	);
	expect(await lab.client['study.list']()).toEqual([]);
});

it('a new study does not replace another one', async () => {
	const lab = await made();
	const study = makeStudy(lab, { title: 'Another' });
	const create = lab.client['study.create']({ studyId, study, keepRuns: false });
	await expect(create).rejects.toThrow(
		failure('there is a study {studyId} already. Choose another id.', { field: 'studyId' }),
	);
	const [{ record }] = await lab.client['study.list']();
	expect(record.study.title).not.toBe('Another');
});

it('a study is deleted with its results, also while a cell trains', async () => {
	const lab = await made();
	await lab.client['study.play']({ studyId });
	await vi.waitFor(() => expect(outcomes(lab.events)).not.toHaveLength(0));
	await lab.client['study.delete']({ studyId });
	expect(await lab.client['study.list']()).toEqual([]);
	expect(await lab.stores.studies.outcomes(studyId)).toEqual([]);
	expect(await lab.stores.runs.list()).toEqual([]);
	await expect(lab.client['study.open']({ studyId })).rejects.toThrow(
		failure('The lab has no such study: it was deleted, or made elsewhere. Choose another.'),
	);
	await expect(lab.client['study.play']({ studyId })).rejects.toThrow(
		failure('The lab has no such study: it was deleted, or made elsewhere. Choose another.'),
	);
});
