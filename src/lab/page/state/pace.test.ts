import { expect, test } from 'vitest';
import type { Backend } from '#engine/gpu/report.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { memoryStorage } from './browserStorage.ts';
import { exampleExperiment, exampleSkills } from '../../../../tests/support/experiment.ts';
import {
	answersOfTest,
	expectedPace,
	forecastPace,
	measuredPace,
	paceKey,
	paceWatcher,
	probeShare,
	rememberedPace,
	rememberPace,
	runCost,
	runTime,
} from './pace.ts';

const experiment = { ...exampleExperiment, steps: 100 };
const skills = exampleSkills.map((skill) => ({
	...skill,
	counts: { ...skill.counts, heldOut: 100 },
}));
const pace = { step: 10, example: 2 };

test('the time counts steps, each evaluation, probes and the preparation', () => {
	// Three skills; at steps 25, 50 and 75 64 rows of each, at steps 0 and 100 all 100.
	const evaluations = 2 * 3 * (3 * 64 + 2 * 100);
	expect(runTime(experiment, pace, { skills })).toBe(100 * 10 + evaluations);
	expect(runTime(experiment, pace, { skills, isTested: true })).toBe(
		100 * 10 + evaluations - 2 * 3 * 100,
	);
	expect(runTime(experiment, pace, { skills, probeShare: 0.5, preparation: 30 })).toBe(
		150 * 10 + 30 * 10 + evaluations,
	);
	const best = { ...experiment, evaluation: { ...experiment.evaluation, best: 'loss' as const } };
	expect(runTime(best, pace, { skills })).toBe(100 * 10 + evaluations + 2 * 3 * 5 * 64);
});

test('written answers have their own pace and count', () => {
	const evaluation = {
		milliseconds: 1060,
		writing: { tokens: 800, milliseconds: 1000 },
		skills: [
			{ examples: 20, written: 4 },
			{ examples: 10, written: 4 },
		],
	} as unknown as EvaluationEvent;
	const found = measuredPace({ ownStep: 7, evaluations: [evaluation] });
	expect(found).toEqual({ step: 7, example: 2, answer: 125 });
	const storage = memoryStorage();
	rememberPace(storage, 'processor', experiment, found!);
	expect(rememberedPace(storage, 'processor', experiment)).toEqual(found);
	const [first] = skills;
	const numbers = [{ ...first, measure: { kind: 'number' } as const }, ...skills.slice(1)];
	expect(answersOfTest(experiment, numbers)).toBe(16);
	const few = { ...experiment, evaluation: { ...experiment.evaluation, generated: 4 } };
	expect(answersOfTest(few, numbers)).toBe(4);
	expect(answersOfTest(few, skills)).toBe(0);
	// Five tests: at 0, 25, 50, 75 and 100.
	const plain = runTime(few, pace, { skills: numbers });
	expect(runTime(few, { ...pace, answer: 100 }, { skills: numbers })).toBe(plain + 5 * 4 * 100);
});

test('a pace is remembered by model, batch, context and data', () => {
	const storage = memoryStorage();
	rememberPace(storage, 'processor', experiment, pace);
	expect(rememberedPace(storage, 'processor', { ...experiment, seed: 9 })).toEqual(pace);
	const { batching } = experiment;
	for (const other of [
		{ ...experiment, model: { ...experiment.model, id: 'other' } },
		{ ...experiment, batching: { ...batching, size: batching.size + 1 } },
		{ ...experiment, batching: { ...batching, context: batching.context + 1 } },
		{ ...experiment, skills: experiment.skills.slice(1) },
	])
		expect(rememberedPace(storage, 'processor', other)).toBeNull();
	expect(paceKey('a GPU', experiment)).not.toBe(paceKey('processor', experiment));
});

test('the test of the base model lets expect a pace, on the engine whose ratio is measured', () => {
	const evaluation = {
		milliseconds: 60,
		skills: [{ examples: 10 }, { examples: 10 }, { examples: 10 }],
	} as unknown as EvaluationEvent;
	const tested = { history: { evaluations: [evaluation] }, expectedStep: null };
	const expected = (size: number, known = exampleSkills, backend: Backend = 'wasm') => {
		const sized = { ...experiment, batching: { ...experiment.batching, size } };
		const lab = { device: { backend }, skills: known };
		return expectedPace(sized, tested, lab);
	};
	expect(expected(8)).toMatchObject({ example: 2, isExpected: true });
	expect(expected(8)!.step).toBeGreaterThan(8 * 2);
	expect(expected(16)!.step).toBeCloseTo(2 * expected(8)!.step);
	// Continued texts take most of the test, so a trained example takes less.
	const known = exampleSkills.map((skill) =>
		skill.id === 'stories' ? { ...skill, measure: { kind: 'continuation' as const } } : skill,
	);
	expect(expected(8, known)!.step).toBeLessThan(expected(8)!.step / 2);
	expect(expected(8, exampleSkills, 'webgpu')).toBeNull();
	const lab = { device: { backend: 'wasm' as const }, skills };
	const untested = { history: { evaluations: [] }, expectedStep: 3 };
	expect(expectedPace(experiment, untested, lab)).toBeNull();
	const padded = { ...experiment, batching: { ...experiment.batching, layout: 'padded' as const } };
	expect(expectedPace(padded, tested, lab)).toBeNull();
	// On a GPU the cost model expects the step's time.
	const onGpu = { device: { backend: 'webgpu' as const }, skills };
	expect(expectedPace(padded, { ...tested, expectedStep: 3 }, onGpu)).toEqual({
		step: 3,
		example: 2,
		isExpected: true,
	});
});

test('only a run that trained here tells the pace of this device', () => {
	const storage = memoryStorage();
	const evaluation = { milliseconds: 60, skills: [{ examples: 30 }] } as unknown as EvaluationEvent;
	const run = (id: string, kind: 'running' | 'finished') => ({
		id,
		experiment,
		status:
			kind === 'running' ? ({ kind, step: 1, pace: { kind: 'full' } } as const) : { kind, step: 1 },
		ended: kind === 'finished',
		history: { ownStep: 7, evaluations: [evaluation] },
	});
	const watch = paceWatcher(storage);
	// A stored run is opened: it may come from another device, or from a file.
	watch(run('stored', 'finished'), 'processor');
	expect(rememberedPace(storage, 'processor', experiment)).toBeNull();
	watch(run('new', 'running'), 'processor');
	watch(run('new', 'finished'), 'processor');
	expect(rememberedPace(storage, 'processor', experiment)).toEqual({ step: 7, example: 2 });
});

test('a forecast gives the parts of the time: steps, probes, and tests with their answers', () => {
	const found = forecastPace({ step: 3000, row: 100, answers: 6400 });
	expect(found).toEqual({ step: 3000, example: 100, writing: 6400, isExpected: true });
	const every = { ...experiment, evaluation: { ...experiment.evaluation, every: 50 } };
	const probes = probeShare(6, every);
	expect(probes).toBe(6 / (3 * every.batching.size));
	const parts = { skills, probeShare: probes };
	const cost = runCost(every, found, parts);
	// Three tests of 64 rows of each of three skills, but of 100 at the ends.
	const tested = 100 * 3 * (100 + 64 + 100) + 3 * 6400;
	expect(cost).toEqual({
		steps: 100,
		step: 3000,
		probes,
		tests: 3,
		test: tested / 3,
		total: (1 + probes) * 300_000 + tested,
	});
	expect(runTime(every, found, parts)).toBe(cost.total);
	// The best checkpoint is chosen by a second pass in each test.
	const best = { ...every, evaluation: { ...every.evaluation, best: 'loss' as const } };
	const without = { ...found, writing: 0 };
	expect(runTime(best, found, parts) - runTime(best, without, parts)).toBe(6 * 6400);
});
