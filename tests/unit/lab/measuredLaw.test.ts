/** The law that a study of fixed mixes gives, on the published runs. */
import { expect, test } from 'vitest';
import { mean } from '#engine/core/statistics.ts';
import { fitLaw, lawRuns, lawStudy, measuredLaw, pendingLaw } from '#lab/study/measuredLaw.ts';
import { labelText } from '#lab/study/labelText.ts';
import { expectedScores, findMix, isLawOf } from '#lab/study/lawFit.ts';
import { wholeGoal } from '#lab/study/mixGoal.ts';
import { publishedStudy } from '../../../scripts/lib/shelf/published.ts';

const { study, results } = publishedStudy('law');
const { steps, skills } = study.experiment;
const trained = skills.filter(({ use }) => use === 'train').map(({ id }) => id);
const isShort = (label: unknown) => label === 'equal shares' || String(label).endsWith('× 2.5');
const short = results.filter(({ factors }) => isShort(factors['policy']));
const shortStudy = { ...study, policies: study.policies.filter(({ label }) => isShort(label)) };

test('the short design has a mix for each skill, beside equal shares', () => {
	const { policies, evaluation } = lawStudy(study.experiment, ({ name }) => name);
	expect(policies).toHaveLength(trained.length + 1);
	expect(policies[0].id).toBe('uniform');
	// A label of a built-in skill is not translated, so that those of own skills look the same.
	expect(policies.map(({ label }) => labelText(label))).toEqual(policies.map((p) => p.label));
	expect(policies[2].settings).toEqual({
		ratios: Object.fromEntries(trained.map((id) => [id, id === 'french' ? 2.5 : 1])),
	});
	expect(evaluation.every).toBe(steps);
});

test('labels of skills with long names are short and differ', () => {
	const { policies } = lawStudy(study.experiment, () => 'a very long name of a file '.repeat(7));
	const labels = policies.map(({ label }) => label);
	expect(Math.max(...labels.map(({ length }) => length))).toBeLessThanOrEqual(100);
	expect(new Set(labels).size).toBe(labels.length);
});

test('a few skills have as many mixes, all of them different', () => {
	for (const [count, runs] of [
		[2, 9],
		[3, 10],
		[5, 11],
		[7, 8],
	]) {
		const ids = trained.slice(0, count);
		const few = study.experiment.skills.filter(({ id }) => ids.includes(id));
		const { policies } = lawStudy({ ...study.experiment, skills: few }, ({ name }) => name);
		expect(policies).toHaveLength(runs);
		const mixes = policies.map(({ settings }) => {
			const { ratios: shares = {} } = settings as { ratios?: Record<string, number> };
			const ratios = ids.map((id) => shares[id] ?? 1);
			const sum = ratios.reduce((a, b) => a + b, 0);
			return ratios.map((ratio) => (ratio / sum).toFixed(4)).join();
		});
		expect(new Set(mixes).size).toBe(runs);
	}
});

test('nine runs give a law of their experiment, whose mix the law of all runs likes too', () => {
	expect(short).toHaveLength(9);
	const law = measuredLaw(shortStudy, short)!;
	expect(law.left).toHaveLength(9);
	expect(isLawOf(law, { ...study.experiment, model: study.axes.model![0], seed: 7 })).toBe(true);
	const { shares, gain } = findMix(law, wholeGoal)!;
	const whole = fitLaw(study, results, [steps]);
	const average = (mix: readonly number[]) =>
		mean([
			...expectedScores(whole, Object.fromEntries(trained.map((id, k) => [id, mix[k]]))).values(),
		]);
	const equal = trained.map(() => 1 / trained.length);
	expect(average(shares) - average(equal)).toBeGreaterThan(0.05);
	expect(gain).toBeGreaterThan(0);
});

test('while mixes are missing, the first line says how many are measured', () => {
	expect(pendingLaw(shortStudy, short.slice(2))).toEqual({
		id: 'answer.law',
		values: { measured: 7, mixes: 9, explained: 0, error: 0, bases: 0 },
	});
	expect(pendingLaw(shortStudy, short)).toBeNull();
	const [first, ...others] = shortStudy.policies;
	const adapts = { ...shortStudy, policies: [...others, { ...first, id: 'mos' }] };
	const repeated = { ...shortStudy, seeds: [1, 2] };
	for (const study of [adapts, repeated]) expect(pendingLaw(study, [])).toBeNull();
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
	expect(measuredLaw(shortStudy, short.slice(1))).toBeNull();
	const [model] = study.axes.model!;
	expect(measuredLaw({ ...shortStudy, axes: { model: [model, model] } }, short)).toBeNull();
	const budget = { kind: 'tokens', tokens: 1000 } as const;
	expect(measuredLaw({ ...shortStudy, budget }, short)).toBeNull();
	const unscored = short.map((cell) => ({
		...cell,
		lossAt: cell.lossAt!.map((at) => ({
			...at,
			right: at.right!.map((bits, k) => (k === 0 ? null : bits)),
		})),
	}));
	expect(measuredLaw(shortStudy, unscored)).toBeNull();
});
