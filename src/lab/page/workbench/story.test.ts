import { expect, test } from 'vitest';
import { meanOfKnown } from '#engine/core/statistics.ts';
import { exampleExperiment as experiment } from '#lab/page/state/experiment.test-support.ts';
import { RunHistory } from '#lab/page/state/RunHistory.ts';
import { story } from './story.ts';
import type { WorkbenchSkill } from './WorkbenchView.svelte.ts';
import { evaluationEvent, lossesAround, scoreOfRows } from '../../../../tests/support/runEvents.ts';

type Lab = Parameters<typeof story>[0];
const skills = experiment.skills.map(
	({ name, use }, index) => ({ name, index, trained: use === 'train' }) as WorkbenchSkill,
);
const trained = skills.slice(0, 2);

/** `exacts`: by evaluation, of the two trained skills. `rise`: of the loss of the watched text. */
function storyAt(
	step: number,
	kind: string,
	exacts: readonly (readonly [number | null, number | null])[],
	{
		mix = true,
		settings = true,
		rise = 0,
		losses = [1],
		rows = 1000,
		text = [null, null] as readonly (number | null)[],
		isLong = false,
	} = {},
) {
	const history = new RunHistory(3, experiment.steps);
	exacts.forEach((pair, i) => {
		const skills = [...pair, text[i] ?? null].map((exact, skill) => {
			const loss = skill === 2 ? 0.5 + i * rise : (losses[i] ?? 1);
			const right = exact === null ? null : Math.round(rows * exact);
			const score = scoreOfRows(lossesAround(loss, rows), right);
			return isLong ? { ...score, measure: 'number' as const } : score;
		});
		const averageExact = meanOfKnown(pair);
		history.addEvaluation(evaluationEvent(25 * i, [], { skills, averageExact }));
	});
	const run = {
		step,
		status: { kind, step },
		ended: kind !== 'running' && kind !== 'paused',
	} as unknown as Lab['run'];
	return story({ run, experiment }, { history, skills, trained }, { mix, settings });
}

test('before training, the line says what to press', () => {
	const history = new RunHistory(2, experiment.steps);
	expect(
		story({ run: null, experiment }, { history, skills, trained }, { mix: true, settings: true }),
	).toBe(
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
	expect(storyAt(25, 'running', none, long)).toContain('1.04 (base model: 1.43)');
	expect(storyAt(25, 'finished', none, long)).toContain('1.04 (base model: 1.43)');
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
		'Step 50: 40 % of the answers are right (base model: 0 %). Most gained since step 25: ' +
			'Addition, +30 points.',
	);
	expect(storyAt(60, 'paused', [twice[2], twice[1], twice[0]])).not.toContain('Most gained');
	const hardly = [
		[0, 0],
		[0.004, 0],
	] as const;
	expect(storyAt(30, 'running', hardly)).not.toContain('Most gained');
	expect(storyAt(300, 'finished', twice)).toMatch(/^After 50 steps, 40 % .* train again\.$/);
	expect(storyAt(300, 'finished', twice, { mix: false })).toMatch(/\(base model: 0\s%\)\.$/);
	const forgets = (rise: number) => storyAt(300, 'finished', twice, { rise });
	expect(forgets(0.1)).toMatch(/Meanwhile it forgot some of General text\. Now change/);
	expect(forgets(1)).toMatch(/Meanwhile it forgot most of General text\./);
	expect(forgets(0.001)).not.toContain('forgot');
	// Its answers: a half of them were right, and none is.
	const without = (left: number) =>
		storyAt(300, 'finished', twice.slice(0, 2), { rise: 1, text: [0.5, left] });
	expect(without(0)).toMatch(/Meanwhile it forgot all of General text\./);
	expect(without(0.1)).toMatch(/Meanwhile it forgot most of General text\./);
});

test('in the dip at the beginning it says why, if the rows tell it', () => {
	const dip = [
		[0.5, 0.25],
		[0.4, 0.15],
	] as const;
	expect(experiment.steps).toBe(300);
	const at = (step: number, options = {}) =>
		storyAt(step, 'running', dip, { losses: [2, 1.5], ...options });
	expect(at(30)).toBe(
		'Step 25: 28 % of the answers are right (base model: 38 %), 2 of 2 skills are lower. ' +
			'Early in a run, old habits often go before the new forms come.',
	);
	// Twelve rows tell no fall; a loss that rises is no dip.
	expect(at(30, { rows: 12 })).not.toContain('old habits');
	expect(at(30, { losses: [2, 3] })).not.toContain('old habits');
	expect(storyAt(30, 'running', [dip[1], dip[0]], { losses: [2, 1.5] })).not.toContain(
		'old habits',
	);
	// Later, and at the end, it is no beginning.
	const late = Array.from({ length: 6 }, (_, i) => dip[i === 0 ? 0 : 1]);
	const losses = late.map((_, i) => (i === 0 ? 2 : 1.5));
	expect(storyAt(140, 'running', late, { losses })).not.toContain('old habits');
	expect(storyAt(300, 'finished', dip, { losses: [2, 1.5] })).not.toContain('old habits');
});

test('on few rows it claims neither a gain nor that most skills are worse', () => {
	const gains = [
		[0, 0],
		[0.25, 0],
	] as const;
	expect(storyAt(30, 'running', gains)).toContain('Most gained');
	expect(storyAt(30, 'running', gains, { rows: 12 })).toMatch(/: 13 % .*\(base model: 0 %\)\.$/);
	const worse = [
		[0.5, 0.5],
		[0.25, 0.25],
	] as const;
	expect(storyAt(300, 'finished', worse)).toContain('learning rate');
	expect(storyAt(300, 'finished', worse, { rows: 12 })).toContain('change the mix');
	const early = 'Whether that changed is too early to tell (24 rows).';
	expect(storyAt(300, 'finished', gains, { rows: 12 })).toContain(early);
	expect(storyAt(300, 'finished', gains)).not.toContain('too early');
});

test('after a run that made most skills worse, the advice is the learning rate', () => {
	const worse = [
		[0.8, 0.4],
		[0.1, 0.3],
	] as const;
	expect(storyAt(300, 'finished', worse)).toMatch(/Now lower the learning rate under Settings/);
	expect(storyAt(300, 'finished', worse)).not.toContain('mix');
	expect(storyAt(300, 'finished', worse, { settings: false })).toMatch(/\(base model: 60\s%\)\.$/);
	const half = [
		[0.8, 0.4],
		[0.1, 0.5],
	] as const;
	expect(storyAt(300, 'finished', half)).toContain('Now change the mix');
	// No answer is right before or after.
	const none = [
		[0, 0],
		[0, 0],
	] as const;
	expect(storyAt(300, 'finished', none, { losses: [2, 6] })).toContain('learning rate');
	expect(storyAt(300, 'finished', none, { losses: [2, 1] })).toContain('Now change the mix');
});

test('after a failure the notice says what to do, and the line is absent', () => {
	const twice = [
		[0, 0],
		[0.4, 0.4],
	] as const;
	expect(storyAt(60, 'failed', twice)).toBeNull();
	expect(storyAt(60, 'stopped', twice)).toContain('Now change the mix');
});

test('texts alone have no right answers to tell of', () => {
	const texts = [
		[null, null],
		[null, null],
	] as const;
	expect(storyAt(3, 'running', texts.slice(0, 1))).toBeNull();
	expect(storyAt(300, 'finished', texts)).toContain('the mean held-out loss is');
});
