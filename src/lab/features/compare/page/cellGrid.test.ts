import { expect, test } from 'vitest';
import { doneCell, failedCell, cell } from '../../../../../tests/support/studyValues.ts';
import { scoredSkills } from '#lab/study/measures.ts';
import { makeStudy, skillInfos } from '../../../../../tests/support/study.ts';
import { cellGrid, cellMeasures, cellName } from './cellGrid.ts';

const cells = [cell('a', 1), cell('b', 1), cell('a', 2), cell('b', 2)];
type Open = Parameters<typeof cellGrid>[0];
const openStudy = (changes: Partial<Open>): Open => ({
	trained: [],
	cells,
	outcomes: [],
	cutAt: new Map(),
	...changes,
});
const listStates = (open: Open) =>
	cellGrid(open).rows.map((row) => row.cells.map((entry) => entry?.state.kind));

test('the grid has a column per seed and a row per other factors; each cell has a state', () => {
	const outcomes = [doneCell('a 1'), failedCell('b 1')];
	const grid = cellGrid(openStudy({ outcomes, trained: ['a 2'] }));
	expect(grid.seeds).toEqual([1, 2]);
	expect(grid.rows.map(({ label }) => label)).toEqual(['a', 'b']);
	expect(listStates(openStudy({ outcomes, trained: ['a 2'] }))).toEqual([
		['done', 'running'],
		['failed', 'queued'],
	]);
	const cutAt = new Map([['a 2', 150]]);
	expect(listStates(openStudy({ outcomes, cutAt }))[0][1]).toBe('cut');
});

test('a row’s name has its policy, model and other factors; a mean mix waits for its cell', () => {
	const factors = { model: 'large', epochs: 2, domainShare: 0.5, policy: 'domain 50 %', seed: 3 };
	expect(cellName(factors)).toBe('Fixed shares (domain 50 %), large, epochs 2, seed 3');
	expect(cellName(factors, () => 'mine')).toBe(
		'Fixed shares (domain 50 %), mine, epochs 2, seed 3',
	);
	const meanOf = openStudy({
		cells: [cell('a', 1), cell('mean of a', 1, { replays: { cell: 'a 1', as: 'mean' } })],
	});
	expect(listStates(meanOf)).toEqual([['queued'], ['waiting']]);
	expect(listStates({ ...meanOf, outcomes: [doneCell('a 1')] })).toEqual([['done'], ['queued']]);
});

test('a row does not repeat what all cells share', () => {
	const factors = (policy: string, seed: number) => ({ model: 'large', epochs: 1, policy, seed });
	const all = [factors('a', 1), factors('b', 1), { ...factors('b', 1), epochs: 2 }];
	const grid = cellGrid(openStudy({ cells: all.map((f, i) => cell('a', i, { factors: f })) }));
	expect(grid.rows.map(({ label }) => label)).toEqual([
		'a, epochs 1',
		'b, epochs 1',
		'b, epochs 2',
	]);
});

test('the grid shows the report’s measures, and each skill', () => {
	const study = makeStudy({ target: 'french' });
	const measures = cellMeasures(study, [], scoredSkills(study, skillInfos));
	expect(measures[0]).toMatchObject({ key: 'average', label: 'Average exact match' });
	expect(measures.map(({ key }) => key)).toEqual(
		expect.arrayContaining(['worst', 'target', 'loss', 'french', 'stories']),
	);
});
