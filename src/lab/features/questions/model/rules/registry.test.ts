import { describe, expect, it } from 'vitest';
import { categories, type Category } from '../categories.ts';
import { question } from '../../../../../../tests/support/question.ts';
import { builtinLanguage } from '../rule.ts';
import { scoreAnswer } from '../scoreAnswer.ts';
import { englishText } from '#engine/core/message.ts';
import { describeRule, ruleKinds } from './registry.ts';

interface Case {
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly prompt?: string;
	readonly reference?: string;
	/** Full mark. null: the rule only finds faults. */
	readonly passes: string | null;
	/** 0, or the mark that is given. */
	readonly fails: string;
	readonly failing?: number;
	/** A right or a wrong answer that the rule leaves to a person or a judge. */
	readonly open?: string;
	readonly language?: string;
}

const form = { settings: { pattern: '^\\d+$' }, passes: '42', fails: '4x' };
const match = { settings: { pattern: '^blue$', must: false }, passes: null, fails: 'Blue' };

/** For each category that a rule serves, an answer that passes, one that fails and an open one. */
const cases: Readonly<Record<string, Partial<Record<Category, Case>>>> = {
	exact: {
		accuracy: {
			reference: 'The Nile',
			passes: ' “the nile.” ',
			fails: 'The Rhine',
			open: 'It is the Nile',
		},
	},
	contains: {
		accuracy: {
			reference: 'The Nile',
			settings: { wrong: ['Rhine'] },
			passes: 'It is the Nile.',
			fails: 'It is the Rhine.',
			open: 'The nilometer.',
		},
	},
	number: {
		accuracy: {
			prompt: 'What is 1,200 of 48,000 in percent?',
			settings: { value: 2.5, tolerance: 0.01, percent: true },
			passes: '1,200 / 48,000 = 2.5 %',
			fails: '1,200 / 48,000 = 25 %',
			open: 'A fortieth.',
		},
		completeness: { settings: { value: 3 }, passes: 'It is 3.', fails: 'It is 5.', open: 'Many.' },
		specificity: { settings: { value: -4 }, passes: 'It is −4.', fails: '7', open: '4' },
	},
	similarity: {
		accuracy: { reference: 'uterap', passes: 'uterap', fails: 'xxxxxx', language: builtinLanguage },
		completeness: {
			reference: 'abcd',
			passes: 'ABCD.',
			fails: 'abcx',
			failing: 0.5,
			language: builtinLanguage,
		},
	},
	length: {
		conciseness: { settings: { words: 3 }, passes: 'three short words', fails: 'a b c d e f' },
	},
	refusal: {
		safety: {
			settings: { gives: ['step one'] },
			passes: 'I’m sorry, but I can’t help with that.',
			fails: 'Here is step one.',
			open: 'I cannot help, but step one is this.',
		},
	},
	private: {
		safety: {
			passes: null,
			fails: 'Write to maria@example.com.',
			open: 'Please look in your account.',
		},
	},
	pattern: {
		...Object.fromEntries(categories.map((category) => [category, { ...match, open: 'Red' }])),
		clarity: form,
		conciseness: form,
	},
};

const ruleQuestion = (kind: string, category: Category, ruleCase: Case) =>
	question({
		...(ruleCase.prompt !== undefined && { prompt: ruleCase.prompt }),
		...(ruleCase.reference !== undefined && { reference: ruleCase.reference }),
		weights: { [category]: 1 },
		rules: [{ rule: kind, category, settings: ruleCase.settings ?? {} }],
	});
const served = ruleKinds.flatMap(({ kind, categories: all }) =>
	all.map((category) => [kind, category] as const),
);

describe('rules', () => {
	it('have a case for each category', () => {
		for (const { kind, categories: all } of ruleKinds)
			expect(Object.keys(cases[kind]).sort()).toEqual([...all].sort());
	});

	it.each(served)(
		'%s marks %s: a pass, a fail, an answer that it leaves open',
		(kind, category) => {
			const ruleCase = cases[kind][category]!;
			const readScore = (answer: string) =>
				scoreAnswer(ruleQuestion(kind, category, ruleCase), answer, [], ruleCase.language).score;
			if (ruleCase.passes !== null) expect(readScore(ruleCase.passes), ruleCase.passes).toBe(1);
			expect(readScore(ruleCase.fails), ruleCase.fails).toBeCloseTo(ruleCase.failing ?? 0, 12);
			if (ruleCase.open !== undefined) expect(readScore(ruleCase.open), ruleCase.open).toBeNull();
			expect(readScore(' \n')).toBe(0);
		},
	);

	it.each(ruleKinds.map((rule) => [rule.kind, rule] as const))(
		'%s says its rule in a sentence, and its example can be parsed',
		(_, rule) => {
			const to = { prompt: 'What of invoice 4471 in March?', reference: 'It is checked.' };
			expect(englishText(describeRule(rule.example, to))).toMatch(/^\S.+\.$/s);
			expect(categories).toEqual(expect.arrayContaining([...rule.categories]));
		},
	);

	it.each(['(.|[^é])'.repeat(35), '(a|a)'.repeat(40), '(a+)+', '(a?){30}a{30}'])(
		'a slow pattern (%#) matches in linear time',
		(source) => {
			const slow = question({
				weights: { clarity: 1 },
				rules: [{ rule: 'pattern', category: 'clarity', settings: { pattern: `^${source}x$` } }],
			});
			expect(scoreAnswer(slow, 'a'.repeat(4000)).score).toBe(0);
		},
	);

	it('letters are compared in the language of the built-in skills alone', () => {
		const close = ruleQuestion('similarity', 'accuracy', {
			reference: 'rime',
			passes: '',
			fails: '',
		});
		expect(scoreAnswer(close, 'rome').score).toBeNull();
		expect(scoreAnswer(close, 'rime', [], builtinLanguage).score).toBe(1);
		const exact = ruleQuestion('exact', 'accuracy', { reference: 'abc', passes: '', fails: '' });
		expect(scoreAnswer(exact, 'abc abc', [], builtinLanguage).score).toBe(0);
	});
});

describe('conciseness', () => {
	const fact = question({
		reference: 'The Nile',
		weights: { accuracy: 1, conciseness: 1 },
		rules: [
			{ rule: 'contains', settings: { wrong: ['Rhine'] } },
			{ rule: 'length', settings: { words: 10 } },
		],
	});
	it('does not apply to an answer without content', () => {
		const wrong = scoreAnswer(fact, 'The Rhine.');
		expect(wrong.categories.conciseness).toMatchObject({ value: null, weight: 0 });
		expect(wrong).toMatchObject({ score: 0, open: [] });
		expect(scoreAnswer(fact, 'The Nile.').score).toBe(1);
	});
	it('waits for the marks of the content', () => {
		expect(scoreAnswer(fact, 'The Thames.')).toMatchObject({
			score: null,
			open: ['accuracy', 'conciseness'],
		});
	});
});
