import { expect, test } from 'vitest';
import { RunHistory } from '#page/state/RunHistory.ts';
import { compareColumns, curveHeight, metricPoints, valueAt, type Curves } from './metrics.ts';

function curves(skills: readonly string[], exact: Readonly<Record<number, number>>): Curves {
	const history = new RunHistory(skills.length, 100);
	for (const [step, share] of Object.entries(exact))
		history.addEvaluation({
			type: 'evaluation',
			step: Number(step),
			milliseconds: 1,
			averageExact: share,
			skills: skills.map((_, i) => ({
				loss: 1 - share,
				exact: i === 1 ? null : share,
				tokenAccuracy: 0,
				examples: 2,
			})),
			worstExact: { skill: 0, exact: share / 2 },
		});
	return { history, skills };
}
const long = curves(['add', 'text', 'rev'], { 0: 0, 50: 0.5, 100: 1 });
const short = curves(['rev', 'text'], { 0: 0.2, 30: 0.4 });

test('runs with different lengths and evaluation steps share one step axis', () => {
	expect(compareColumns([long, short], { kind: 'average' })).toEqual([
		[0, 30, 50, 100],
		[0, null, 0.5, 1],
		[0.2, 0.4, null, null],
	]);
	expect(compareColumns([long], { kind: 'worst' })[1]).toEqual([0, 0.25, 0.5]);
	expect(compareColumns([], { kind: 'average' })).toEqual([[]]);
});

test('a skill is found by id at any index; a run without it has no curve', () => {
	expect(metricPoints(short, { kind: 'exact', skill: 'rev' })).toEqual([
		[0, 0.2],
		[30, 0.4],
	]);
	expect(metricPoints(long, { kind: 'loss', skill: 'rev' })).toEqual([
		[0, 1],
		[50, 0.5],
		[100, 0],
	]);
	expect(metricPoints(short, { kind: 'loss', skill: 'add' })).toEqual([]);
	expect(metricPoints(long, { kind: 'exact', skill: 'text' })).toEqual([]);
});

test('training loss has a point for every trained step', () => {
	const step = { type: 'step', skillLoss: [], weights: [], drawn: [], tokens: [] } as const;
	const run = curves([], {});
	for (const [number, loss] of [
		[1, 3],
		[2, 2],
	])
		run.history.addStep({
			...step,
			step: number,
			loss,
			learningRate: 1,
			gradientNorm: 1,
			milliseconds: 1,
		});
	expect(metricPoints(run, { kind: 'trainingLoss' })).toEqual([
		[1, 3],
		[2, 2],
	]);
});

test('the value at a step is the newest one before it; a mark lies on the line', () => {
	const points = metricPoints(long, { kind: 'average' });
	expect([-1, 0, 49, 50, 400].map((step) => valueAt(points, step))).toEqual([null, 0, 0, 0.5, 1]);
	expect([0, 25, 75, 100, 101].map((step) => curveHeight(points, step))).toEqual([
		0,
		0.25,
		0.75,
		1,
		null,
	]);
	expect(curveHeight([[10, 1]], 5)).toBeNull();
});
