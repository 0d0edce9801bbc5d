import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { builtinSkills, builtinSource } from '#engine/data/builtinSkills.ts';
import { defaultExperiment } from '#lab/run/defaultExperiment.ts';
import type { ModelRef } from '#lab/run/experiment.ts';
import { equalWeights, wholeGoal } from './mixGoal.ts';
import { expectedScores, findMix, isLawOf, onlyScore, promisedFor, type LawFit } from './lawFit.ts';

const models = JSON.parse(readFileSync('models/index.json', 'utf8')) as ModelRef[];
const fit = JSON.parse(readFileSync('public/studies/lawFit.json', 'utf8')) as LawFit;
const experiment = defaultExperiment(
	builtinSkills.map(({ id }) => builtinSource(id).info),
	models.find(({ id }) => id === 'skillet-base')!,
);
const equal = Object.fromEntries(fit.skills.map((id) => [id, 1 / fit.skills.length]));

test('the law is of the default experiment, and of no other', () => {
	expect(isLawOf(fit, experiment)).toBe(true);
	expect(isLawOf(fit, { ...experiment, seed: 9 })).toBe(true);
	expect(isLawOf(fit, { ...experiment, steps: 100 })).toBe(false);
	const [first, ...others] = experiment.skills;
	expect(isLawOf(fit, { ...experiment, skills: others })).toBe(false);
	const noisy = { ...first, noise: { wrongShare: 0.5, duplicates: 0 } };
	expect(isLawOf(fit, { ...experiment, skills: [noisy, ...others] })).toBe(false);
});

test('more of a skill is expected to raise its score', () => {
	const before = expectedScores(fit, equal);
	const after = expectedScores(fit, { ...equal, french: 3 / fit.skills.length });
	expect([...before.keys()]).toEqual(fit.skills);
	expect(after.get('french')!).toBeGreaterThan(before.get('french')! + 0.1);
});

test('the found mix serves its goal', () => {
	const all = findMix(fit, wholeGoal)!;
	const french = findMix(fit, { ...wholeGoal, weights: { french: 1 } })!;
	const index = fit.skills.indexOf('french');
	expect(all.shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1);
	expect(french.scores[index]).toBeGreaterThan(all.scores[index]);
	expect(french.shares[index]).toBeGreaterThan(all.shares[index]);
	expect(findMix(fit, { ...wholeGoal, weights: equalWeights(fit.skills) })).toEqual(all);
});

test('a limit holds for each skill against equal shares, and can be impossible', () => {
	const goal = { ...wholeGoal, weights: { french: 1 } };
	const { scores } = findMix(fit, goal)!;
	const changes = fit.skills.map((id, k) => scores[k] - expectedScores(fit, equal).get(id)!);
	expect(Math.min(...changes)).toBeLessThan(-0.02);
	const limited = findMix(fit, { ...goal, limit: 0.02 })!;
	fit.skills.forEach((id, k) =>
		expect(limited.scores[k]).toBeGreaterThanOrEqual(expectedScores(fit, equal).get(id)! - 0.02),
	);
	expect(limited.scores[fit.skills.indexOf('french')]).toBeGreaterThan(
		expectedScores(fit, equal).get('french')!,
	);
	expect(findMix(fit, { ...goal, limit: -1 })).toBeNull();
	const floor = expectedScores(fit, equal).get('addition')! + 0.01;
	const { scores: raised } = findMix(fit, { ...goal, bounds: { addition: floor } })!;
	expect(raised[fit.skills.indexOf('addition')]).toBeGreaterThanOrEqual(floor);
});

test('a mix that was set has a promise of its own, and equal shares gain nothing', () => {
	const goal = { ...wholeGoal, weights: { french: 2 } };
	const found = findMix(fit, goal)!;
	expect(promisedFor(fit, goal, found.shares)).toEqual(found);
	const equal = fit.skills.map(() => 1 / fit.skills.length);
	expect(promisedFor(fit, goal, equal)).toMatchObject({ gain: 0, reach: found.reach });
});

test('a goal of several skills, and the weakest of all', () => {
	const pair = ['french', 'capitals'];
	const scoresOf = ({ scores }: { readonly scores: readonly number[] }) =>
		pair.map((id) => scores[fit.skills.indexOf(id)]);
	const sum = (scores: readonly number[]) => scores[0] + scores[1];
	const all = findMix(fit, wholeGoal)!;
	const served = findMix(fit, { ...wholeGoal, weights: equalWeights(pair) })!;
	expect(sum(scoresOf(served))).toBeGreaterThan(sum(scoresOf(all)) + 0.1);
	const weakest = findMix(fit, { ...wholeGoal, measure: 'weakest' })!;
	expect(Math.min(...weakest.scores)).toBeGreaterThan(Math.min(...all.scores));
	expect(weakest.reach).toBeGreaterThan(all.reach);
});

test('measured mixes that all score the same say nothing of a mix', () => {
	const goal = {
		...wholeGoal,
		weights: equalWeights(['french', 'capitals']),
		measure: 'weakest',
	} as const;
	expect(onlyScore(fit, goal)).toBeNull();
	const french = fit.skills.indexOf('french');
	const left = fit.left.map(({ measured, predicted }) => ({
		measured: measured.map((score, k) => (k === french ? 0 : score)),
		predicted,
	}));
	expect(onlyScore({ ...fit, left }, goal)).toBe(0);
	expect(onlyScore({ ...fit, left }, { ...goal, measure: 'average' })).toBeNull();
});
