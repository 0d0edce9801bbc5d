import { expect, test } from 'vitest';
import { failure } from '../../../tests/support/failure.ts';
import type { EvaluationEvent, RunEvent } from '#lab/training/events.ts';
import { meanMix, runSummary } from './runSummary.ts';
import { sampleExperiment } from '../../../tests/support/sample.ts';
import { stepEvent } from '../../../tests/support/runEvents.ts';

const [add, json, , general] = sampleExperiment.skills;
const experiment = { ...sampleExperiment, skills: [add, json, general], steps: 100 };
const evaluation = (step: number, exact: number | null, loss: number): RunEvent => ({
	type: 'evaluation',
	step,
	milliseconds: 1,
	averageExact: exact,
	skills: [loss, loss + 1, 9].map((each) => ({ loss: each, exact, tokenAccuracy: 0, examples: 3 })),
	worstExact: exact === null ? null : { skill: 1, exact: exact / 2 },
});
const step = (number: number, share: number): RunEvent =>
	stepEvent(number, { weights: [share, 1 - share, 0] });

test('the curve has one evaluation per step; its loss is over the trained skills', () => {
	const widest = evaluation(50, 0.65, 1) as EvaluationEvent;
	const skills = widest.skills.map((score) => ({ ...score, examples: 9 }));
	const { curve, end } = runSummary(experiment, [
		evaluation(0, 0, 4),
		evaluation(50, 0.5, 2),
		{ ...widest, skills, also: evaluation(50, 0.6, 1) as EvaluationEvent },
	]);
	expect(curve).toEqual([
		{ step: 0, average: 0, worst: 0, loss: 4.5 },
		{ step: 50, average: 0.6, worst: 0.3, loss: 1.5 },
	]);
	// The end is on most rows, as on the workbench: 65 %, and not 60 % here and 65 % there.
	expect(end).toEqual({ step: 50, average: 0.65, worst: 0.325, loss: 1.5 });
	expect(runSummary(experiment, [evaluation(0, null, 1)])).toMatchObject({
		curve: [{ average: null, worst: null }],
	});
});

test('the mix is the mean over stretches of the completed steps', () => {
	// 100 steps: 3 to a stretch.
	const { mix } = runSummary(experiment, [step(1, 0.2), step(2, 0.4), step(3, 0.6), step(4, 1)]);
	expect(mix).toHaveLength(2);
	expect(mix[0][0]).toBeCloseTo(0.4, 12);
	expect(mix[1]).toEqual([1, 0, 0]);
	expect(runSummary(experiment, [])).toEqual({ curve: [], mix: [], newest: null, end: null });
});

const mixSkills = [
	{ id: 'add', use: 'train' },
	{ id: 'general', use: 'watch' },
	{ id: 'sort', use: 'train' },
] as const;

test('meanMix: the mean over the steps of each trained skill, by its id', () => {
	const events: RunEvent[] = [
		stepEvent(1, { weights: [0.5, 0, 0.5] }),
		{ type: 'checkpoint', step: 1 },
		stepEvent(2, { weights: [0.25, 0, 0.75] }),
		stepEvent(3, { weights: [0, 0, 1] }),
	];
	expect(meanMix(mixSkills, events)).toEqual({ add: 0.25, sort: 0.75 });
});

test('meanMix: a run without a step has none', () => {
	expect(() => meanMix(mixSkills, [{ type: 'checkpoint', step: 0 }])).toThrow(
		failure('This run has no average mix yet: train at least one step of it.'),
	);
});
