/** The law that a study of fixed mixes gives, on the published runs. */
import { expect, test } from 'vitest';
import { mean } from '#engine/core/statistics.ts';
import { fitLaw, lawRuns, lawStudy, measuredLaw } from '#lab/features/studies/model/measuredLaw.ts';
import { expectedScores, findMix, isLawOf } from '#lab/run/lawFit.ts';
import { publishedStudy } from '../../../scripts/lib/results/published.ts';

const { study, results } = publishedStudy('law');
const { steps, skills } = study.experiment;
const trained = skills.filter(({ use }) => use === 'train').map(({ id }) => id);
const isShort = (label: unknown) => label === 'equal shares' || String(label).endsWith('× 2.5');
const short = results.filter(({ factors }) => isShort(factors['policy']));

test('the short design has a mix for each skill, beside equal shares', () => {
	const { policies, evaluation } = lawStudy(study.experiment, ({ name }) => name);
	expect(policies).toHaveLength(trained.length + 1);
	expect(policies[0].id).toBe('uniform');
	expect(policies[2].settings).toEqual({
		ratios: Object.fromEntries(trained.map((id) => [id, id === 'french' ? 2.5 : 1])),
	});
	expect(evaluation.every).toBe(steps);
});

test('nine runs give a law of their experiment, whose mix the law of all runs likes too', () => {
	expect(short).toHaveLength(9);
	const law = measuredLaw(study, short)!;
	expect(law.check.mixes).toBe(9);
	expect(isLawOf(law, { ...study.experiment, model: study.axes.model![0], seed: 7 })).toBe(true);
	const { shares, gain } = findMix(law, null);
	const whole = fitLaw(study, results, [steps]);
	const average = (mix: readonly number[]) =>
		mean([
			...expectedScores(whole, Object.fromEntries(trained.map((id, k) => [id, mix[k]]))).values(),
		]);
	const equal = trained.map(() => 1 / trained.length);
	expect(average(shares) - average(equal)).toBeGreaterThan(0.05);
	expect(gain).toBeGreaterThan(0);
});

test('policies that adapt do not count as mixes', () => {
	const pilot = publishedStudy('pilot');
	const used = new Set(
		lawRuns(pilot.study, pilot.results, steps).map(({ shares }) => shares.join()),
	);
	expect(used.size).toBeLessThan(pilot.study.policies.length);
	expect(measuredLaw(pilot.study, pilot.results)).toBeNull();
});

test('no law: a mix is missing, a second model, a budget, a skill without a score', () => {
	expect(measuredLaw(study, short.slice(1))).toBeNull();
	const [model] = study.axes.model!;
	expect(measuredLaw({ ...study, axes: { model: [model, model] } }, short)).toBeNull();
	const budget = { kind: 'tokens', tokens: 1000 } as const;
	expect(measuredLaw({ ...study, budget }, short)).toBeNull();
	const unscored = short.map((cell) => ({
		...cell,
		lossAt: cell.lossAt!.map((at) => ({
			...at,
			right: at.right!.map((bits, k) => (k === 0 ? null : bits)),
		})),
	}));
	expect(measuredLaw(study, unscored)).toBeNull();
});
