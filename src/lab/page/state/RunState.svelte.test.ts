import { expect, test, vi } from 'vitest';
import { exampleExperiment as experiment } from '../../../../tests/support/experiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import type { Lab } from '#lab/worker/lab.ts';
import { runWords } from '#lab/page/workbench/statusWords.ts';
import { RunState, segmentAt } from './RunState.svelte.ts';
import { stepEvent } from '../../../../tests/support/runEvents.ts';

function makeRun(lab: Partial<Lab> = {}) {
	const frames: (() => void)[] = [];
	const run = new RunState(lab as Lab, 'run', experiment, (callback) => void frames.push(callback));
	return { run, frames };
}

test('many events give one revision per frame', () => {
	const { run, frames } = makeRun();
	for (let step = 1; step <= 5; step++) run.receive({ type: 'warning', step, message: `w${step}` });
	expect(run.revision).toBe(0);
	expect(frames).toHaveLength(1);
	frames[0]();
	expect(run.revision).toBe(1);
	run.receive({ type: 'finished', step: 5 });
	expect(frames).toHaveLength(2);
	expect(run.warnings).toHaveLength(5);
});

test('the end of a time budget is recorded, and the charts end there', () => {
	const budget = { kind: 'seconds', seconds: 10 } as const;
	const run = new RunState({} as Lab, 'run', { ...experiment, budget }, (callback) => callback());
	const passed = { tokens: [30, 10], milliseconds: 900, probeMilliseconds: 100 };
	for (let i = 1; i <= 5; i++) run.receive(stepEvent(i, passed));
	expect(run.used).toEqual({ step: 5, tokens: 200, milliseconds: 5000 });
	expect(run.progress).toEqual({ fraction: 0.5, ends: 10 });
	run.receive({ type: 'finished', step: 9 });
	expect(run.experiment.budget).toEqual({ ...budget, stopped: 9 });
	expect(run.history.steps).toBe(9);
});

test('a failed run is at the step of its failure, live and when it is opened again', () => {
	const { run } = makeRun();
	for (let i = 1; i <= 11; i++) run.receive(stepEvent(i));
	run.receive({ type: 'failed', step: 12, message: 'The loss is not finite.' });
	const error = { code: 'non-finite', message: '' } as const;
	// A stored run knows the step of its last checkpoint.
	for (const step of [12, 7]) {
		run.receiveStatus({ kind: 'failed', step, error });
		expect(run.step).toBe(12);
		expect(runWords(run)).toEqual(['The run failed at step 12.']);
	}
	run.receiveStatus({ kind: 'paused', step: 7 });
	expect(run.step).toBe(11);
});

test('a switch of the events is in the experiment once', () => {
	const { run } = makeRun();
	const before = run.experiment.policy.length;
	for (let i = 0; i < 2; i++)
		run.receive({ type: 'policySwitched', step: 40, id: 'proportional', settings: {} });
	expect(run.experiment.policy).toHaveLength(before + 1);
	expect(segmentAt(run.experiment.policy, 39).id).not.toBe('proportional');
	expect(segmentAt(run.experiment.policy, 40).id).toBe('proportional');
});

test('a switch takes over the experiment that the worker returns', async () => {
	const changed = { ...experiment, policy: [{ fromStep: 0, id: 'fixed', settings: {} }] };
	const call = vi.fn(() => Promise.resolve(changed));
	const { run } = makeRun({ 'run.switchPolicy': call });
	await run.switchPolicy('fixed', { ratios: { add: 1 } });
	expect(call).toHaveBeenCalledWith({
		runId: 'run',
		id: 'fixed',
		settings: { ratios: { add: 1 } },
	});
	expect(run.experiment).toEqual(changed);
});

test('a requested switch counts at once, so that the next change keeps it', async () => {
	let answer: (changed: Experiment) => void = () => undefined;
	const call = () => new Promise<Experiment>((resolve) => (answer = resolve));
	const { run } = makeRun({ 'run.switchPolicy': call });
	const first = run.switchPolicy('fixed', { ratios: { add: 1 } });
	const answerFirst = answer;
	expect(run.policy.settings).toEqual({ ratios: { add: 1 } });
	const second = run.switchPolicy('fixed', { ratios: { add: 1, sort: 2 } });
	answerFirst(experiment);
	await first;
	expect(run.policy.settings).toEqual({ ratios: { add: 1, sort: 2 } });
	answer(experiment);
	await second;
	expect(run.policy).toBe(experiment.policy[0]);
});

test('after many evaluations the base answers are still there to compare with', () => {
	const { run } = makeRun();
	const sample = { skill: 0, prompt: '1+1=', expected: '2', answer: 'a', right: false };
	for (let step = 0; step <= 500; step++) run.receive({ type: 'samples', step, samples: [sample] });
	expect(run.samples).toHaveLength(400);
	expect(run.samples.at(0)?.step).toBe(500);
	expect(run.samples.at(-2)?.step).toBe(102);
	expect(run.samples.at(-1)?.step).toBe(0);
});

test('a warning appears once, with its first step', () => {
	const { run } = makeRun();
	for (const step of [10, 20]) run.receive({ type: 'warning', step, message: 'runs to noise' });
	run.receive({ type: 'warning', step: 30, message: 'starves' });
	expect(run.warnings.map(({ step }) => step)).toEqual([10, 30]);
});

test('explanations are kept by step, and picks by example', () => {
	const { run } = makeRun();
	const said = (sentence: string) => ({ weights: [0.5, 0.5, 0], sentence, traces: [] });
	run.receive({ type: 'explained', step: 1, explanation: said('first') });
	run.receive({ type: 'explained', step: 11, explanation: said('second') });
	expect(run.explanations.at(10)?.sentence).toBe('first');
	const chosen = [
		{ skill: 0, row: 3, noisy: true },
		{ skill: 1, row: 3, noisy: false },
	];
	run.receive(stepEvent(1, { drawn: [1, 1, 0], noisy: [1, 0, 0], chosen }));
	expect(run.picks.distinct).toBe(2);
	expect(run.history.wrongShare(1)).toBe(0.5);
});
