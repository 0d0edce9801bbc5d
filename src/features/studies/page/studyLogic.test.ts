import { expect, test } from 'vitest';
import type { CellOutcome } from '../model/result.ts';
import type { Cell } from '../model/cells.ts';
import { doneCell, failedCell, studyRecord } from '../../../../tests/support/studyValues.ts';
import { cellGrid, cellName } from './cellGrid.ts';
import { readNumbers, writeNumbers } from './StudyDraft.svelte.ts';
import { studyTimeLeft, trainingTime } from './studyTime.ts';

const { experiment } = studyRecord().study;
const withModel = (id: string) => ({ ...experiment, model: { ...experiment.model, id } });
const cell = (policy: string, seed: number, more: Partial<Cell> = {}): Cell => ({
	key: `${policy} ${seed}`,
	factors: { policy, seed },
	experiment,
	...more,
});
const cells = [cell('a', 1), cell('b', 1), cell('a', 2), cell('b', 2)];
const idle = { kind: 'idle' } as const;
const running = (key: string, step: number, millisecondsPerStep: number | null = null) => ({
	kind: 'running' as const,
	cell: key,
	progress: { step, steps: 300, doing: null, millisecondsPerStep },
});
type Open = Parameters<typeof cellGrid>[0];
const openStudy = (changes: Partial<Open>): Open => ({
	status: idle,
	cells,
	outcomes: [],
	inHand: undefined,
	...changes,
});
const listStates = (open: Open) =>
	cellGrid(open).rows.map((row) => row.cells.map((entry) => entry?.state.kind));

test('the grid has a column per seed and a row per other factors; each cell has a state', () => {
	const outcomes = [doneCell('a 1'), failedCell('b 1')];
	const grid = cellGrid(openStudy({ outcomes, status: running('a 2', 30) }));
	expect(grid.seeds).toEqual([1, 2]);
	expect(grid.rows.map(({ label }) => label)).toEqual(['a', 'b']);
	expect(grid.rows[0].cells[1]?.state).toEqual({ kind: 'running', share: 0.1 });
	expect(listStates(openStudy({ outcomes, status: running('a 2', 30) }))).toEqual([
		['done', 'running'],
		['failed', 'queued'],
	]);
	const inHand = { cell: 'a 2', step: 150 };
	expect(listStates(openStudy({ outcomes, inHand }))[0][1]).toBe('cut');
});

test('a row’s name has its policy, model and other factors; a mean mix waits for its cell', () => {
	const factors = { model: 'large', epochs: 2, domainShare: 0.5, policy: 'domain 50 %', seed: 3 };
	expect(cellName(factors)).toBe('domain 50 %, large, epochs 2, seed 3');
	const meanOf = openStudy({ cells: [cell('a', 1), cell('mean of a', 1, { meanOf: 'a 1' })] });
	expect(listStates(meanOf)).toEqual([['queued'], ['waiting']]);
	expect(listStates({ ...meanOf, outcomes: [doneCell('a 1')] })).toEqual([['done'], ['queued']]);
});

const took = (key: string, milliseconds: number): CellOutcome => {
	const outcome = doneCell(key);
	return { ...outcome, result: { ...outcome.result, totalMilliseconds: milliseconds } };
};

test('the time left is the remaining steps at the pace of the finished cells', () => {
	const unknown = () => null;
	const left = (
		outcomes: CellOutcome[],
		status: Open['status'] = idle,
		of: readonly Cell[] = cells,
	) => studyTimeLeft({ cells: of, outcomes, status }, unknown);
	expect(left([])).toBeNull();
	expect(left([], running('a 1', 100))).toBeNull();
	expect(left([], running('a 1', 100, 10))).toBe(200 * 10 + 3 * 3000);
	// The time of a finished cell includes its evaluations.
	expect(left([took('a 1', 6000)], running('b 1', 150, 10))).toBe(150 * 20 + 2 * 6000);
	const large = cells.map((one, i) => (i === 3 ? { ...one, experiment: withModel('large') } : one));
	const outcomes = [took('a 1', 6000), failedCell('b 1'), took('a 2', 3000)];
	expect(left(outcomes, idle, large)).toBe(300 * 15);
	const waiting = [...large, cell('mean of b', 1, { meanOf: 'b 1' })];
	expect(left(outcomes, idle, waiting)).toBe(300 * 15);
	expect(left(cells.map(({ key }) => doneCell(key)))).toBe(0);
	// An error stops the study: how long it would take is not known.
	const stopped = { kind: 'idle', error: { code: 'storage', message: 'Full.' } } as const;
	expect(left([took('a 1', 6000)], stopped)).toBeNull();
	// Before the first cell, the last pace on this device counts.
	expect(studyTimeLeft({ cells, outcomes: [], status: idle }, () => 7)).toBe(4 * 300 * 7);
});

test('the time of a new study comes from each model’s last pace', () => {
	const parts = [
		{ experiment: withModel('small'), steps: 200 },
		{ experiment: withModel('base'), steps: 100 },
	];
	const paces: Readonly<Record<string, number>> = { small: 5, base: 20 };
	expect(trainingTime(parts, ({ model }) => paces[model.id])).toBe(3000);
	expect(trainingTime(parts, ({ model }) => (model.id === 'base' ? null : 5))).toBeNull();
});

test('lists of numbers are read as people write them', () => {
	expect(readNumbers('1, 2 3;4')).toEqual([1, 2, 3, 4]);
	expect(readNumbers('1–3, 7, 10-11')).toEqual([1, 2, 3, 7, 10, 11]);
	expect(readNumbers('1e-3 .5 0.25')).toEqual([0.001, 0.5, 0.25]);
	expect(readNumbers('  ')).toEqual([]);
	for (const wrong of ['two', '1,x', '5-1', '0-999999999', 'NaN', '1..5', '1e999x'])
		expect(readNumbers(wrong)).toBeNull();
	for (const values of [[1, 2, 3], [1, 5, 9], [0.5, 1, 2], [7], []])
		expect(readNumbers(writeNumbers(values))).toEqual(values);
	expect(writeNumbers([1, 2, 3, 4])).toBe('1–4');
});
