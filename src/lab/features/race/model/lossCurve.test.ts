import { expect, test } from 'vitest';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { heldOutLoss, lossCurve } from './lossCurve.ts';
import { evaluationEvent, stepEvent } from '../../../../../tests/support/runEvents.ts';

const step = (at: number, skillLoss: (number | null)[]) => stepEvent(at, { skillLoss });
const score = (loss: number) => ({ loss, exact: null, tokenAccuracy: 0, examples: 1 });
const base = evaluationEvent(0, [], { skills: [score(4), score(2)] });

test('every step moves the curve, and each skill counts alike however often it is drawn', () => {
	const history = new RunHistory(2, 9);
	history.addEvaluation(base);
	history.addStep(step(1, [2, null]));
	history.addStep(step(2, [1, null]));
	history.addStep(step(3, [0, 1]));
	// Step 0 is the base model's; the second skill keeps its loss until it is drawn.
	expect([...lossCurve(history, [0, 1], 1)]).toEqual([3, 2, 1.5, 0.5]);
	// The newest two losses of each skill: (1 + 0) / 2 and (2 + 1) / 2.
	expect(lossCurve(history, [0, 1], 2)[3]).toBe(1);
	expect(heldOutLoss(base, [0, 1])).toBe(3);
});

test('without a base evaluation there is no value until every skill is drawn', () => {
	const history = new RunHistory(2, 9);
	history.addStep(step(1, [2, null]));
	history.addStep(step(2, [null, 4]));
	expect([...lossCurve(history, [0, 1], 5)]).toEqual([NaN, NaN, 3]);
});
