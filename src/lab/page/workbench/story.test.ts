import { expect, test } from 'vitest';
import { meanOfKnown } from '#engine/core/statistics.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { exampleExperiment } from '../../../../tests/support/experiment.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { nextStep } from './ending.ts';
import { story } from './story.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import {
	evaluationEvent,
	lossesAround,
	scoreOfRows,
	stepEvent,
} from '../../../../tests/support/runEvents.ts';

const experiment: Experiment = exampleExperiment;
type Lab = Parameters<typeof story>[0];
const skills = experiment.skills.map(
	({ name, use }, index) => ({ name, index, trained: use === 'train' }) as WorkbenchSkill,
);
const trained = skills.slice(0, 2);

interface Options {
	readonly rise?: number;
	readonly losses?: readonly number[];
	readonly rows?: number;
	readonly text?: readonly (number | null)[];
	readonly isLong?: boolean;
	readonly shares?: readonly [number, number];
	readonly experiment?: Experiment;
}
type Exacts = readonly (readonly [number | null, number | null])[];

/** `exacts`: by evaluation, of the two trained skills. `rise`: of the loss of the watched text. */
function makeRun(
	step: number,
	kind: string,
	exacts: Exacts,
	{
		rise = 0,
		losses = [1],
		rows = 1000,
		text = [],
		isLong = false,
		shares = [0.5, 0.5],
		experiment = exampleExperiment,
	}: Options,
) {
	const history = new RunHistory(3, 300);
	exacts.forEach((pair, i) => {
		const skills = [...pair, text[i] ?? null].map((exact, skill) => {
			const loss = skill === 2 ? 0.5 + i * rise : (losses[i] ?? 1);
			const right = exact === null ? null : Math.round(rows * exact);
			const score = scoreOfRows(lossesAround(loss, rows), right);
			return isLong ? { ...score, measure: 'number' as const } : score;
		});
		const averageExact = meanOfKnown(pair);
		const at = 25 * i;
		for (let step = Math.max(1, at - 24); step <= at; step++)
			history.addStep(stepEvent(step, { weights: [...shares, 0] }));
		history.addEvaluation(evaluationEvent(at, [], { skills, averageExact }));
	});
	const ended = kind !== 'running' && kind !== 'paused';
	const progress = { fraction: step / experiment.steps };
	return { step, status: { kind, step }, ended, history, warned: [], experiment, progress };
}

/** `before`: the evaluations of the run before it. */
function lineAt(
	step: number,
	kind: string,
	exacts: Exacts,
	{
		mix = true,
		settings = true,
		isBrief = false,
		before,
		warned = [],
		...options
	}: Options & {
		mix?: boolean;
		settings?: boolean;
		isBrief?: boolean;
		before?: Exacts;
		warned?: readonly object[];
	} = {},
) {
	const run = { ...makeRun(step, kind, exacts, options), warned };
	const runBefore = before ? makeRun(step, 'finished', before, options) : null;
	const lab = { run, runBefore, experiment, info: null } as unknown as Lab;
	const view = { history: run.history, skills, trained };
	return { text: story(lab, view, { isBrief }), next: nextStep(lab, view, { mix, settings }) };
}
const storyAt = (...when: Parameters<typeof lineAt>) => lineAt(...when).text;

test('before training, the line says what to press', () => {
	const history = new RunHistory(2, experiment.steps);
	const lab = { run: null, runBefore: null, experiment, info: null };
	expect(story(lab, { history, skills, trained }, {})).toBe(
		'A small language model learns two tasks at once. Press Train, and watch what the mix of the ' +
			'data does to each.',
	);
	expect(storyAt(0, 'preparing', [])).toContain('Press Train');
});

test('while no long answer is right, it tells the loss', () => {
	const none = [
		[0, 0],
		[0, 0],
	] as const;
	const losses = [1.43, 1.04];
	const long = { losses, isLong: true };
	expect(storyAt(25, 'running', none, long)).toContain('1.04 (base model: 1.43 on 2,000 rows)');
	expect(storyAt(25, 'finished', none, long)).toContain('1.04 (base model: 1.43 on 2,000 rows)');
	expect(storyAt(25, 'running', none, long)).not.toContain('%');
	expect(storyAt(25, 'running', none, { losses })).toContain('0 %');
});

test('during training, it says what comes next, then what has changed since the last test', () => {
	expect(storyAt(3, 'running', [[0, 0]])).toBe(
		'Each step shows the model 32 examples of the mix. After step 25 it answers prompts that it ' +
			'has never seen.',
	);
	const twice = [
		[0, 0],
		[0.1, 0.5],
		[0.4, 0.4],
	] as const;
	expect(storyAt(60, 'running', twice)).toBe(
		'Step 50: 40 % of the answers are right (base model: 0 % on 2,000 rows). ' +
			'Most gained since step 25: Addition, +30 points.',
	);
	expect(storyAt(60, 'paused', [twice[2], twice[1], twice[0]])).not.toContain('Most gained');
	const hardly = [
		[0, 0],
		[0.004, 0],
	] as const;
	expect(storyAt(30, 'running', hardly)).not.toContain('Most gained');
});

test('the end names the largest gain and the largest loss with their intervals', () => {
	const end = [
		[0, 0.5],
		[0.9, 0.2],
	] as const;
	expect(lineAt(300, 'finished', end, { text: [0.6, 0.5] })).toEqual({
		text:
			'After 25 steps, 55 % of the answers are right (base model: 25 % on 2,000 rows). ' +
			'Most gained: Addition, ' +
			'+90 points (+89 to +90). Most lost: Sorting, −30 points (−30 to −29).',
		next: { kind: 'mix', policy: 'mos' },
	});
	// Also of a skill that is only watched.
	expect(storyAt(300, 'finished', end, { text: [0.6, 0] })).toContain(
		'Most lost: General text, −60',
	);
	const rises = [
		[0, 0],
		[0.4, 0.4],
	] as const;
	const forgets = (rise: number) => storyAt(300, 'finished', rises, { rise });
	expect(forgets(0.1)).toMatch(/Meanwhile it forgot some of General text\.$/);
	expect(forgets(1)).toMatch(/Meanwhile it forgot most of General text\.$/);
	expect(forgets(0.001)).not.toMatch(/forgot|lost/);
});

test('the end says that the learning rate was 0, or had not warmed up', () => {
	const ends = (steps: number, schedule: Partial<typeof experiment.schedule>, at = 1) => {
		const changed = { ...experiment, steps, schedule: { ...experiment.schedule, ...schedule } };
		return storyAt(
			at,
			'stopped',
			[
				[0, 0],
				[0.4, 0.4],
			],
			{ experiment: changed },
		);
	};
	const zero = 'Its learning rate was 0';
	const warming = 'It ended within its warm-up';
	// The evaluation of these runs is at step 25.
	expect(ends(1, { floor: 0 })).toContain(zero);
	expect(ends(1, { kind: 'cosine', floor: 0 })).toContain(zero);
	expect(ends(1, { floor: 0.1 })).not.toContain(zero);
	expect(ends(300, { warmup: 0.1 })).toContain(warming);
	expect(ends(25, { warmup: 1 }, 25)).toContain(warming);
	expect(ends(100, { warmup: 0.1 }, 50)).not.toMatch(/warm-up|rate/);
});

test('on few rows it claims neither a gain nor that most skills are worse', () => {
	const gains = [
		[0, 0],
		[0.25, 0],
	] as const;
	expect(storyAt(30, 'running', gains)).toContain('Most gained');
	expect(storyAt(30, 'running', gains, { rows: 12 })).toMatch(
		/: 13 % .*\(base model: 0 % on \d+ rows\)\.$/,
	);
	const worse = [
		[0.5, 0.5],
		[0.25, 0.25],
	] as const;
	expect(storyAt(300, 'finished', worse)).toContain('learning rate');
	const few = lineAt(300, 'finished', worse, { rows: 12 });
	expect(few.text).toContain('(base model: 50 % on 24 rows). No single skill has changed clearly.');
	expect(few.next?.kind).toBe('mix');
	expect(storyAt(300, 'finished', gains, { rows: 12 })).toContain('too close to call');
	expect(storyAt(300, 'finished', gains)).not.toContain('too close');
});

test('after a run that made most skills worse, the next one has a lower learning rate', () => {
	const next = (...when: Parameters<typeof lineAt>) => lineAt(...when).next?.kind;
	const worse = [
		[0.8, 0.4],
		[0.1, 0.3],
	] as const;
	expect(experiment.optimizer.learningRate).toBe(0.003);
	const worst = lineAt(300, 'finished', worse);
	expect(worst.text).toMatch(/the learning rate may be too high\.$/);
	expect(worst.next).toEqual({ kind: 'rate', rate: 0.001 });
	expect(next(300, 'finished', worse, { settings: false })).toBeUndefined();
	const half = [
		[0.8, 0.4],
		[0.1, 0.5],
	] as const;
	expect(next(300, 'finished', half)).toBe('mix');
	expect(next(300, 'finished', half, { mix: false })).toBeUndefined();
	// No answer is right before or after.
	const none = [
		[0, 0],
		[0, 0],
	] as const;
	expect(next(300, 'finished', none, { losses: [2, 6] })).toBe('rate');
	expect(next(300, 'finished', none, { losses: [2, 1] })).toBe('mix');
	expect(next(300, 'running', half)).toBeUndefined();
});
