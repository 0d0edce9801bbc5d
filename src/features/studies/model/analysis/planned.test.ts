/** The analysis that a study names beforehand: its fields, tests, verdicts and sentences. */
import { describe, expect, test } from 'vitest';
import { reportSentence } from '../../report.en.ts';
import { allFactors } from '../factors.ts';
import { studyHeadline } from '../headline.ts';
import { lineOfField } from '../lineOfField.ts';
import { studyMarkdown } from '../markdown.ts';
import { parseStudy, parseStudyText } from '../parse.ts';
import { studyReport } from '../report.ts';
import { resultWith, skillInfos, studyContext, studyOf } from '../study.test-support.ts';
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
const exactOf = ({ policy, seed }: Factors) =>
	0.4 + 0.02 * Number(seed) + gains[policy](Number(seed) - 1);
const studyWith = (analysis: object, change: object = {}) =>
	studyOf({ policies, seeds, analysis: { comparisons, ...analysis }, ...change });
function reportOf(study = studyWith({ margin: 2 }), exact: (factors: Factors) => number = exactOf) {
	const results = allFactors(study).map((factors) =>
		resultWith(factors, { exact: exact(factors) }),
	);
	return studyReport(study, skillInfos, results);
}

describe('the tests', () => {
	const { planned, ...report } = reportOf();
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

	test('have a verdict each, and a headline that counts them', () => {
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
		expect(reportSentence(studyHeadline({ ...report, planned })!)).toBe(
			'3 comparisons named beforehand in average exact match: ' +
				'1 different, 1 equivalent, 1 undecided.',
		);
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
		const study = studyOf({ policies: many, seeds });
		const alone = reportOf(study, ({ policy, seed }) => {
			const i = Number(seed) - 1;
			const own = Number(String(policy).slice(1));
			if (own === 0) return 0.5;
			return 0.5 + (own === 1 ? 0.01 : 0) + noise[(i + own) % 5] * (own === 1 ? 0.7 : 2);
		});
		const [first] = alone.comparisons;
		expect(first.differences[0]).toMatchObject({ verdict: 'better', isSupported: false });
		expect(first.messages.map(({ id }) => id)).toContain('verdict.alone');
		expect(studyHeadline(alone)!.id).toBe('headline.alone');
	});
});

test('averages each seed over a factor first, and shows the parts', () => {
	const models = ['skillet-small', 'skillet-base'];
	const study = studyWith({ over: ['model'], comparisons: 'uniform' }, { models });
	const bonus = ({ model, policy }: Factors) =>
		model === 'skillet-base' && policy === 'a' ? 0.1 : 0;
	const { planned } = reportOf(study, (factors) => exactOf(factors) + bonus(factors));
	expect(planned!.comparisons).toHaveLength(3);
	const [{ n, mean, parts }] = planned!.comparisons;
	expect(n).toBe(5);
	expect(mean).toBeCloseTo(0.1504, 6);
	expect(parts.map(({ label }) => label)).toEqual(models);
	expect(parts[1].mean! - parts[0].mean!).toBeCloseTo(0.1, 9);
	const apart = reportOf(studyWith({ comparisons: 'uniform' }, { models })).planned!;
	expect(apart.comparisons.map(({ label }) => label)).toContain('a · skillet-base');
	expect(apart.comparisons).toHaveLength(6);
});

test('a study value is read again unchanged, and one without an analysis has none', () => {
	const study = studyWith({ margin: 2, targetLoss: { average: 0.5, add: 'reference' } });
	expect(parseStudy(JSON.parse(JSON.stringify(study)), studyContext)).toEqual(study);
	expect(studyOf()).not.toHaveProperty('analysis');
	expect(reportOf(studyOf({ policies, seeds })).planned).toBeNull();
});

test.each([
	[{ comparisons: [['a', 'z']] }, /comparisons\[0\]: "z" is no policy and no group\. Known ones: /],
	[{ comparisons: [['a', 'a']] }, /comparisons\[0\]: "a" is on both sides\. Name two policies\./],
	[{ comparisons: [...comparisons, ['uniform', 'a']] }, /comparisons\[3\]: repeats an earlier/],
	[{ comparisons: 'z' }, /analysis\.comparisons: "z" is no policy/],
	[{ comparisons: [['a']] }, /analysis\.comparisons: must be a policy’s label, or a list of pairs/],
	[{ outcome: 'median' }, /analysis\.outcome: must be one of average, worst/],
	[{ outcome: 'best' }, /analysis\.outcome: the experiment chooses no best checkpoint/],
	[{ outcome: 'target' }, /analysis\.outcome: the study has no target\. Name a target\./],
	[{ over: ['model'] }, /analysis\.over\[0\]: the study does not vary model\. Leave it out\./],
	[{ margin: 0 }, /analysis\.margin: must be a number above 0/],
	[{ correction: 'tukey' }, /analysis\.correction: must be one of holm, none/],
	[{ targetLoss: { nothing: 1 } }, /targetLoss\.nothing: the experiment has no such skill\. Use/],
	[{ outcomes: 'average' }, /analysis\.outcomes: is no field here\. Known ones: outcome,/],
])('%j is an error that names the field and the mend', (analysis, message) => {
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
		`study.json, line ${line - 1}: analysis.comparisons[0]: "z" is no policy`,
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
