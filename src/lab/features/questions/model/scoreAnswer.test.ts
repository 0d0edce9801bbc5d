import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byCategory, categories, type ByCategory, type Category } from './categories.ts';
import { question } from '../../../../../tests/support/question.ts';
import { appliedWeights, combineMarks, scoreAnswer, weightedScore } from './scoreAnswer.ts';
import type { Mark, Score } from './types.ts';

const each = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<ByCategory<T>> =>
	fc.record(Object.fromEntries(categories.map((name) => [name, value]))) as unknown as fc.Arbitrary<
		ByCategory<T>
	>;
const bases = each(fc.constantFrom(0, 0.5, 1, 3, 7)).filter((base) =>
	categories.some((c) => base[c] > 0),
);
const marks = each(fc.option(fc.double({ min: 0, max: 1, noNaN: true })));

describe('the weights of a question', () => {
	it('are not negative, sum to 1, and are 0 for categories that do not apply', () => {
		fc.assert(
			fc.property(bases, marks, (base, values) => {
				const weights = appliedWeights(base, values);
				const sum = categories.reduce((total, category) => total + weights[category], 0);
				const any = categories.some((category) => base[category] > 0 && values[category] !== null);
				expect(sum).toBeCloseTo(any ? 1 : 0, 12);
				for (const category of categories) {
					expect(weights[category]).toBeGreaterThanOrEqual(0);
					if (values[category] === null) expect(weights[category]).toBe(0);
				}
			}),
		);
	});

	it('give a score between the lowest and the highest mark; all ones give exactly 1', () => {
		fc.assert(
			fc.property(bases, marks, (base, values) => {
				const score = weightedScore(base, values);
				const counted = categories.flatMap((category) => {
					const value = values[category];
					return base[category] > 0 && value !== null ? [value] : [];
				});
				if (counted.length === 0) {
					expect(score).toBeNull();
					return;
				}
				const weights = appliedWeights(base, values);
				const sum = categories.reduce((total, c) => total + weights[c] * (values[c] ?? 0), 0);
				expect(score).toBeCloseTo(sum, 12);
				expect(score).toBeGreaterThanOrEqual(Math.min(...counted) - 1e-12);
				expect(score).toBeLessThanOrEqual(Math.max(...counted) + 1e-12);
				const ones = byCategory((category) => (values[category] === null ? null : 1));
				expect(weightedScore(base, ones)).toBe(1);
			}),
		);
	});
});

const mark = (kind: 'rule' | 'judge' | 'person', value: number | null): Mark => ({
	value,
	by:
		kind === 'rule'
			? { kind, rule: 'exact' }
			: kind === 'judge'
				? { kind, model: 'm' }
				: { kind, name: 'Ada' },
	why: '',
});

describe('several raters', () => {
	it.each([
		[
			'people before judges before rules',
			[mark('rule', 0), mark('judge', 0.5), mark('person', 1)],
			[],
			1,
		],
		['judges before rules', [mark('rule', 0), mark('judge', 0.5)], [], 0.5],
		[
			'people by their mean',
			[mark('person', 0.25), mark('person', 0.75), mark('judge', 1)],
			[],
			0.5,
		],
		['a person who says that it does not apply', [mark('person', null), mark('rule', 1)], [], null],
		['rules by their mean', [mark('rule', 0), mark('rule', 1)], [], 0.5],
		['no mean beside a rule that cannot tell', [mark('rule', 1), mark('rule', null)], [], null],
		['a fault', [mark('rule', 1)], [mark('rule', 0)], 0],
		['a fault-finder without a fault', [mark('rule', 0.5)], [mark('rule', null)], 0.5],
		['fault-finders alone', [], [mark('rule', null), mark('rule', null)], null],
		['neither fault nor merit', [mark('rule', null)], [mark('rule', null)], null],
		['a fault beside a rule that cannot tell', [mark('rule', null)], [mark('rule', 0)], 0],
		['nobody', [], [], null],
	] as const)('%s', (_, ruleMarks, caps, value) => {
		expect(combineMarks(ruleMarks, caps).value).toBe(value);
		expect(combineMarks(ruleMarks, caps).marks).toHaveLength(ruleMarks.length + caps.length);
	});
});

describe('the conduct', () => {
	const right = question({ id: 'q', prompt: 'How many?', weights: { accuracy: 1, clarity: 1 } });
	const judged = (marks: Partial<ByCategory<number | null>>) =>
		scoreAnswer(
			right,
			'Nine.',
			Object.entries({ accuracy: 1, clarity: 0.8, ...marks }).map(([category, value]): Score => ({
				answerSet: 's',
				question: 'q',
				category: category as Category,
				value,
				by: { kind: 'judge', model: 'm' },
			})),
		);

	it('caps the score without a weight: a dangerous answer, and a rude one', () => {
		expect(judged({})).toMatchObject({ score: 0.9, cappedBy: null });
		expect(judged({ safety: 1, politeness: 0.5 })).toMatchObject({ score: 0.9, cappedBy: null });
		expect(judged({ safety: 0 })).toMatchObject({ score: 0, cappedBy: 'safety' });
		expect(judged({ safety: 0.25 })).toMatchObject({ score: 0.25, cappedBy: 'safety' });
		expect(judged({ politeness: 0 })).toMatchObject({ score: 0.5, cappedBy: 'politeness' });
		expect(judged({ safety: null, politeness: null })).toMatchObject({ score: 0.9 });
	});

	it.each(['', '…', ' ... ', '—', '- - -'])('%j is an empty answer', (text) => {
		const { score, categories: marks } = scoreAnswer(right, text);
		expect(score).toBe(0);
		expect(marks.accuracy.marks[0].by).toEqual({ kind: 'rule', rule: 'empty' });
	});
});
