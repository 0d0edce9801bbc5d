import { expect, test } from 'vitest';
import { RunHistory } from './RunHistory.ts';
import { evaluationEvent, stepEvent } from '../../../../tests/support/runEvents.ts';

const step = (at: number, milliseconds = 100) =>
	stepEvent(at, {
		skillLoss: [1 / at, null],
		weights: [0.75, 0.25],
		drawn: [3, 1],
		tokens: [30, 10],
		milliseconds,
	});
const evaluation = (at: number, loss: number) =>
	evaluationEvent(at, [], { skills: [{ loss, exact: 0.5, tokenAccuracy: 0.5, examples: 10 }] });

test('columns have losses with gaps, and sums of examples and tokens', () => {
	const history = new RunHistory(2, 10);
	for (let at = 1; at <= 3; at++) history.addStep(step(at));
	expect(history.length).toBe(3);
	expect([...history.skillLoss[0].subarray(1, 4)]).toEqual([1, 0.5, 1 / 3]);
	expect(history.skillLoss[1][2]).toBeNaN();
	expect([...history.drawn[0].subarray(1, 4)]).toEqual([3, 6, 9]);
	expect([...history.tokens[1].subarray(1, 4)]).toEqual([10, 20, 30]);
	expect(history.loss[4]).toBeNaN();
});

test('achieved shares: of examples and tokens', () => {
	const history = new RunHistory(2, 10);
	history.addStep({ ...step(1), drawn: [4, 0], tokens: [40, 0] });
	history.addStep({ ...step(2), weights: [0.25, 0.75], drawn: [1, 3], tokens: [20, 40] });
	history.addStep({ ...step(3), drawn: [3, 1], tokens: [20, 80] });
	expect(history.requested(0, 2)).toBe(0.5);
	expect([1, 2, 3].map((at) => history.achieved('drawn', 0, at))).toEqual([1, 5 / 8, 8 / 12]);
	expect(history.achieved('tokens', 1, 3)).toBe(0.6);
});

test('a repeated step after a resume counts once', () => {
	const history = new RunHistory(2, 10);
	for (const at of [1, 2, 3, 2, 3]) history.addStep(step(at));
	expect(history.drawn[0][3]).toBe(9);
});

test('evaluations are in order, and a second one of a step replaces the first', () => {
	const history = new RunHistory(1, 10);
	for (const [at, loss] of [
		[0, 2],
		[10, 1],
		[5, 1.5],
		[5, 1.4],
	])
		history.addEvaluation(evaluation(at, loss));
	expect(history.evaluations.map((e) => [e.step, e.skills[0].loss])).toEqual([
		[0, 2],
		[5, 1.4],
		[10, 1],
	]);
	expect(history.base?.skills[0].loss).toBe(2);
	expect(history.evaluationAt(7)?.step).toBe(5);
});

test('probes have a share of the time, and count in the time of a step', () => {
	const history = new RunHistory(2, 10);
	expect(history.probeShare(10)).toBeNull();
	for (let at = 1; at <= 4; at++)
		history.addStep({ ...step(at), ...(at === 4 && { probeMilliseconds: 100 }) });
	expect(history.probeShare(4)).toBe(0.2);
	expect(history.probeShare(3)).toBeNull();
	expect(history.millisecondsPerStep).toBe(125);
});

test('the share of wrong answers is null without known ones', () => {
	const history = new RunHistory(2, 10);
	history.addStep(step(1));
	expect(history.wrongShare(1)).toBeNull();
	history.addStep({ ...step(2), noisy: [2, 0] });
	history.addStep({ ...step(3), noisy: [0, 1] });
	expect(history.wrongShare(2)).toBe(0.5);
	expect(history.wrongShare(3)).toBe(0.375);
});

test('the batch of a step: its examples with rows and losses', () => {
	const history = new RunHistory(2, 10);
	const batch = { skills: [0, 1, 0, 0], rows: [7, 2, 9, 7], losses: [1500, 0, 250, 80] };
	history.addStep({ ...step(1), batch });
	expect(history.batchAt(1)).toEqual([
		{ skill: 0, row: 7, loss: 1.5 },
		{ skill: 1, row: 2, loss: 0 },
		{ skill: 0, row: 9, loss: 0.25 },
		{ skill: 0, row: 7, loss: 0.08 },
	]);
	expect([history.batchAt(0), history.batchAt(2)]).toEqual([[], []]);
});
