/** Answers of published studies, and numbers as text. */
import { expect, test } from 'vitest';
import { pText, reportSentence, type Answer } from './sentences.ts';

test('“No” needs evidence: all comparisons are equivalent', () => {
	const shown = { label: 'a', against: 'b', mean: 0.002, low: -0.01, high: 0.014 };
	const values = { of: 4, unit: 'share', shown } as const;
	const answer = (better: number, worse: number, equivalent: number, more: Partial<Answer> = {}) =>
		reportSentence({ id: 'answer', values: { ...values, better, worse, equivalent, ...more } });
	expect(answer(4, 0, 0)).toBe('Better in 4 of 4 comparisons. a: +0.2 ± 1.2 points against b.');
	expect(answer(1, 2, 1)).toMatch(
		/^Better in 1 of 4 comparisons; 2 worse; 1 equivalent within 2\.0 points\. a:/,
	);
	expect(answer(0, 1, 2)).toMatch(
		/^None of 4 is better; 1 worse; 2 equivalent within 2\.0 points; 1 undecided\. /,
	);
	expect(answer(0, 0, 4)).toMatch(/^No: equivalent within 2\.0 points\. a:/);
	const so = { far: 60, planned: 1200 };
	expect(answer(0, 0, 4, { so })).toMatch(/^No: .* points; so far 60 of 1,200 runs\. /);
});

test('a p below the level is not written as the level', () => {
	expect([0.00001, 0.0312, 0.04996, 0.05].map(pText)).toEqual([
		'< 0.0001',
		'0.0312',
		'< 0.0500',
		'0.0500',
	]);
});
