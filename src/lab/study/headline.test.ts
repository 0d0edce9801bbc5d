/** The main finding of a study in one sentence. */
import { expect, test } from 'vitest';
import { pText, reportSentence, type Answer } from './sentences.ts';
import { allFactors } from './factors.ts';
import { shownGap, studyHeadline } from './headline.ts';
import { studyReport } from './report.ts';
import { resultWith, skillInfos, makeStudy, type FakeScores } from './study.test-support.ts';
import type { Factors } from './study.ts';

type Scores = (factors: Factors) => FakeScores;
function makeHeadline(seeds: number[], scores: Scores) {
	const study = makeStudy({ seeds });
	const results = allFactors(study).map((factors) => resultWith(factors, scores(factors)));
	const found = studyHeadline(studyReport(study, skillInfos, results));
	return found && reportSentence(found);
}

test('is the largest difference that is told apart, or else the largest', () => {
	const gains = [0.1, 0.3, 0.2];
	const close = makeHeadline([1, 2, 3], ({ policy, seed }) => ({
		exact: policy === 'MoS' ? 0.5 + gains[Number(seed) - 1] : 0.5,
	}));
	expect(close).toMatch(
		/^MoS and uniform are not told apart .* 5 seeds in all would tell this one/,
	);
	const exact = ({ policy, seed }: Factors) => ({
		exact: (policy === 'MoS' ? 0.7 : 0.5) + 0.01 * Number(seed) * (policy === 'MoS' ? 1 : 0),
	});
	expect(makeHeadline([1, 2, 3, 4, 5], exact)).toMatch(/^MoS does better than uniform in average/);
	expect(makeHeadline([1], exact)).toMatch(/says nothing about chance yet/);
	expect(studyHeadline({ comparisons: [] })).toBeNull();
});

const gap = (mean: number, verdict: string, label = `policy of ${mean}`) => ({
	label,
	mean,
	verdict,
});
const [ahead, behind] = [gap(6, 'undecided', 'RAISE'), gap(-40, 'undecided', 'RAISE')];
const [up, flat, down] = [gap(3, 'better'), gap(2, 'undecided'), gap(-4, 'worse')];

test.each([
	['the best', [flat, up, down], 1, up],
	['one that is better, not a larger one that is open', [gap(9, 'undecided'), up], 1, up],
	['the worst, if only worse ones are told apart', [flat, down], 1, down],
	['the best, if nothing is told apart', [gap(1, 'undecided'), flat], 1, flat],
	['of one policy the hardest comparison', [ahead, behind], 1, behind],
	['the best of the hardest', [ahead, behind, flat], 1, flat],
	['the lowest loss', [gap(-1, 'better'), gap(2, 'worse')], -1, gap(-1, 'better')],
	['nothing of nothing', [], 1, undefined],
] as const)('shows %s', (_, gaps, sign, shown) => {
	expect(shownGap<ReturnType<typeof gap>>(gaps, sign)).toEqual(shown);
});

test('“No” needs evidence: all comparisons are equivalent', () => {
	const shown = { label: 'a', against: 'b', mean: 0.002, low: -0.01, high: 0.014 };
	const values = { of: 4, detects: null, unit: 'share', shown } as const;
	const answer = (better: number, worse: number, equivalent: number, more: Partial<Answer> = {}) =>
		reportSentence({ id: 'answer', values: { ...values, better, worse, equivalent, ...more } });
	expect(answer(4, 0, 0)).toBe('Yes, in 4 of 4 comparisons. a: +0.2 ± 1.2 points against b.');
	expect(answer(1, 2, 1)).toMatch(
		/^Yes, in 1 of 4 comparisons; 2 worse; 1 equivalent within 2\.0 points\. a:/,
	);
	expect(answer(0, 1, 3)).toMatch(
		/^Not shown, 0 of 4; 1 worse; 3 equivalent within 2\.0 points\. /,
	);
	expect(answer(0, 0, 4)).toMatch(/^No: equivalent within 2\.0 points\. a:/);
	// What is not shown never stands without what could have been.
	expect(answer(0, 1, 0, { detects: 0.043 })).toMatch(
		/^Not shown, 0 of 4; 1 worse; 3 undecided, could detect 4\.3 points\. /,
	);
	expect(answer(0, 0, 0, { detects: 1.2 })).toMatch(/; 4 undecided, could detect no difference\. /);
	const so = { far: 60, planned: 1200 };
	expect(answer(0, 0, 4, { so })).toMatch(/^No: .* points; so far 60 of 1,200 runs\. /);
	// A question about all policies is not answered by one of them.
	const scores = { told: 0, detects: 0.119 };
	expect(answer(1, 3, 0, { scores })).toBe(
		'Not all, 1 of 4; 3 worse. By scores: 0 of 4, could detect 11.9 points. ' +
			'a: +0.2 ± 1.2 points of wrong answers drawn, against b.',
	);
});

test('a p below the level is not written as the level', () => {
	expect([0.00001, 0.0312, 0.04996, 0.05].map(pText)).toEqual([
		'< 0.0001',
		'0.0312',
		'< 0.0500',
		'0.0500',
	]);
});
