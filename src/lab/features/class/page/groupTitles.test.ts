import { expect, test } from 'vitest';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { Experiment } from '#lab/run/experiment.ts';
import { groupTitles } from './groupTitles.ts';

const infos = builtinSkills.map(({ id }) => builtinSource(id).info);
const usual = defaultExperiment(infos, { id: 'base', sha256: '0'.repeat(64) });
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
});
