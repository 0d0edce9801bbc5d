import { expect, test } from 'vitest';
import { baseExperiment as usual } from '../../../../../tests/support/study.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { groupTitles } from './groupTitles.ts';

const policyTitles = ({ policy }: Experiment) => policy.map(({ id }) => id).join(' → ');
const titles = (...experiments: readonly Experiment[]) =>
	groupTitles(experiments, { policy: () => undefined, policyTitles });
const withPolicy = (id: string, settings = {}): Experiment => ({
	...usual,
	policy: [{ fromStep: 0, id, settings }],
});
const trains = (...ids: readonly string[]): Experiment => ({
	...usual,
	skills: usual.skills.filter(({ id }) => ids.includes(id)),
});

test('mixes have the names of their policies, and few fixed shares their own', () => {
	expect(titles(usual, withPolicy('proportional'))).toEqual(['uniform', 'proportional']);
	const shares = (capitals: number) =>
		withPolicy('fixed', { ratios: { capitals, french: 100 - capitals } });
	expect(titles(shares(50), shares(5))).toEqual([
		'capitals 50 %, French 50 %',
		'capitals 5 %, French 95 %',
	]);
	expect(titles(shares(50), usual)).toEqual(['fixed', 'uniform']);
});

test('with one mix, groups have the names of their skills or settings', () => {
	expect(titles(trains('subtraction', 'stories'), trains('addition', 'subtraction'))).toEqual([
		'subtraction',
		'addition and subtraction',
	]);
	expect(titles(usual, { ...usual, steps: 600 })).toEqual(['Steps 300', 'Steps 600']);
	const noise = { wrongShare: 0.5, duplicates: 0 };
	const noisy = usual.skills.map((skill) =>
		skill.id === 'capitals' ? { ...skill, noise } : skill,
	);
	expect(titles(usual, { ...usual, skills: noisy })).toEqual([
		'uniform',
		'capitals: wrong answers 50 %',
	]);
});
