import { expect, test, vi } from 'vitest';
import type { RunRecord } from '#lab/run/stores.ts';
import { exampleExperiment } from '../../../../../tests/support/experiment.ts';
import { LabState } from '#lab/page/state/LabState.svelte.ts';
import type { LabClient } from '#lab/worker/client.ts';
import type { LabInfo } from '#lab/worker/protocol.ts';
import { RunsState, matches, readTags, searchText, allTags } from './RunsState.svelte.ts';

const record = (id: string, change: Partial<RunRecord> = {}): RunRecord => ({
	id,
	experiment: exampleExperiment,
	startedAt: 0,
	backend: 'wasm',
	end: 'finished',
	step: 9,
	...change,
});

async function makeRuns(...records: RunRecord[]) {
	const stored = new Map(records.map((run) => [run.id, run]));
	const calls = {
		'run.list': vi.fn(async () => [...stored.values()]),
		'run.events': vi.fn(async () => []),
		'run.delete': vi.fn(async ({ runId }: { runId: string }) => void stored.delete(runId)),
		'run.summary': vi.fn(async () => ({ curve: [], mix: [], newest: null, end: null })),
		'run.describe': vi.fn(async ({ runId, ...change }: { runId: string }) => {
			stored.set(runId, { ...stored.get(runId)!, ...change });
		}),
		subscribe: () => () => {},
	};
	const lab = new LabState(calls as unknown as LabClient, {
		nextFrame: (callback) => callback(),
		newId: () => 'new',
		parts: { places: [], hideable: [] },
		storage: { getItem: () => null, setItem: () => undefined },
	});
	const info = {
		runs: records,
		skills: [],
		models: [],
		policies: [],
		defaultExperiment: exampleExperiment,
	} as unknown as LabInfo;
	await lab.open(Promise.resolve(info), '');
	return { lab, calls, stored, runs: new RunsState(lab) };
}
const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id);

test('words and a tag narrow the list', async () => {
	const { runs } = await makeRuns(
		record('a', { name: 'Baseline', tags: ['x'] }),
		record('b', { tags: ['x'], end: 'stopped' }),
		record('c'),
	);
	expect(ids(runs.listed)).toEqual(['a', 'b', 'c']);
	runs.query = 'stopped';
	expect(ids(runs.listed)).toEqual(['b']);
	runs.query = '';
	runs.tag = 'x';
	expect(ids(runs.listed)).toEqual(['a', 'b']);
	runs.query = 'baseline';
	expect(ids(runs.listed)).toEqual(['a']);
	expect(runs.tags).toEqual(['x']);
});

test('summaries of listed runs are read once; a later read cancels an earlier one', async () => {
	const { runs, calls } = await makeRuns(record('a'), record('b'));
	await Promise.all([runs.readSummaries(), runs.readSummaries()]);
	await runs.readSummaries();
	expect(calls['run.summary'].mock.calls.length).toBeLessThanOrEqual(3);
	expect(runs.summaryOf('b')).toBeDefined();
});

test('a tag that no run has any more stops filtering', async () => {
	const { runs, calls } = await makeRuns(record('a', { tags: ['x'] }), record('b'));
	runs.tag = 'x';
	await runs.describe('a', { tags: [] });
	expect(calls['run.describe']).toHaveBeenCalledWith({ runId: 'a', tags: [] });
	expect(ids(runs.listed)).toEqual(['a', 'b']);
});

test('tags that are added before the worker has answered all stay', async () => {
	const { runs } = await makeRuns(record('a'));
	const add = (tag: string) => runs.changeTags('a', (tags) => [...tags, tag]);
	await Promise.all([add('x'), add('y')]);
	expect(runs.tags).toEqual(['x', 'y']);
});

test('a run that something else deleted is no longer ticked', async () => {
	const { runs, lab, stored } = await makeRuns(record('a'), record('b'));
	runs.markListed();
	stored.delete('a');
	await lab.refreshRuns();
	expect(runs.marked).toEqual(['b']);
});

test('the ticked runs go to Compare under their titles, in the order of the ticks', async () => {
	const { runs, lab } = await makeRuns(record('a', { name: 'Mine' }), record('b'));
	runs.mark('b', true);
	runs.mark('a', true);
	runs.compare();
	expect(lab.comparedRuns).toEqual([
		{ id: 'b', title: runs.titleOf({ id: 'b' }) },
		{ id: 'a', title: 'Mine' },
	]);
});

test('deleted runs are not ticked, and the list is read once', async () => {
	const { runs, calls } = await makeRuns(record('a'), record('b'), record('c'));
	runs.markListed();
	const before = calls['run.list'].mock.calls.length;
	await runs.delete(['a', 'c']);
	expect(calls['run.delete'].mock.calls).toEqual([[{ runId: 'a' }], [{ runId: 'c' }]]);
	expect(calls['run.list'].mock.calls.length).toBe(before + 1);
	expect(runs.marked).toEqual(['b']);
});

test('runs with one name are numbered, the oldest first', async () => {
	const { runs } = await makeRuns(
		record('newest'),
		record('other', { name: 'Mine' }),
		record('middle'),
		record('oldest'),
	);
	const title = runs.titleOf({ id: 'oldest' });
	expect(title).not.toBe('');
	expect(runs.titleOf({ id: 'middle' })).toBe(`${title} (2)`);
	expect(runs.titleOf({ id: 'newest' })).toBe(`${title} (3)`);
	expect(runs.titleOf({ id: 'other' })).toBe('Mine');
	expect(runs.titleOf({ id: 'gone' })).toBe('');
});

const run: RunRecord = {
	id: 'r',
	startedAt: 0,
	backend: 'webgpu',
	end: 'stopped',
	step: 3,
	experiment: { ...exampleExperiment, seed: 42 },
	name: 'Baseline',
	tags: ['class 7'],
	notes: 'the one with the bend',
};
const text = searchText(run, 'Uniform → MoS');

test.each(['baseline', 'CLASS', 'bend', 'mos', 'seed 42', 'stopped', '', ' uniform  bend '])(
	'“%s” finds it',
	(query) => expect(matches(text, query)).toBe(true),
);
test.each([exampleExperiment.skills[0].name, exampleExperiment.model.id])(
	'skills and model find it: %s',
	(query) => expect(matches(text, query)).toBe(true),
);
test.each(['raise', 'baseline raise', 'finished'])('“%s” does not', (query) =>
	expect(matches(text, query)).toBe(false),
);
test('tags are typed with the commas of any keyboard', () => {
	expect(readTags('class 7, 基线，种子、 ,')).toEqual(['class 7', '基线', '种子']);
});
test('tags are listed once, sorted', () => {
	expect(allTags([{ tags: ['b', 'a'] }, {}, { tags: ['b', 'Ä'] }])).toEqual(['a', 'Ä', 'b']);
});
