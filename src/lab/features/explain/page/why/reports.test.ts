import { expect, test } from 'vitest';
import { exampleExperiment as experiment } from '../../../../../../tests/support/experiment.ts';
import { ExplanationLog } from '#lab/page/state/ExplanationLog.ts';
import type { EvaluationEvent } from '#lab/training/events.ts';
import { forgottenAmount } from '#lab/page/workbench/forgottenAmount.ts';
import {
	helpedSoFar,
	skillMoves,
	traceSeries,
	comparableLabels,
	isMix,
	listThoughts,
} from './reports.ts';
import {
	evaluationEvent,
	lossesAround,
	scoreOfRows,
} from '../../../../../../tests/support/runEvents.ts';

const near = (value: number) => expect.closeTo(value) as number;

function makeLog(...entries: readonly [step: number, rewards: number[], weights: number[]][]) {
	const log = new ExplanationLog();
	for (const [step, values, weights] of entries)
		log.add(step, { sentence: '', weights, traces: [{ label: 'Reward', values }] });
	return log;
}

test('reward and share of each skill against the last other explanation', () => {
	const log = makeLog(
		[0, [1, 1, 1], [0.3, 0.3, 0.4]],
		[10, [1.2, 1.001, 0.5], [0.5, 0.3, 0.2]],
		[20, [1.2, 1.001, 0.5], [0.5, 0.3, 0.2]],
	);
	expect(skillMoves(log, 20, [0, 2])).toEqual({
		label: 'Reward',
		skills: [
			{ skill: 0, reason: { value: 1.2, move: 'up' }, share: { value: 0.5, move: 'up' } },
			{ skill: 2, reason: { value: 0.5, move: 'down' }, share: { value: 0.2, move: 'down' } },
		],
	});
	expect(skillMoves(log, 20, [1])?.skills[0]).toMatchObject({
		reason: { move: 'same' },
		share: { move: 'same' },
	});
});

test('a value that the policy before did not have has not moved', () => {
	const log = new ExplanationLog();
	log.add(10, { sentence: '', weights: [0.5, 0.5], traces: [{ label: 'loss', values: [1, 1] }] });
	log.add(11, { sentence: '', weights: [0.6, 0.4], traces: [{ label: 'Reward', values: [2, 1] }] });
	expect(skillMoves(log, 11, [0])?.skills).toEqual([
		{ skill: 0, reason: { value: 2, move: null }, share: { value: 0.6, move: 'up' } },
	]);
});

test('before the first change, and without a trace, nothing has moved', () => {
	const log = makeLog([0, [1, 1], [0.5, 0.5]], [10, [2, 1], [0.6, 0.4]]);
	expect(skillMoves(log, 5, [0, 1])).toBeNull();
	const uniform = new ExplanationLog();
	uniform.add(0, { sentence: '', weights: [0.5, 0.5], traces: [] });
	expect(skillMoves(uniform, 5, [0, 1])).toBeNull();
});

const at = (step: number, average: number | null, examples = 400) =>
	evaluationEvent(step, [], {
		skills: [{ loss: 1, exact: average, tokenAccuracy: 0, examples }],
		averageExact: average,
	});

const skills = experiment.skills.slice(0, 2);

test('the newest step that both runs evaluated is compared', () => {
	const chosen = [at(0, 0), at(25, 0.4), at(50, 0.8), at(60, 0.9)];
	const uniform = [at(0, 0), at(25, 0.6), at(50, 0.5)];
	expect(helpedSoFar(skills, chosen, uniform, 100)).toMatchObject({
		kind: 'better',
		step: 50,
		difference: near(0.3),
	});
	expect(helpedSoFar(skills, chosen, uniform, 49)).toMatchObject({ kind: 'worse', step: 25 });
	expect(helpedSoFar(skills, chosen, [at(50, 0.81)], 60)).toMatchObject({ kind: 'chance' });
});

test('the same prompts pair: a gain on few of them is told', () => {
	const on = (rows: number, right: number) => ({
		skills: [scoreOfRows(lossesAround(1, rows), right)],
		averageExact: right / rows,
		worstExact: null,
	});
	const end = (few: number, many: number) =>
		evaluationEvent(50, [], { ...on(400, many), also: on(50, few) });
	const refs = skills.slice(0, 1);
	// 8 of 400 rows differ, all in favour: unpaired, 50 and 52 % are not told apart.
	const better = helpedSoFar(refs, [end(30, 208)], [end(28, 200)], 50);
	expect(better).toMatchObject({ kind: 'better', difference: near(0.02) });
	// A run that goes on has 50 rows at this step.
	const early = helpedSoFar(refs, [evaluationEvent(50, [], on(50, 30))], [end(29, 200)], 50);
	expect(early).toMatchObject({ kind: 'chance', difference: near(0.02) });
});

test('prompts of a watched skill do not make the average more certain', () => {
	const watched = { loss: 1, exact: 0.5, tokenAccuracy: 0, examples: 4000 };
	const beside = (evaluation: EvaluationEvent) => ({
		...evaluation,
		skills: [...evaluation.skills, watched],
	});
	const [chosen, uniform] = [[at(50, 0.6, 60)], [at(50, 0.5, 60)]];
	const alone = helpedSoFar(skills, chosen, uniform, 50);
	const refs = [skills[0], { ...skills[1], use: 'watch' as const }];
	expect(alone?.kind).toBe('chance');
	expect(helpedSoFar(refs, chosen.map(beside), uniform.map(beside), 50)).toEqual(alone);
});

test('the base model, other steps and runs without exact match are not compared', () => {
	expect(helpedSoFar(skills, [at(0, 0.1)], [at(0, 0.1)], 50)).toBeNull();
	expect(helpedSoFar(skills, [at(25, 0.1)], [at(20, 0.1)], 50)).toBeNull();
	expect(helpedSoFar(skills, [at(25, null)], [at(25, null)], 50)).toBeNull();
});

test('a loss that doubles is most of what the model knew', () => {
	const rise = (mean: number, reach: number) =>
		forgottenAmount(0.5, { mean, low: mean - reach, high: mean + reach, n: 50 });
	expect(rise(0.005, 0.004)).toBe('nothing');
	expect(rise(-0.1, 0.05)).toBe('nothing');
	expect(rise(0.1, 0.05)).toBe('some');
	expect(rise(2.96, 0.05)).toBe('most');
	// The rows can tell neither a rise nor that there is none.
	expect(rise(0.1, 0.11)).toBe('unclear');
	expect(rise(0, 0.05)).toBe('unclear');
	expect(forgottenAmount(0.5, { mean: 0.1, low: NaN, high: NaN, n: 1 })).toBe('unclear');
});

test('a figure of a skill over the steps', () => {
	const log = new ExplanationLog();
	const said = { weights: [0.25, 0, 0.75], sentence: '' };
	log.add(1, { ...said, traces: [] });
	log.add(20, {
		...said,
		traces: [
			{ label: 'reward', values: [3, null, -1] },
			{ label: 'fixed point', values: [0.5, null, 0.5] },
		],
	});
	expect(traceSeries(log, 0, 'reward')).toEqual({ steps: [1, 20], values: [null, 3] });
	expect(traceSeries(log, 2, 'fixed point').values).toEqual([null, 0.5]);
	expect(traceSeries(log, 2, null).values).toEqual([0.75, 0.75]);
});

test('a mix sums to 1 over the skills with a value', () => {
	expect(isMix([0.25, null, 0.75])).toBe(true);
	expect(isMix([1.5, -0.5])).toBe(false);
	expect(isMix([0.2, 0.2])).toBe(false);
	expect(isMix([null])).toBe(false);
});

test('shares are comparable with shares, other values with each other', () => {
	const traces = [
		{ label: 'Reward', values: [2, 3] },
		{ label: 'R/ΣR', values: [0.4, 0.6] },
		{ label: 'Averaged', values: [2.1, 2.9] },
		{ label: 'Share before', values: [0.5, 0.5] },
	];
	expect(comparableLabels({ traces }, null)).toEqual(['R/ΣR', 'Share before']);
	expect(comparableLabels({ traces }, 'Reward')).toEqual(['Averaged']);
	expect(comparableLabels({ traces: [] }, null)).toEqual([]);
});

test('sentences and warnings are sorted by step, the newest first', () => {
	const explanations = new ExplanationLog();
	const say = (step: number, sentence: string) =>
		explanations.add(step, { weights: [1], sentence, traces: [] });
	say(1, 'first');
	say(10, 'second');
	say(20, 'second');
	const warnings = [{ step: 10, message: 'noise' }];
	expect(listThoughts({ explanations, warnings }).map(({ step, text }) => [step, text])).toEqual([
		[10, 'noise'],
		[10, 'second'],
		[1, 'first'],
	]);
});

test('a sentence that is a warning of its step too is listed once, as a warning', () => {
	const explanations = new ExplanationLog();
	const zero = 'every reward was 0';
	explanations.add(20, { weights: [1], sentence: zero, traces: [] });
	const warnings = [{ step: 20, message: zero }];
	expect(listThoughts({ explanations, warnings })).toEqual([{ step: 20, text: zero, warns: true }]);
});
