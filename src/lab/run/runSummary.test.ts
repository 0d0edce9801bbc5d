import { expect, test } from 'vitest';
import type { RunEvent } from '#training/events.ts';
import { runSummary } from './runSummary.ts';
import { sampleExperiment } from './sample.test-support.ts';

const [add, json, , general] = sampleExperiment.skills;
const experiment = { ...sampleExperiment, skills: [add, json, general], steps: 100 };
const evaluation = (step: number, exact: number | null, loss: number): RunEvent => ({
	...{ type: 'evaluation', step, milliseconds: 1, averageExact: exact },
	skills: [loss, loss + 1, 9].map((each) => ({
		...{ loss: each, exact, tokenAccuracy: 0, examples: 3 },
	})),
	worstExact: exact === null ? null : { skill: 1, exact: exact / 2 },
});
const step = (number: number, share: number): RunEvent => ({
	...{
		type: 'step',
		step: number,
		loss: 1,
		skillLoss: [1, 1, null],
		weights: [share, 1 - share, 0],
	},
	...{ drawn: [1, 1, 0], tokens: [1, 1, 0], learningRate: 1, gradientNorm: 1, milliseconds: 1 },
});

test('the curve is that of the evaluations, once per step; the loss is over what is trained', () => {
	const { curve, worstSkill } = runSummary(experiment, [
		evaluation(0, 0, 4),
		evaluation(50, 0.5, 2),
		evaluation(50, 0.6, 1),
	]);
	expect(curve).toEqual([
		{ step: 0, average: 0, worst: 0, loss: 4.5 },
		{ step: 50, average: 0.6, worst: 0.3, loss: 1.5 },
	]);
	expect(worstSkill).toBe(1);
	expect(runSummary(experiment, [evaluation(0, null, 1)])).toMatchObject({
		...{ curve: [{ average: null, worst: null }], worstSkill: null },
	});
});

test('the mix is the mean over stretches of the planned steps, as far as the run has come', () => {
	// 100 steps: 3 to a stretch.
	const { mix } = runSummary(experiment, [step(1, 0.2), step(2, 0.4), step(3, 0.6), step(4, 1)]);
	expect(mix).toHaveLength(2);
	expect(mix[0][0]).toBeCloseTo(0.4, 12);
	expect(mix[1]).toEqual([1, 0, 0]);
	expect(runSummary(experiment, [])).toEqual({ curve: [], mix: [], worstSkill: null });
});
