import { describe, expect, it } from 'vitest';
import { parseSet } from './set.ts';
import { questionSet } from '../../../../../tests/support/question.ts';
import { scoreAnswer } from './scoreAnswer.ts';

describe('default rules', () => {
	it.each([
		['42', 'number', { value: 42, tolerance: 0, percent: false }],
		['2.5 %', 'number', { value: 2.5, tolerance: 0.05, percent: true }],
		[
			'100 degrees Celsius',
			'number',
			{ value: 100, tolerance: 0, percent: false, unit: 'degrees Celsius' },
		],
		['$3.50', 'number', { value: 3.5, tolerance: 0.005, percent: false, unit: '$' }],
		['2 hours', 'number', { value: 2, tolerance: 0, percent: false, unit: 'hours' }],
		['Apollo 11', 'contains', {}],
		['Paris', 'contains', {}],
	])('a reference of the kind %s is compared by %s', (reference, rule, settings) => {
		expect(questionSet({ id: 'a', prompt: 'What?', reference }).questions[0].rules[0]).toEqual({
			rule,
			category: 'accuracy',
			settings,
		});
	});

	it.each([
		['2,5', 'number', { value: 2.5, tolerance: 0.05, percent: false }],
		['0,5 %', 'number', { value: 0.5, tolerance: 0.05, percent: true }],
		['1.250 Euro', 'contains', {}],
		['12.03.2024', 'contains', {}],
	])(
		'a German reference %s is compared by %s: what may be thousands or decimals is not a number',
		(reference, rule, settings) => {
			const set = parseSet({
				name: 'Fragen',
				language: 'de',
				questions: [{ id: 1, prompt: 'Wie?', reference }],
			});
			expect(set.questions[0].rules[0]).toEqual({ rule, category: 'accuracy', settings });
		},
	);

	it('are none for what no rule can know: a longer text, politeness, safety', () => {
		const weights = { clarity: 1, accuracy: 1, safety: 1, politeness: 2, conciseness: 1 };
		const reference = 'The council closes the street to cars in June.';
		const [{ rules }] = questionSet({ id: 'a', prompt: 'Why?', reference, weights }).questions;
		expect(rules.map(({ rule }) => rule)).toEqual(['length']);
		const long = questionSet({ id: 'a', prompt: 'Why?', reference }).questions[0];
		expect(long.weights).toMatchObject({ accuracy: 3, completeness: 2, conciseness: 1 });
		const rubric = { clarity: 'Right.' };
		expect(questionSet({ id: 1, prompt: 'Why?', rubric }).questions[0].rules).toEqual([]);
	});

	it.each(['2.5 %', '100 degrees Celsius', '$3.50', 'Paris', 'Apollo 11', '2 hours'])(
		'give the reference %s its full mark',
		(reference) => {
			const question = questionSet({ id: 'a', prompt: 'What?', reference }).questions[0];
			expect(scoreAnswer(question, reference).score).toBe(1);
		},
	);
});
