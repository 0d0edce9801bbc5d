/** The analysis that a study names beforehand: its fields, tests, verdicts and sentences. */
import { describe, expect, test } from 'vitest';
import { mean } from '#engine/core/statistics.ts';
import { failure } from '#engine/core/failure.test-support.ts';
import { reportSentence } from '../../reportSentence.ts';
import { allFactors } from '../factors.ts';
import { plannedPart } from '../comparisonParts.ts';
import { studyHeadline } from '../headline.ts';
import { studyMarkdown } from '../reportTables.ts';
import { lineOfField, parseStudy, parseStudyText } from '../parse.ts';
import { studyReport } from '../report.ts';
import { resultWith, skillInfos, studyContext, makeStudy } from '../study.test-support.ts';
import type { Factors } from '../study.ts';
import { holm, pairedTest } from './pairedTests.ts';

const policies = ['uniform', 'a', 'b', 'c'].map((label) => ({ label, id: 'uniform' }));
const seeds = [1, 2, 3, 4, 5];
const comparisons = [
	['a', 'uniform'],
	['b', 'uniform'],
	['c', 'uniform'],
];
const noise = [0.01, -0.004, 0.006, -0.012, 0.002];
/** By seed, against uniform. */
const gains: Readonly<Record<string, (i: number) => number>> = {
	uniform: () => 0,
	a: (i) => 0.1 + noise[i],
	b: (i) => noise[i] / 4,
	c: (i) => 0.02 + 3 * noise[i],
};
const makeExact = ({ policy, seed }: Factors) =>
	0.4 + 0.02 * Number(seed) + gains[policy](Number(seed) - 1);
const studyWith = (analysis: object, change: object = {}) =>
	makeStudy({ policies, seeds, analysis: { comparisons, ...analysis }, ...change });
function makeReport(
	study = studyWith({ margin: 2 }),
	exact: (factors: Factors) => number = makeExact,
) {
	const results = allFactors(study).map((factors) =>
		resultWith(factors, { exact: exact(factors) }),
	);
	return studyReport(study, skillInfos, results);
}

describe('the tests', () => {
	const { planned, ...report } = makeReport();
	const differences = ['a', 'b', 'c'].map((policy) => seeds.map((_, i) => gains[policy](i)));

	test('are paired t tests over seeds with Holm’s correction', () => {
		const adjusted = holm(differences.map((list) => pairedTest(list)!.p));
		planned!.comparisons.forEach(({ test, n }, i) => {
			const { p, low, high } = pairedTest(differences[i])!;
			expect(n).toBe(5);
			expect(test!.p).toBeCloseTo(p, 12);
			expect([test!.low, test!.high]).toEqual([expect.closeTo(low, 9), expect.closeTo(high, 9)]);
			expect(test!.adjusted).toBeCloseTo(adjusted[i]!, 12);
		});
	});

	test('have a verdict each; the headline says how many are better, and the best one', () => {
		expect(planned!.comparisons.map(({ verdict }) => verdict)).toEqual([
			'better',
			'equivalent',
			'undecided',
		]);
		const [a, b, c] = planned!.comparisons.map(({ message }) => reportSentence(message));
		expect(a).toMatch(
			/^Different: a is better than uniform in average exact match: \+10\.\d points \(95 %: /,
		);
		expect(b).toMatch(/^Equivalent: b and uniform differ by less than 2\.0 points in .* \(90 %: /);
		expect(c).toMatch(/^Undecided: c against uniform .* Equivalence within ±2\.0 points is not/);
		expect(c).toMatch(/5 seeds detect \d\.\d points or more \(80 % power, after correction\)/);
		expect(reportSentence(studyHeadline({ ...report, planned })!)).toMatch(
			/^Yes, 1 of 3\. a: \+10\.\d ± .* against uniform; 1 equivalent\.$/,
		);
		const same = studyWith({ comparisons: [['b', 'uniform']], margin: 2 });
		expect(reportSentence(studyHeadline(makeReport(same))!)).toMatch(
			/^No\. b: .* against uniform; 1 equivalent\.$/,
		);
	});

	test('of a study without a correction do not speak of one', () => {
		const plain = makeReport(studyWith({ margin: 2, correction: 'none' }));
		expect(studyMarkdown(plain).replaceAll('no correction', '')).toContain('2.0 points or more.');
		const about = plannedPart(plain.planned!).about;
		const texts = plain.planned!.comparisons.map(({ message }) => reportSentence(message));
		expect([about, ...texts].join('\n')).not.toMatch(/correct|adjusted/);
	});

	test('only what the adjusted p supports is bold', () => {
		const text = studyMarkdown({ ...report, planned });
		const rows = text.split('\n').filter((line) => /^\| [abc] − uniform/.test(line));
		expect(rows.map((row) => row.includes('**') && !row.endsWith('undecided |'))).toEqual([
			true,
			true,
			false,
		]);
	});

	test('an exploratory difference that only its own interval supports is not bold', () => {
		const label = (i: number) => `p${i}`;
		const many = Array.from({ length: 12 }, (_, i) => ({ label: label(i), id: 'uniform' }));
		const study = makeStudy({ policies: many, seeds });
		const alone = makeReport(study, ({ policy, seed }) => {
			const i = Number(seed) - 1;
			const number = Number(String(policy).slice(1));
			if (number === 0) return 0.5;
			return 0.5 + (number === 1 ? 0.01 : 0) + noise[(i + number) % 5] * (number === 1 ? 0.7 : 2);
		});
		const [first] = alone.comparisons;
		expect(first.differences[0]).toMatchObject({ verdict: 'better', isSupported: false });
		expect(first.messages.map(({ id }) => id)).toContain('verdict.alone');
		expect(studyHeadline(alone)!.id).toBe('headline.alone');
	});
});

test('seeds that would need more than 100 points say that they can tell nothing', () => {
	const study = makeStudy({ policies, seeds: [1, 2], analysis: { comparisons } });
	const report = makeReport(study, ({ policy, seed }) =>
		policy === 'c' ? 0.2 + 0.3 * Number(seed) : makeExact({ policy, seed }),
	);
	const { planned } = report;
	expect(studyMarkdown(report)).toMatch(/^\| c − uniform .* &gt; 100\.0 \|/m);
	const texts = planned!.comparisons.map(({ message }) => reportSentence(message));
	expect(texts.join('\n')).not.toContain('  ');
	expect(texts[2]).toMatch(/2 seeds cannot tell any difference after the correction\.$/);
});

test('a verdict that is another one without recall or by loss says so', () => {
	const study = studyWith({});
	const capitals = skillInfos.findIndex(({ heldOutIs }) => heldOutIs === 'recall');
	const results = allFactors(study).map((factors) => {
		const plain = resultWith(factors, { exact: 0.4 });
		const gain = 8 * gains[factors.policy](Number(factors.seed) - 1);
		const skills = plain.final.skills.map((score, k) =>
			k === capitals ? { ...score, exact: 0.1 + gain } : score,
		);
		const averageExact = mean(skills.flatMap(({ exact }) => exact ?? []));
		return { ...plain, final: { ...plain.final, skills, averageExact } };
	});
	const { planned } = studyReport(study, skillInfos, results);
	const [{ verdict, beside, message }] = planned!.comparisons;
	expect(verdict).toBe('better');
	expect(beside.map(({ measure, verdict: other }) => [measure.id, other])).toEqual([
		['withoutRecall', 'undecided'],
		['loss', 'undecided'],
	]);
	expect(reportSentence(message)).toMatch(
		/Undecided by average without recall: 0\.0 points\. Undecided by average held-out loss: 0\.000 nats\./,
	);
});

test('averages each seed over a factor first, and shows the parts', () => {
	const models = ['skillet-small', 'skillet-base'];
	const study = studyWith({ over: ['model'], comparisons: 'uniform' }, { models });
	const bonus = ({ model, policy }: Factors) =>
		model === 'skillet-base' && policy === 'a' ? 0.1 : 0;
	const { planned } = makeReport(study, (factors) => makeExact(factors) + bonus(factors));
	expect(planned!.comparisons).toHaveLength(3);
	const [{ n, mean, parts }] = planned!.comparisons;
	expect(n).toBe(5);
	expect(mean).toBeCloseTo(0.1504, 6);
	expect(parts.map(({ label }) => label)).toEqual(models);
	expect(parts[1].mean! - parts[0].mean!).toBeCloseTo(0.1, 9);
	const apart = makeReport(studyWith({ comparisons: 'uniform' }, { models })).planned!;
	expect(apart.comparisons.map(({ label }) => label)).toContain('a · skillet-base');
	expect(apart.comparisons).toHaveLength(6);
	const rates = studyWith({ over: ['learningRate'] }, { learningRates: [1, 0.1] });
	const [byRate] = makeReport(rates).planned!.comparisons;
	expect(byRate.parts.map(({ label }) => label)).toEqual(['rate 1', 'rate 0.1']);
});

describe('a comparison with an outcome of its own', () => {
	const targets = {
		policies: [
			...policies,
			{ label: 'to sub', id: 'mospec', settings: { target: 'subtraction' } },
			{ label: 'to both', id: 'raise', settings: { targets: ['addition', 'subtraction'] } },
		],
	};
	const namedPairs = [
		['a', 'uniform'],
		['a', 'uniform', 'addition'],
		['to sub', 'uniform', 'target'],
		['to both', 'uniform', 'target'],
	];
	const study = studyWith({ comparisons: namedPairs, margin: 2 }, targets);
	/** By seed and skill: only `to sub` differs, and only on sub. */
	const results = allFactors(study).map((factors) => {
		const result = resultWith(factors, { exact: 0.4 + 0.02 * Number(factors.seed) });
		const skills = result.final.skills.map((score, i) => {
			const isOn = factors.policy === 'to sub' && study.experiment.skills[i].id === 'subtraction';
			const gain = isOn ? 0.2 + noise[Number(factors.seed) - 1] : noise[i % 5] / 100;
			return { ...score, exact: score.exact === null ? null : score.exact + gain };
		});
		return { ...result, final: { ...result.final, skills } };
	});
	const report = studyReport(study, skillInfos, results);

	test('reads that skill, and the corrections are over all', () => {
		const found = report.planned!.comparisons;
		const gains = seeds.map((_, i) => 0.2 + noise[i]);
		const { p, mean } = pairedTest(gains)!;
		expect(found[2].mean).toBeCloseTo(
			mean - noise[study.experiment.skills.findIndex(({ id }) => id === 'subtraction') % 5] / 100,
			9,
		);
		expect(found[2].test!.p).toBeCloseTo(p, 6);
		expect(found[2].test!.adjusted).toBeCloseTo(4 * found[2].test!.p, 9);
		expect(found.map(({ on, measure }) => [on, measure.id, measure.skills])).toEqual([
			[null, 'average', []],
			['addition', 'target', ['addition']],
			['subtraction', 'target', ['subtraction']],
			['addition, subtraction', 'target', ['addition', 'subtraction']],
		]);
	});

	test('has the skill in its sentence, in the table, the headline and the note', () => {
		const text = studyMarkdown(report);
		expect(text).toContain('| to sub − uniform on subtraction |');
		expect(text).toContain('to sub is better than uniform in exact match of subtraction: +');
		expect(text).toContain('| a − uniform |');
		expect(reportSentence(studyHeadline(report)!)).toMatch(
			/^Yes, 1 of 4\. to sub: \+.* against uniform in exact match of subtraction;/,
		);
		expect(text).toContain('Named beforehand: average exact match and exact match of addition');
	});

	test('is read again unchanged; a name stands for the id', () => {
		expect(parseStudy(JSON.parse(JSON.stringify(study)), studyContext)).toEqual(study);
		const named = studyWith({ comparisons: [['a', 'uniform', 'sort letters']] });
		expect(named.analysis!.comparisons).toEqual([['a', 'uniform', 'sorting']]);
	});

	test.each([
		[
			[['a', 'uniform', 'chess']],
			failure('studies.errors.experimentHasNoSkillUse', {
				field: 'analysis.comparisons[0]',
				stray: 'chess',
			}),
		],
		[
			[['a', 'uniform', 'target']],
			failure('studies.errors.neitherNorHasTargetName', {
				field: 'analysis.comparisons[0]',
				name: 'a',
				against: 'uniform',
			}),
		],
		[
			[
				['a', 'uniform', 'addition'],
				['uniform', 'a', 'addition'],
			],
			failure('studies.errors.repeatsEarlierComparisonLeaveOne', {
				field: 'analysis.comparisons[1]',
			}),
		],
		[
			[['a', 'b', 'addition', 'subtraction']],
			/comparisons: must be a policy’s label, or a list of pairs/,
		],
	])('%j is an error that names the field and the fix', (comparisons, message) => {
		expect(() => studyWith({ comparisons }, targets)).toThrow(message);
	});
});

test('a study value is read again unchanged, and one without an analysis has none', () => {
	const study = studyWith({ margin: 2, targetLoss: { average: 0.5, addition: 'reference' } });
	expect(parseStudy(JSON.parse(JSON.stringify(study)), studyContext)).toEqual(study);
	expect(makeStudy()).not.toHaveProperty('analysis');
	expect(makeReport(makeStudy({ policies, seeds })).planned).toBeNull();
});

test.each([
	[
		{ comparisons: [['a', 'z']] },
		failure('studies.errors.isNoPolicy', { field: 'analysis.comparisons[0]', unknown: 'z' }),
	],
	[
		{ comparisons: [['a', 'a']] },
		failure('studies.errors.isOnBothSidesName', { field: 'analysis.comparisons[0]', name: 'a' }),
	],
	[
		{ comparisons: [...comparisons, ['uniform', 'a']] },
		failure('studies.errors.repeatsEarlierComparisonLeaveOne', {
			field: 'analysis.comparisons[3]',
		}),
	],
	[
		{ comparisons: 'z' },
		failure('studies.errors.isNoPolicy', { field: 'analysis.comparisons', unknown: 'z' }),
	],
	[{ comparisons: [['a']] }, /analysis\.comparisons: must be a policy’s label, or a list of pairs/],
	[{ outcome: 'median' }, /analysis\.outcome: must be one of average, .*worst/],
	[
		{ outcome: 'best' },
		failure('studies.errors.experimentChoosesNoBestCheckpoint', { field: 'analysis.outcome' }),
	],
	[
		{ outcome: 'target' },
		failure('studies.errors.studyHasNoTargetName', { field: 'analysis.outcome' }),
	],
	[
		{ over: ['model'] },
		failure('studies.errors.studyDoesNotVaryLeave', { field: 'analysis.over[0]', over: 'model' }),
	],
	[{ margin: 0 }, failure('engine.core.numberAbove', { field: 'analysis.margin', input: '0' })],
	[
		{ correction: 'tukey' },
		failure('engine.core.mustBe', { field: 'analysis.correction', options: 'holm, none' }),
	],
	[
		{ targetLoss: { nothing: 1 } },
		failure('studies.errors.experimentHasNoSuchSkill', { field: 'analysis.targetLoss.nothing' }),
	],
	[
		{ outcomes: 'average' },
		failure('engine.core.isNotFieldHereKnown', { field: 'analysis.outcomes' }),
	],
])('%j is an error that names the field and the fix', (analysis, message) => {
	expect(() => studyWith(analysis)).toThrow(message);
});

test('an error of a file names its line', () => {
	const file = JSON.stringify(
		{ version: 1, title: 'x', seeds, policies, analysis: { comparisons: [['a', 'z']] } },
		null,
		'\t',
	);
	const line = file.split('\n').findIndex((text) => text.includes('"z"'));
	expect(() => parseStudyText(file, studyContext)).toThrow(
		`study.json, line ${line - 1}: analysis.comparisons[0]: "z" is not a policy`,
	);
});

test.each([
	['policies[1].label', 4],
	['policies[1].nothing', 4],
	['seeds', 6],
	['title', 2],
	['nothing', null],
])('the line of %s', (field, line) => {
	const text = [
		'{',
		'"title": "a, {[ \\" b",',
		'"policies": [{"label": 1},',
		'{"label": {"a": [1, 2]}}],',
		'',
		'"seeds":',
		'[1]}',
	].join('\n');
	expect(lineOfField(text, field)).toBe(line);
});
