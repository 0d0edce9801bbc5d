import { expect, test } from 'vitest';
import type { CellOutcome } from '../model/result.ts';
import type { OpenStudy, StudyCell } from '../calls/studyCalls.ts';
import { doneCell, failedCell, studyRecord } from '../../../../tests/support/studyValues.ts';
import { cellGrid, cellName } from './cellGrid.ts';
import { readNumbers, writeNumbers } from './StudyDraft.svelte.ts';
import { studyTime, studyTimeLeft } from './timeLeft.ts';

const cell = (policy: string, seed: number, more: Partial<StudyCell> = {}): StudyCell => ({
	key: `${policy} ${seed}`,
	factors: { policy, seed },
	model: 'base',
	steps: 300,
	...more,
});
const cells = [cell('a', 1), cell('b', 1), cell('a', 2), cell('b', 2)];
const idle = { kind: 'idle' } as const;
const running = (key: string, step: number, millisecondsPerStep: number | null = null) => ({
	kind: 'running' as const,
	cell: key,
	progress: { step, steps: 300, doing: null, millisecondsPerStep },
});
const openOf = (changes: Partial<OpenStudy>): OpenStudy => ({
	record: studyRecord(),
	status: idle,
	cells,
	outcomes: [],
	...changes,
});
const statesOf = (open: OpenStudy) =>
	cellGrid(open).rows.map((row) => row.cells.map((entry) => entry?.state.kind));

test('the grid has a column per seed and a row per other factors; each cell has a state', () => {
	const outcomes = [doneCell('a 1'), failedCell('b 1')];
	const grid = cellGrid(openOf({ outcomes, status: running('a 2', 30) }));
	expect(grid.seeds).toEqual([1, 2]);
	expect(grid.rows.map(({ label }) => label)).toEqual(['a', 'b']);
	expect(grid.rows[0].cells[1]?.state).toEqual({ kind: 'running', share: 0.1 });
	expect(statesOf(openOf({ outcomes, status: running('a 2', 30) }))).toEqual([
		['done', 'running'],
		['failed', 'queued'],
	]);
	const inHand = { cell: 'a 2', step: 150 };
	expect(statesOf(openOf({ outcomes, inHand }))[0][1]).toBe('cut');
});

test('a row’s name has its policy, model and other factors; a mean mix waits for its cell', () => {
	const factors = { model: 'large', epochs: 2, domainShare: 0.5, policy: 'domain 50 %', seed: 3 };
	expect(cellName(factors)).toBe('domain 50 %, large, epochs 2, seed 3');
	const meanOf = openOf({ cells: [cell('a', 1), cell('mean of a', 1, { meanOf: 'a 1' })] });
	expect(statesOf(meanOf)).toEqual([['queued'], ['waiting']]);
	expect(statesOf({ ...meanOf, outcomes: [doneCell('a 1')] })).toEqual([['done'], ['queued']]);
});

const took = (key: string, milliseconds: number): CellOutcome => {
	const outcome = doneCell(key);
	return { ...outcome, result: { ...outcome.result, totalMilliseconds: milliseconds } };
};

test('the time left is the remaining steps at the pace of the finished cells', () => {
	expect(studyTimeLeft(cells, [], idle)).toBeNull();
	expect(studyTimeLeft(cells, [], running('a 1', 100))).toBeNull();
	expect(studyTimeLeft(cells, [], running('a 1', 100, 10))).toBe(200 * 10 + 3 * 3000);
	// The time of a finished cell includes its evaluations.
	expect(studyTimeLeft(cells, [took('a 1', 6000)], running('b 1', 150, 10))).toBe(
		150 * 20 + 2 * 6000,
	);
	const large = cells.map((each, i) => (i === 3 ? { ...each, model: 'large' } : each));
	const outcomes = [took('a 1', 6000), failedCell('b 1'), took('a 2', 3000)];
	expect(studyTimeLeft(large, outcomes, idle)).toBe(300 * 15);
	const waiting = [...large, cell('mean of b', 1, { meanOf: 'b 1' })];
	expect(studyTimeLeft(waiting, outcomes, idle)).toBe(300 * 15);
	expect(
		studyTimeLeft(
			cells,
			cells.map(({ key }) => doneCell(key)),
			idle,
		),
	).toBe(0);
});

test('the time of a new study comes from each model’s last pace', () => {
	const byModel = [
		{ model: 'small', cells: 2, steps: 200 },
		{ model: 'base', cells: 1, steps: 100 },
	];
	const paces: Readonly<Record<string, number>> = { small: 5, base: 20 };
	expect(studyTime(byModel, (model) => paces[model])).toBe(3000);
	expect(studyTime(byModel, (model) => (model === 'base' ? null : 5))).toBeNull();
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
