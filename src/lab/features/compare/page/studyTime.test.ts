import { expect, test } from 'vitest';
import type { CellOutcome } from '#lab/study/result.ts';
import type { Cell } from '#lab/study/cells.ts';
import {
	doneCell,
	failedCell,
	studyRecord,
	cell,
} from '../../../../../tests/support/studyValues.ts';
import { studyTimeLeft, trainableCells, trainingTime } from './studyTime.ts';

const { experiment } = studyRecord().study;
const withModel = (id: string) => ({ ...experiment, model: { ...experiment.model, id } });
const cells = [cell('a', 1), cell('b', 1), cell('a', 2), cell('b', 2)];
const idle = { kind: 'idle' } as const;
const running = (key: string, step: number, millisecondsPerStep: number | null = null) => ({
	kind: 'running' as const,
	progress: { [key]: { step, steps: 300, doing: null, millisecondsPerStep } },
});
const took = (key: string, milliseconds: number): CellOutcome => {
	const outcome = doneCell(key);
	return { ...outcome, result: { ...outcome.result, totalMilliseconds: milliseconds } };
};

test('the time left is the remaining steps at the pace of the finished cells', () => {
	const unknown = () => null;
	const left = (
		outcomes: CellOutcome[],
		status: Parameters<typeof studyTimeLeft>[0]['status'] = idle,
		timed: readonly Cell[] = cells,
	) => studyTimeLeft({ cells: timed, outcomes, status }, unknown);
	expect(left([])).toBeNull();
	expect(left([], running('a 1', 100))).toBeNull();
	expect(left([], running('a 1', 100, 10))).toBe(200 * 10 + 3 * 3000);
	// The time of a finished cell includes its evaluations.
	expect(left([took('a 1', 6000)], running('b 1', 150, 10))).toBe(150 * 20 + 2 * 6000);
	const large = cells.map((entry, i) =>
		i === 3 ? { ...entry, experiment: withModel('large') } : entry,
	);
	const outcomes = [took('a 1', 6000), failedCell('b 1'), took('a 2', 3000)];
	expect(left(outcomes, idle, large)).toBe(300 * 15);
	const waiting = [...large, cell('mean of b', 1, { replays: { cell: 'b 1', as: 'mean' } })];
	expect(left(outcomes, idle, waiting)).toBe(300 * 15);
	expect(left(cells.map(({ key }) => doneCell(key)))).toBe(0);
	// Published results have no times: they say nothing about the pace.
	expect(left([took('a 1', 0)])).toBeNull();
	expect(left([took('a 1', 0), took('b 1', 6000)])).toBe(2 * 6000);
	// An error stops the study: how long it would take is not known.
	const stopped = { kind: 'idle', error: { code: 'storage', message: 'Full.' } } as const;
	expect(left([took('a 1', 6000)], stopped)).toBeNull();
	// Before the first cell, the last pace on this device counts.
	expect(studyTimeLeft({ cells, outcomes: [], status: idle }, () => 7)).toBe(4 * 300 * 7);
});

test('a mean mix of a mean mix waits for a failed cell too, so nothing is left to train', () => {
	const chain = [
		cell('b', 1),
		cell('mean', 1, { replays: { cell: 'b 1', as: 'mean' } }),
		cell('mean of mean', 1, { replays: { cell: 'mean 1', as: 'mean' } }),
	];
	expect(trainableCells({ cells: chain, outcomes: [failedCell('b 1')] })).toEqual([]);
	expect(trainableCells({ cells: chain, outcomes: [doneCell('b 1')] })).toHaveLength(2);
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
