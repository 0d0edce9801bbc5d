import { expect, test } from 'vitest';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { evaluationEvent, stepEvent } from '../../../../tests/support/runEvents.ts';
import {
	doneSeries,
	ghostSeries,
	joinSeries,
	levelSeries,
	pointSeries,
	shareSeries,
	type Series,
} from './series.ts';

const plain = ({ steps, values }: Series) => [Array.from(steps), Array.from(values)];

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
	expect(plain(levelSeries(5, long))).toEqual([
		[0, 1, 2, 3, 1_000_000],
		[5, 5, 5, 5, 5],
	]);
	expect(plain(levelSeries(null, long))[1]).toEqual([]);
	expect(plain(levelSeries(5, history(3, 3)))[0]).toEqual([0, 1, 2, 3]);
	expect(plain(doneSeries(long, long.skillLoss[0]))).toEqual([
		[0, 1, 2, 3],
		[NaN, 1, 1 / 2, 1 / 3],
	]);
	expect(plain(shareSeries(long, 1))).toEqual([
		[0, 1, 2, 3],
		[0.25, 0.25, 0.25, 0.25],
	]);
});

test('the run behind may have more steps than the current one, and ends with its axis', () => {
	const short = history(10, 2);
	const ghost = history(20, 10);
	for (const at of [4, 11]) ghost.addEvaluation(evaluation(at, 3));
	const behind = ghostSeries(short, ghost, ({ skills }) => skills[0].loss);
	expect(plain(behind)).toEqual([
		[0, 4],
		[5, 3],
	]);
	expect(plain(levelSeries(1, short, ghost))[0]).toHaveLength(11);
});

test('series of different steps are joined by step', () => {
	const dense = { steps: [0, 1, 2], values: [NaN, 0.5, null] };
	expect(joinSeries([pointSeries([[0, 1]]), dense])).toEqual([
		{ step: 0, values: [1, null] },
		{ step: 1, values: [null, 0.5] },
	]);
	expect(joinSeries([])).toEqual([]);
});
