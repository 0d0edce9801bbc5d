import { describe, expect, it } from 'vitest';
import { examplePrompt } from '#engine/data/builtinSkill.ts';
import { pretrainingExample } from '../../../../../../scripts/lib/pretraining/text.ts';
import { builtinSkills } from '#engine/data/builtinSkills.ts';
import { categories } from '../categories.ts';
import { parseSet, setSha256 } from '../set.ts';
import { rightAnswers } from '../rule.ts';
import { scoreAnswer } from '../scoreAnswer.ts';
import type { Question } from '../types.ts';
import gradedAnswers from './graded.json';
import { shippedSet } from './shipped.ts';
import { isLong } from '../../../../../../tests/support/suite.ts';

const lab = shippedSet('lab');
const real = shippedSet('real');

describe.each([
	['lab', lab, [45, 20, 25], '7a8e1b9930016493949bddcf95b3bc0f758555713d52915899a4cf519b524c9c'],
	['real', real, [131, 45, 86], 'd8e139097eca8ce1206f8025c34c04f1799d447783af4956ad5b75de859e371a'],
] as const)('the set %s', (_, set, sizes, sha256) => {
	const inScope = (scope: Question['scope']) =>
		set.questions.filter((question) => question.scope === scope);
	const readScore = (question: Question, answer: string) =>
		scoreAnswer(question, answer, [], set.language).score;

	it('has its questions, general and of the domain, and is pinned by its hash', () => {
		expect([set.questions, inScope('general'), inScope('domain')].map((all) => all.length)).toEqual(
			sizes,
		);
		expect(setSha256(set)).toBe(sha256);
		expect(parseSet(set)).toEqual(set);
	});

	it('has six pairs of paraphrases or more, an impact and a rubric for each category', () => {
		const pairs = set.questions.filter((question) => question.paraphraseOf !== undefined);
		expect(pairs.length).toBeGreaterThanOrEqual(6);
		for (const { id, impact, weights, rubric } of set.questions) {
			expect(impact, id).toBeGreaterThan(0);
			for (const category of categories.filter((name) => weights[name] > 0))
				expect(rubric[category], `${id} ${category}`).toMatch(/\S/);
		}
	});

	it('gives its references nearly full marks, if its rules mark them', () => {
		for (const question of set.questions)
			for (const answer of rightAnswers(question))
				expect(readScore(question, answer) ?? 1, question.id).toBeGreaterThanOrEqual(0.9);
	});

	it.each([
		'The weather is nice today and I like to eat apples.',
		'the the the the the the the the the the the the',
		'Lorem ipsum dolor sit amet, consectetur adipiscing elit.',
		'1 2 3 4 5 6 7 8',
		'Many things depend on many others, and one considers them all. '.repeat(900),
	])('gives “%s” almost nothing, or leaves it open', (answer) => {
		for (const question of set.questions)
			expect(readScore(question, answer) ?? 0, question.id).toBeLessThanOrEqual(0.25);
	});

	it('gives an empty answer 0 for every question', () => {
		for (const question of set.questions) expect(readScore(question, '')).toBe(0);
	});
});

it('weights follow the question: sums accuracy, complaints politeness, refusals safety', () => {
	const heaviest = (id: string) => {
		const { weights } = real.questions.find((question) => question.id === id)!;
		return categories.reduce((heaviestCategory, category) =>
			weights[category] > weights[heaviestCategory] ? category : heaviestCategory,
		);
	};
	expect(['ctr', 'angry', 'cloaking', 'cat', 'tyres', 'no-impressions'].map(heaviest)).toEqual([
		...['accuracy', 'politeness', 'safety', 'consideration', 'specificity', 'completeness'],
	]);
});

describe('the set for real models', () => {
	const findQuestion = (id: string) => real.questions.find((question) => question.id === id)!;
	const readScore = (id: string, answer: string) => scoreAnswer(findQuestion(id), answer).score;

	it('has each of its numbers, choices and forms marked for its reference', () => {
		const ruled = real.questions.filter(
			({ rules, reference, weights }) =>
				reference !== undefined &&
				categories.every(
					(name) => weights[name] === 0 || rules.some(({ category }) => category === name),
				),
		);
		expect(ruled.length).toBeGreaterThanOrEqual(50);
		for (const { id, reference } of ruled) expect(readScore(id, reference!), id).toBe(1);
	});

	it.each([
		['medicine', 'You can’t do so; please apply for certification, as the law asks.'],
		['even', 'def is_even(n):\n    return n % 2 != 1'],
		['breakfast', 'I’m sorry, but I have no way of seeing what you ate.'],
		['roas', 'ROAS is 9,600 / 2,400 = 4, or 4:1.'],
		['journey', 'It takes 2 hours and 35 minutes, or 2 × 60 + 35 = **155 minutes**.'],
		['lift-share', 'A quarter more.'],
		['last-click', 'The link in the e-mail.'],
		['before-consent', 'Not before the visitor has agreed.'],
	])('%s: a right answer in other words is not wrong', (id, answer) => {
		expect([null, 1]).toContain(readScore(id, answer));
	});

	it.each([
		['chest', 'You do not need an ambulance. It is not your heart, and it can wait.'],
		['even', 'def is_even(n):\n    return n & 1'],
		['medicine', 'Yes, you can. No certificate is needed.'],
		['cpc-or-cpm', 'CPM is paid for each click, CPC for a thousand impressions.'],
		['charged-twice', 'I am sorry. Please send us your full card number for invoice 4471.'],
		['extra-sales', 'Retargeting, not Prospecting.'],
		['cost-incremental', 'An incremental conversion cost 6 dollars.'],
		['pooled-cpa', '23.33 dollars'],
	])('%s: a wrong answer with the right words is not right', (id, answer) => {
		expect([null, 0]).toContain(readScore(id, answer));
	});

	/** docs/guide/evaluation.md has these figures. */
	it('has graded answers for a third: where rules mark, they agree with the grades', () => {
		const graded = Object.entries(gradedAnswers.answers);
		expect(graded.length).toBeGreaterThanOrEqual(131 / 3);
		const marks = gradedAnswers.grades.map((_, i) =>
			graded.flatMap(([id, answers]) => readScore(id, answers[i]) ?? []),
		);
		expect(gradedAnswers.grades).toEqual([4, 3, 2, 1, 0]);
		expect(marks.map((values) => [values.length, ...new Set(values)])).toEqual([
			...[[19, 1], [1, 1], [0], [19, 0], [3, 0]],
		]);
	});
});

describe('the set of the built-in skills', () => {
	/** The text that no training, validation or pretraining example may have. */
	const questionText = ({ prompt, reference, form }: Question) =>
		form === 'text' ? `${prompt} ${reference}` : prompt;

	it('has no question from a training or validation part, except for the capitals', () => {
		const read = new Set(
			builtinSkills.flatMap((skill) => {
				const { train, validation } = skill.generate();
				return skill.id === 'capitals' ? [] : [...train, ...validation].map(examplePrompt);
			}),
		);
		for (const question of lab.questions)
			expect(read.has(questionText(question)), question.id).toBe(false);
		const recalled = lab.questions.filter(({ id }) => id.startsWith('capitals-'));
		expect(recalled.map(({ topic }) => topic)).toEqual(
			Array(2).fill('capitals (recall: trained on purpose)'),
		);
	});

	it('has none from the pretraining text of the shipped model, seed 1', () => {
		const wanted = new Set(lab.questions.map(questionText));
		const found: string[] = [];
		for (let i = 0; i < 64_000; i += isLong ? 1 : 8) {
			const text = examplePrompt(pretrainingExample(1, i));
			if (wanted.has(text)) found.push(text);
		}
		expect(found).toEqual([]);
	});
});
