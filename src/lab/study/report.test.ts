/** A study's report: means, pairs, verdicts and warnings. */
import { describe, expect, test } from 'vitest';
import { bootstrapInterval } from '#engine/core/bootstrap.ts';
import { studentQuantile } from '#engine/core/statistics.ts';
import { reportSentence } from './sentences.ts';
import { allFactors } from './factors.ts';
import { studyReport, type ReportOptions } from './report.ts';
import type { Comparison } from './compare.ts';
import { toScore } from './measures.ts';
import type { CellResult } from './result.ts';
import {
	resultWith,
	skillInfos,
	makeStudy,
	type FakeScores,
} from '../../../tests/support/study.ts';
import type { Factors, Study } from './study.ts';

type Scores = (factors: Factors) => FakeScores | null;

const makeResults = (study: Study, scores: Scores): CellResult[] =>
	allFactors(study).flatMap((factors) => {
		const found = scores(factors);
		return found ? [resultWith(factors, found)] : [];
	});
const makeReport = (study: Study, scores: Scores | CellResult[], options: ReportOptions = {}) =>
	studyReport(
		study,
		skillInfos,
		Array.isArray(scores) ? scores : makeResults(study, scores),
		options,
	);
const findDifference = ({ differences }: Comparison, id: string) =>
	differences.find(({ measure }) => measure.id === id)!;
const findingText = ({ differences: [values] }: Comparison) =>
	reportSentence({ id: 'finding', values });

/** By seed. MoS is 0.1, 0.3 and 0.2 higher. */
const uniform = [0.3, 0.4, 0.5];
const gain = [0.1, 0.3, 0.2];
const scores: Scores = ({ policy, seed }) => {
	const i = Number(seed) - 1;
	return { exact: uniform[i] + (policy === 'MoS' ? gain[i] : 0), worst: 0.1, generalLoss: 3 + i };
};

describe('groups', () => {
	test('compare with a base of the same rows, not with that of an older cell', () => {
		const results = makeResults(makeStudy(), scores);
		const [old] = results;
		const skills = old.base.skills.map((score) => ({ ...score, examples: 50, loss: 9 }));
		const mixed = results.with(0, { ...old, base: { ...old.base, skills } });
		const [group] = makeReport(makeStudy(), mixed).groups;
		// The general losses are 3, 4 and 5, and 2.5 before.
		expect(group.figures.generalChange).toMatchObject({ mean: 2, n: 2 });
		expect(group.skills.map(({ baseLoss }) => baseLoss)).not.toContain(9);
		expect(Math.max(...group.skills.map(({ baseLoss }) => baseLoss!))).toBe(2.5);
	});

	test('have a mean, its bootstrap interval, and n', () => {
		const [group, mos] = makeReport(makeStudy(), scores).groups;
		const { mean, low, high } = bootstrapInterval(uniform);
		expect(group).toMatchObject({ label: 'uniform', n: 3, planned: 3 });
		expect(group.figures.average!.mean).toBeCloseTo(mean, 12);
		expect(group.figures.average!.low).toBeCloseTo(low, 12);
		expect(group.figures.average!.high).toBeCloseTo(high, 12);
		expect(mos.figures.average!.mean).toBeCloseTo(0.6, 12);
		expect(group.figures.general).toMatchObject({ mean: 4, low: 3, high: 5, n: 3 });
		expect(group.figures.generalChange!.mean).toBeCloseTo(1.5, 12);
		expect(group.skills[1]).toMatchObject({ baseExact: 0, baseLoss: 2 });
		expect(group.cells.map(({ values }) => values.worst)).toEqual([0.1, 0.1, 0.1]);
	});

	test('ignore results of other studies, and repeated results', () => {
		const study = makeStudy();
		const results = makeResults(study, scores);
		const stray = resultWith({ policy: 'other', seed: 1 }, { exact: 1 });
		const report = makeReport(study, [stray, ...results.toReversed(), results[0]]);
		expect(report).toEqual(makeReport(study, results));
	});
});

describe('differences', () => {
	test('are paired by seed, with Student’s interval', () => {
		const [comparison] = makeReport(makeStudy(), scores).comparisons;
		expect(comparison).toMatchObject({ label: 'MoS', against: 'uniform', pairs: 3 });
		const average = findDifference(comparison, 'average');
		// Gains .1, .3, .2: mean .2, standard error .1 / √3.
		const reach = (studentQuantile(0.975, 2) * 0.1) / Math.sqrt(3);
		expect(average).toMatchObject({ n: 3, seeds: 3, verdict: 'undecided' });
		expect(average.mean).toBeCloseTo(0.2, 12);
		expect(average.low).toBeCloseTo(0.2 - reach, 12);
		expect(average.high).toBeCloseTo(0.2 + reach, 12);
		expect(findingText(comparison)).toMatch(
			/^MoS and uniform are not told apart in average exact match: \+20\.0 points \(−4\.8 to \+44\.8\), Holm’s p 0\.0742; n = 3 over 3 seeds\.$/,
		);
	});

	test('have a verdict after Holm’s correction over the comparisons of a measure', () => {
		const noise = [0.01, -0.01, 0.02, 0, -0.02];
		const exact: Scores = ({ policy, seed }) => {
			const isMos = policy === 'MoS';
			const more = noise[Number(seed) - 1];
			return { exact: isMos ? 0.7 + more : 0.5, generalLoss: isMos ? 4 + more : 3 };
		};
		const [comparison] = makeReport(makeStudy({ seeds: [1, 2, 3, 4, 5] }), exact).comparisons;
		expect(findingText(comparison)).toMatch(
			/^MoS does better than uniform in average exact match: \+20\.0 points .*p < 0\.0001; n = 5/,
		);
		expect(findDifference(comparison, 'general')).toMatchObject({ verdict: 'worse' });
		// p = 0.03 alone is no verdict among three comparisons.
		const policies = ['a', 'b', 'c', 'd'].map((label) => ({ label, id: 'uniform' }));
		const gains: Scores = ({ policy, seed }) => ({
			exact: 0.5 + (policy === 'b' ? [0.1, 0.12, 0.2][Number(seed) - 1] : 0),
		});
		const [b] = makeReport(makeStudy({ policies }), gains).comparisons;
		expect(findDifference(b, 'average')).toMatchObject({ verdict: 'undecided' });
		const two = makeStudy({ policies: policies.slice(0, 2) });
		const [alone] = makeReport(two, gains).comparisons;
		expect(findDifference(alone, 'average')).toMatchObject({ verdict: 'better' });
	});

	test('that are all equal have no verdict, because the scatter is unknown', () => {
		for (const exact of [0.5, 0.52]) {
			const [comparison] = makeReport(makeStudy(), ({ policy }) => ({
				exact: policy === 'MoS' ? exact : 0.5,
			})).comparisons;
			expect(comparison.differences[0]).toMatchObject({ verdict: 'undecided' });
			expect(findingText(comparison)).not.toMatch(/detect/);
		}
	});

	test('of one seed, or of none, say nothing about chance', () => {
		const [single] = makeReport(makeStudy({ seeds: [1] }), scores).comparisons;
		expect(single.differences[0]).toMatchObject({ verdict: 'unknown', low: null });
		expect(findingText(single)).toMatch(
			/ says nothing about chance yet in .*: \+10\.0 points; n = 1 /,
		);
		const [none] = makeReport(makeStudy(), (factors) =>
			(factors.policy === 'MoS') === (factors.seed === 1) ? scores(factors) : null,
		).comparisons;
		expect(findingText(none)).toMatch(/: no seed is finished on both sides; n = 0\.$/);
	});

	test('use only seeds that both groups have finished', () => {
		const report = makeReport(makeStudy(), (factors) =>
			factors.policy === 'MoS' && factors.seed === 2 ? null : scores(factors),
		);
		const [comparison] = report.comparisons;
		expect(comparison.pairs).toBe(2);
		expect(findDifference(comparison, 'average').mean).toBeCloseTo(0.15, 12);
	});
});

test('a published study is compared with the policies that its analysis names', () => {
	const analysis = { outcome: 'loss', comparisons: [['uniform', 'MoS', 'french']], margin: 2 };
	const study = makeStudy({ analysis });
	expect(study.analysis).toEqual(analysis);
	const { warnings, comparisons } = makeReport(study, scores);
	expect(warnings).toEqual([]);
	expect(comparisons.map(({ label, against }) => `${label} − ${against}`)).toEqual([
		'uniform − MoS',
	]);
});

test('scores are equivalent where the 90 % interval lies within two points', () => {
	const verdictOf = (gains: readonly number[]) => {
		const study = makeStudy({ seeds: gains.map((_, i) => i + 1) });
		const [comparison] = makeReport(study, ({ policy, seed }) => ({
			exact: 0.5 + (policy === 'MoS' ? gains[Number(seed) - 1] : 0),
		})).comparisons;
		return findDifference(comparison, 'average');
	};
	const narrow = verdictOf([0.01, -0.01, 0.012, -0.012, 0.001]);
	expect(narrow.verdict).toBe('equivalent');
	expect(reportSentence({ id: 'finding', values: narrow })).toMatch(
		/^MoS and uniform are equivalent within 2\.0 points in average exact match: /,
	);
	expect(verdictOf([0.03, -0.03, 0.03, -0.03, 0.001]).verdict).toBe('undecided');
});

describe('warnings', () => {
	const changed = (change: (factors: Factors) => Partial<CellResult>, study = makeStudy()) => {
		const results = allFactors(study).map((factors) =>
			resultWith(factors, scores(factors)!, { ...onlyMos(other)(factors), ...change(factors) }),
		);
		return studyReport(study, skillInfos, results);
	};
	const onlyMos = (change: Partial<CellResult>) => (factors: Factors) =>
		factors.policy === 'MoS' ? change : {};

	/** A mix that differs from that of the other results. */
	const other = { mix: { addition: 0.6, sorting: 0.4 } };

	test('are absent if only the policy differs', () => {
		const report = changed(() => ({}));
		expect([report.warnings, report.comparisons[0].warnings]).toEqual([[], []]);
	});

	test.each([
		['steps', { steps: 308 }, /in more than the policy: steps, 308 against 300\.$/],
		['tokens', { tokens: 90_000 }, /tokens trained on, 90,000 against 60,000/],
		['another backend', { backend: 'webgpu' }, /backends, webgpu against wasm/],
		[
			'other skills trained',
			{ mix: { addition: 0.5 } },
			/average and worst are over addition against addition, sort letters/,
		],
		['another engine', { engine: 2 }, /engine versions, 2 against 1/],
		[
			'updates beforehand',
			{ cost: { probeMilliseconds: 0, updates: 2000, measured: 9, milliseconds: 5 } },
			/updates before the first step, 2,000 against 0/,
		],
	])('%s', (_what, change, message) => {
		expect(changed(onlyMos(change)).comparisons[0].warnings.map(reportSentence).join('\n')).toMatch(
			message,
		);
	});

	test('tell mixes that hardly differ, unless one is meant to be the mean of the other', () => {
		const alike = onlyMos({ mix: { addition: 0.53, sorting: 0.47 } });
		const [message] = changed(alike).comparisons[0].warnings.map(reportSentence);
		expect(message).toMatch(/no share differs by more than 3\D/);
		const [uniform] = makeStudy().policies;
		const mean = { label: 'MoS', id: 'replay', meanOf: 'uniform' };
		const meant = makeStudy({ policies: [uniform, mean] });
		expect(changed(alike, meant).comparisons[0].warnings).toEqual([]);
	});

	test('tell skills with few held-out rows', () => {
		const few = changed((factors) => {
			const { final } = resultWith(factors, scores(factors)!);
			const skills = final.skills.map((skill) => ({ ...skill, examples: 13 }));
			return { final: { ...final, skills } };
		});
		expect(few.warnings.map(reportSentence).join('\n')).toMatch(
			/^Few held-out rows: French; addition; .* With 13 rows, one answer is 8\D+ of a score\.$/,
		);
	});

	test('with a token budget, steps can differ, and tokens by a batch', () => {
		const study = makeStudy({ budget: { tokens: 60_000 } });
		const within = changed(onlyMos({ steps: 250, tokens: 60_180 }), study);
		expect(within.comparisons[0].warnings).toEqual([]);
		expect(within.warnings).toEqual([]);
		const short = changed(onlyMos({ steps: 1200, tokens: 50_000 }), study);
		expect(short.comparisons[0].warnings.map(reportSentence).join()).toMatch(/tokens trained on/);
		expect(short.warnings.map(reportSentence).join()).toMatch(
			/ended at its most steps before the 60,000 tokens/,
		);
	});

	test('name failed cells, missing cells and the runs’ warnings', () => {
		const study = makeStudy();
		const results = makeResults(study, (factors) =>
			factors.policy === 'MoS' ? null : scores(factors),
		);
		const failures = [{ factors: { policy: 'MoS', seed: 1 }, message: 'step 3: the loss' }];
		const told = results.map((result) => ({ ...result, warnings: ['The mix went astray.'] }));
		const report = makeReport(study, told, { failures });
		expect(report.counts).toEqual({ planned: 6, finished: 3, failed: 1, missing: 2 });
		expect(report.failures).toEqual(failures);
		expect(report.warnings.map(reportSentence)).toEqual([
			'1 cell failed and left out: MoS · seed 1.',
			'uniform · seed 1; uniform · seed 2; uniform · seed 3: The mix went astray.',
		]);
		expect(makeReport(study, makeResults(study, scores), { failures }).failures).toEqual([]);
	});
});

test('a group with a skill that has no share is judged by loss', () => {
	const study = makeStudy();
	const ids = study.experiment.skills.slice(0, 3).map(({ id }) => id);
	const units = study.experiment.skills.map((_, i) => (i === 0 ? ('loss' as const) : 'answers'));
	expect(toScore('domain', ids, study, units)).toMatchObject({ unit: 'nats', better: 'lower' });
	expect(toScore('domain', ids.slice(1), study, units)).toMatchObject({ unit: 'share' });
});
