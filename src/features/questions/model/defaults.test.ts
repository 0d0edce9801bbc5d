import { describe, expect, it } from 'vitest';
import { parseSet } from './parseSet.ts';
import { questionSet } from './question.test-support.ts';

describe('default rules', () => {
	it.each([
		['42', 'number', { value: 42, tolerance: 0, percent: false }],
		['2.5 %', 'number', { value: 2.5, tolerance: 0.05, percent: true }],
		['100 degrees Celsius', 'number', { value: 100, tolerance: 0, percent: false }],
		['Apollo 11', 'contains', {}],
		['Paris', 'contains', {}],
		['The council closes the street to cars in June', 'overlap', {}],
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
		'a German reference %s is compared by %s: what may be thousands or decimals is no number',
		(reference, rule, settings) => {
			const { set } = parseSet({
				language: 'de',
				questions: [{ id: 1, prompt: 'Wie?', reference }],
			});
			expect(set.questions[0].rules[0]).toEqual({ rule, category: 'accuracy', settings });
		},
	);

	it('fit the categories with a weight; safety has none', () => {
		const weights = {
			clarity: 1,
			accuracy: 1,
			safety: 1,
			politeness: 2,
			consideration: 1,
			specificity: 1,
		};
		const prompt = 'I paid 30 euros. Why?';
		const { rules } = questionSet({ id: 'a', prompt, reference: 'A fee', weights }).questions[0];
		// Rules that the reference itself fails are left out.
		expect(rules.map(({ rule }) => rule)).toEqual(['readable', 'contains']);
		const reference = 'I understand: 30 euros is a fee that you paid. I am happy to help.';
		const kind = questionSet({ id: 'a', prompt, reference, weights }).questions[0];
		expect(kind.rules.map(({ rule }) => rule)).toEqual([
			'readable',
			'overlap',
			'specifics',
			'acknowledge',
			'courtesy',
		]);
		const manners = { ...weights, accuracy: 0 };
		const german = parseSet({ language: 'de', questions: [{ id: 'a', prompt, weights: manners }] });
		expect(german.set.questions[0].rules.map(({ rule }) => rule)).toEqual([
			'readable',
			'specifics',
		]);
	});

	it('without a reference, accuracy is for people and judges: politeness alone is no score', () => {
		const { set, notes } = parseSet([
			{
				id: 1,
				prompt: 'Why did Vienna grow?',
				rubric: 'Right.',
				weights: [1, 1, 1, 1, 1, 1, 1, 1],
			},
		]);
		expect(set.questions[0].rules).toEqual([]);
		expect(notes).toContain(
			'1 of 1 questions were given no rules, since they have no reference: ' +
				'people or a judge mark them.',
		);
	});
});
