import { expect, test } from 'vitest';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { exampleExperiment as experiment } from '../../../../../tests/support/experiment.ts';
import { compareRuns } from './results.ts';

const at = (...steps: readonly number[]) =>
	steps.map((step) => ({ type: 'evaluation', step, skills: [] }) as unknown as EvaluationEvent);
const finished = { experiment, evaluations: at(0, 150, 300), isFinished: true };

test('two finished runs are compared at their ends', () => {
	expect(compareRuns(finished, finished)).toEqual({
		tuned: finished.evaluations[2],
		isFinal: true,
		overall: true,
		remarks: [],
	});
	const longer = { ...finished, evaluations: at(0, 300, 500) };
	expect(compareRuns(finished, longer).remarks).toEqual([
		'The other run trained 500 steps, this one 300.',
	]);
});

test('a finished run is not compared with one that is paused earlier', () => {
	const paused = { experiment, evaluations: at(0, 60), isFinished: false };
	const found = compareRuns(finished, paused);
	expect(found.tuned).toBeNull();
	expect(found.remarks).toEqual([
		'Not compared: the other run stands at step 60 of 300. Train it to its end first.',
	]);
});

test('an unfinished run is compared at its own step, or not at all', () => {
	const running = { experiment, evaluations: at(0, 150), isFinished: false };
	expect(compareRuns(running, finished)).toMatchObject({
		tuned: { step: 150 },
		isFinal: false,
		remarks: [],
	});
	const between = { experiment, evaluations: at(0, 140), isFinished: false };
	expect(compareRuns(between, finished)).toMatchObject({
		tuned: null,
		remarks: ['Not compared yet: the other run was not tested at step 140.'],
	});
});

test('with other trained skills, or other data, average and worst are not compared', () => {
	const [add, sort, general] = experiment.skills;
	const other = {
		...finished,
		experiment: { ...experiment, skills: [{ ...add, sha256: 'f'.repeat(64) }, sort, general] },
	};
	expect(compareRuns(finished, other)).toMatchObject({
		overall: false,
		remarks: [expect.stringContaining(`only here: ${add.name}; only there: ${add.name}`)],
	});
	const fewer = { ...finished, experiment: { ...experiment, skills: [sort, general] } };
	expect(compareRuns(finished, fewer).remarks).toEqual([
		expect.stringContaining(`(only here: ${add.name})`),
	]);
});
