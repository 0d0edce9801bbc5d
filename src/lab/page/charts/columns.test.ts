import { expect, test } from 'vitest';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { isMeasured, lossColumns, overallColumns, shareColumns, type Column } from './columns.ts';
import { evaluationEvent, stepEvent } from '../../../../tests/support/runEvents.ts';

/** null: not measured. */
const plain = (columns: readonly Column[]) =>
	columns.map((column) => Array.from(column, (value) => (isMeasured(value) ? value : null)));

const step = (number: number) =>
	stepEvent(number, { skillLoss: [1 / number, null], weights: [0.75, 0.25], drawn: [3, 1] });
const evaluation = (number: number, loss: number) =>
	evaluationEvent(number, [], {
		averageExact: loss / 10,
		worstExact: { skill: 0, exact: loss / 20 },
		skills: [{ loss, exact: loss / 10, tokenAccuracy: 0, examples: 1 }],
	});

function history(steps: number, done: number): RunHistory {
	const made = new RunHistory(2, steps);
	made.addEvaluation(evaluation(0, 5));
	for (let number = 1; number <= done; number++) made.addStep(step(number));
	return made;
}

test('only finished steps take memory, and the axis ends at the last planned step', () => {
	const long = history(1_000_000, 3);
	expect(long.loss.length).toBeLessThan(10_000);
	expect(plain(lossColumns(long, 0))).toEqual([
		[0, 1, 2, 3, 1_000_000],
		[],
		[5, 5, 5, 5, 5],
		[null, 1, 1 / 2, 1 / 3],
		[5, null, null, null, null],
	]);
	expect(plain(shareColumns(long, [0, 1]))).toEqual([
		[0, 1, 2, 3],
		[0.75, 0.75, 0.75, 0.75],
		[0.25, 0.25, 0.25, 0.25],
	]);
});

test('a step that is added later does not appear in columns that are drawn already', () => {
	const run = history(100, 3);
	const [steps, , , training] = lossColumns(run, 0);
	run.addStep(step(4));
	expect(Array.from(steps)).toEqual([0, 1, 2, 3, 100]);
	expect(Array.from(training)).toHaveLength(4);
});

test('the run behind may have more steps than the current one', () => {
	const short = history(10, 2);
	const ghost = history(10, 10);
	ghost.addEvaluation(evaluation(4, 3));
	const [, behind] = plain(lossColumns(short, 0, { history: ghost, skill: 0 }));
	expect(behind).toEqual([5, null, null, null, 3, null]);
	expect(plain(overallColumns(short, ghost)).map((column) => column.at(4))).toEqual([
		4,
		0.3,
		0.15,
		null,
		null,
	]);
});

test('a history grows with its steps and keeps them', () => {
	const grown = history(5000, 3000);
	expect(grown.length).toBe(3000);
	expect(grown.skillLoss[0][1]).toBe(1);
	expect(grown.skillLoss[0][3000]).toBe(1 / 3000);
	expect(grown.drawn[0][3000]).toBe(9000);
	expect(grown.loss[3001]).toBeNaN();
});
