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

test('a run keeps its style while others change, and no style occurs twice', async () => {
	const { runs } = await makeRuns(...['a', 'b', 'c'].map((id) => record(id)));
	runs.markListed();
	const before = runs.styleOf('c');
	runs.mark('a', false);
	expect(runs.styleOf('c')).toEqual(before);
	expect(runs.styleOf('a')).toBeUndefined();
	runs.mark('a', true);
	expect(runs.marked).toEqual(['b', 'c', 'a']);
	const styles = ['a', 'b', 'c'].map((id) => runs.styleOf(id)?.color);
	expect(new Set(styles).size).toBe(3);
});

test('before the first tick, the two newest runs are compared and none is ticked', async () => {
	const { runs } = await makeRuns(
		record('new', { step: 0 }),
		...['a', 'b', 'c'].map((id) => record(id)),
	);
	await runs.readCurves();
	const compared = () => ids(runs.compared.map(({ record }) => record));
	expect([compared(), runs.marked]).toEqual([['a', 'b'], []]);
	runs.mark('c', true);
	await runs.readCurves();
	expect([compared(), runs.marked]).toEqual([['c'], ['c']]);
	runs.unmarkAll();
	expect(runs.chosen).toEqual([]);
});

test('the first run that leaves the comparison of the newest leaves the other ticked', async () => {
	const { runs, calls } = await makeRuns(record('a'), record('b'));
	calls['run.events'].mockRejectedValueOnce(new Error('The data are damaged.'));
	await runs.readCurves();
	expect(runs.marked).toEqual(['b']);
});

test('curves are read once, and again when the run has more steps', async () => {
	const { runs, calls, lab, stored } = await makeRuns(
		record('a', { step: 3, end: 'stopped' }),
		record('b'),
	);
	runs.markListed();
	await runs.readCurves();
	await runs.readCurves();
	expect(ids(runs.compared.map(({ record }) => record))).toEqual(['a', 'b']);
	expect(calls['run.events']).toHaveBeenCalledTimes(2);
	stored.set('a', record('a', { step: 6, end: 'stopped' }));
	await lab.refreshRuns();
	await runs.readCurves();
	expect(calls['run.events']).toHaveBeenCalledTimes(3);
});

test('curves are read again when the run was stopped at the same step', async () => {
	const { runs, calls, lab, stored } = await makeRuns(record('a', { step: 3, end: 'running' }));
	lab.put(exampleExperiment);
	calls['run.events'].mockClear();
	runs.markListed();
	await runs.readCurves();
	stored.set('a', record('a', { step: 3, end: 'stopped' }));
	await lab.refreshRuns();
	await runs.readCurves();
	expect(calls['run.events']).toHaveBeenCalledTimes(2);
});

test('curves of a run that failed between two checkpoints are read once', async () => {
	const { runs, calls } = await makeRuns(record('a', { step: 3, end: 'failed' }));
	const failed = { type: 'step', step: 5, tokens: [], drawn: [], weights: [], skillLoss: [] };
	calls['run.events'].mockResolvedValue([failed] as never);
	runs.markListed();
	await runs.readCurves();
	await runs.readCurves();
	expect(calls['run.events']).toHaveBeenCalledTimes(1);
});

test('many compared runs are drawn a few times while they are read', async () => {
	const { runs, calls } = await makeRuns(...Array.from({ length: 8 }, (_, i) => record(`${i}`)));
	const drawn: number[] = [];
	calls['run.events'].mockImplementation(async () => (drawn.push(runs.compared.length), []));
	runs.markListed();
	await runs.readCurves();
	expect(drawn).toEqual([0, 1, 1, 3, 3, 3, 3, 7]);
	expect(runs.compared).toHaveLength(8);
});

test('a run whose curves cannot be read leaves the comparison, and a notice says why', async () => {
	const { runs, calls, lab } = await makeRuns(record('a'), record('b'));
	calls['run.events'].mockRejectedValueOnce(new Error('The data are damaged.'));
	runs.markListed();
	await runs.readCurves();
	expect(runs.marked).toEqual(['b']);
	expect(ids(runs.compared.map(({ record }) => record))).toEqual(['b']);
	expect(lab.notices.notices.at(-1)?.message).toContain('The data are damaged.');
});

test('a run that leaves the comparison gives its curves back', async () => {
	const { runs, calls } = await makeRuns(record('a'));
	for (const isMarked of [true, false, true]) {
		runs.mark('a', isMarked);
		await runs.readCurves();
	}
	expect(calls['run.events']).toHaveBeenCalledTimes(2);
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
	await runs.readCurves();
	expect(runs.marked).toEqual(['b']);
	expect(ids(runs.compared.map(({ record }) => record))).toEqual(['b']);
});

test('deleted runs leave the comparison, and the list is read once', async () => {
	const { runs, calls } = await makeRuns(record('a'), record('b'), record('c'));
	runs.markListed();
	await runs.readCurves();
	const before = calls['run.list'].mock.calls.length;
	await runs.delete(['a', 'c']);
	expect(calls['run.delete'].mock.calls).toEqual([[{ runId: 'a' }], [{ runId: 'c' }]]);
	expect(calls['run.list'].mock.calls.length).toBe(before + 1);
	expect(ids(runs.compared.map(({ record }) => record))).toEqual(['b']);
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

test('the runs of a race are named by their policies and its day, in any language', async () => {
	const policy = (id: string) => [{ fromStep: 0, id, settings: {} }];
	const lanes = ['uniform', 'proportional'].map((id, lane) =>
		record(`lane ${lane}`, {
			group: { kind: 'race', id: 'first', key: `${lane}`, of: 2 },
			experiment: { ...exampleExperiment, policy: policy(id) },
			startedAt: Date.UTC(2026, 10, 27, 12),
		}),
	);
	const { runs } = await makeRuns(...lanes, record('alone'));
	for (const { id, experiment } of lanes)
		expect(runs.titleOf({ id })).toMatch(
			new RegExp(`^${experiment.policy[0].id} · race of Nov 27`),
		);
	expect(runs.titleOf({ id: 'alone' })).not.toContain('race');
	runs.query = 'race';
	expect(ids(runs.listed)).toEqual(ids(lanes));
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
