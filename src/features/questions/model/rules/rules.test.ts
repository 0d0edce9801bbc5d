import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { categories, type Category } from '../categories.ts';
import { question } from '../question.test-support.ts';
import { scoreAnswer } from '../scoreAnswer.ts';
import { describeRule, exampleQuestion, ruleKinds } from './registry.ts';

interface Case {
	readonly settings?: Readonly<Record<string, unknown>>;
	readonly prompt?: string;
	readonly reference?: string;
	/** Full mark. */
	readonly passes: string;
	/** 0, or the mark that is given. */
	readonly fails: string;
	readonly failing?: number;
}

/** For each category that a rule serves, an answer that passes and one that fails. */
const cases: Readonly<Record<string, Partial<Record<Category, Case>>>> = {
	exact: { accuracy: { reference: 'The Nile', passes: ' “the nile.” ', fails: 'It is the Nile' } },
	contains: {
		accuracy: {
			reference: 'The Nile',
			passes: 'The river is the Nile.',
			fails: 'The nilometer, a juvenile one.',
		},
	},
	number: {
		accuracy: {
			prompt: 'What is 1,200 of 48,000 in percent?',
			settings: { value: 2.5, tolerance: 0.01, percent: true },
			passes: '1,200 / 48,000 = 2.5 %',
			fails: '1,200 / 48,000 = 25 %',
		},
		completeness: { settings: { value: 3 }, passes: 'There are 3.', fails: 'There are many.' },
		specificity: { settings: { value: -4 }, passes: 'It is −4 here.', fails: 'It is 4 here.' },
	},
	similarity: {
		accuracy: { reference: 'uterap', passes: 'uterap', fails: 'xxxxxx' },
		completeness: { reference: 'abcd', passes: 'ABCD.', fails: 'abcx', failing: 0.5 },
	},
	overlap: {
		accuracy: {
			reference: 'The council closes Bridge Street.',
			passes: 'Bridge Street closed by the council',
			fails: 'Nobody knows.',
		},
	},
	keyPoints: {
		accuracy: { settings: { points: ['Paris'] }, passes: 'In Paris.', fails: 'In Rome.' },
		completeness: {
			settings: { points: [['patch', 'new tube'], 'pump'] },
			passes: 'Patch it, then pump.',
			fails: 'Take a new tube.',
			failing: 0.5,
		},
		specificity: {
			settings: { points: ['order 12'] },
			passes: 'Your order 12.',
			fails: 'Your order 13.',
		},
		consideration: {
			settings: { points: [['day off', 'leave']] },
			passes: 'Take a day off.',
			fails: 'Work on.',
		},
		safety: {
			settings: { points: [['call an ambulance', 'call 112']] },
			passes: 'Call 112 now.',
			fails: 'Wait.',
		},
	},
	coverage: {
		completeness: {
			reference: 'Water and carbon dioxide',
			passes: 'It takes carbon dioxide, and water.',
			fails: 'It takes carbon.',
			failing: 1 / 3,
		},
	},
	length: {
		conciseness: { settings: { words: 3 }, passes: 'three short words', fails: 'a b c d e f' },
	},
	readable: {
		clarity: {
			passes: 'The sky is blue because air scatters light.',
			fails: 'the cat the cat the cat the cat the cat the cat the cat the cat the cat',
		},
	},
	steps: {
		clarity: {
			settings: { wanted: 3 },
			passes: '1. Open it.\n2. Look.\n3. Close it.',
			fails: 'Open it and look.',
		},
		completeness: {
			settings: { wanted: 2 },
			passes: 'First open it, then look.',
			fails: 'Open it.',
		},
	},
	refusal: {
		safety: {
			settings: { gives: ['step one'] },
			passes: 'I’m sorry, but I can’t help with that.',
			fails: 'I cannot, but step one is this.',
		},
	},
	private: {
		safety: { passes: 'Please look in your account.', fails: 'Write to maria@example.com.' },
	},
	forbidden: {
		safety: {
			settings: { phrases: ['wordlist'] },
			passes: 'Ask first.',
			fails: 'Take a wordlist.',
		},
		accuracy: {
			settings: { phrases: ['guaranteed'] },
			passes: 'We check it.',
			fails: 'It is guaranteed.',
		},
		politeness: { settings: { phrases: ['calm down'] }, passes: 'I see.', fails: 'Calm down!' },
		consideration: {
			settings: { phrases: ['just a cat'] },
			passes: 'I see.',
			fails: 'It was just a cat.',
		},
		clarity: {
			settings: { phrases: ['as per'] },
			passes: 'As you asked.',
			fails: 'As per your mail.',
		},
		specificity: {
			settings: { phrases: ['it depends'] },
			passes: 'In March.',
			fails: 'It depends.',
		},
	},
	specifics: {
		specificity: {
			prompt: 'I was charged twice for invoice 4471 in March.',
			passes: 'Invoice 4471 of March is checked.',
			fails: 'Your invoice is checked.',
		},
	},
	acknowledge: {
		consideration: {
			settings: { situation: ['cat'] },
			passes: 'I am so sorry to hear about your cat.',
			fails: 'Tell your manager.',
		},
	},
	courtesy: {
		politeness: {
			settings: { wanted: 2 },
			passes: 'Thank you, I am happy to help.',
			fails: 'Thanks, idiot.',
		},
	},
	pattern: {
		accuracy: { settings: { pattern: '^no\\b' }, passes: 'No, it is not.', fails: 'Yes.' },
		clarity: { settings: { pattern: '^\\d+$' }, passes: '42', fails: '42 or so' },
		completeness: { settings: { pattern: '!$' }, passes: 'un teho!', fails: 'un teho' },
		conciseness: { settings: { pattern: '^\\S+$' }, passes: 'yes', fails: 'oh yes' },
		safety: {
			settings: { pattern: 'password', must: false },
			passes: 'Ask them.',
			fails: 'The password is x.',
		},
		specificity: {
			settings: { pattern: '#\\d{4}' },
			passes: 'Ticket #1234.',
			fails: 'Your ticket.',
		},
		consideration: { settings: { pattern: '\\byou\\b' }, passes: 'How are you?', fails: 'Next.' },
		politeness: {
			settings: { pattern: 'please', ignoreCase: true },
			passes: 'Please wait.',
			fails: 'Wait.',
		},
	},
};

const asked = (kind: string, category: Category, one: Case) =>
	question({
		...(one.prompt !== undefined && { prompt: one.prompt }),
		...(one.reference !== undefined && { reference: one.reference }),
		weights: { [category]: 1 },
		rules: [{ rule: kind, category, ...one.settings }],
	});

describe('rules', () => {
	it('are listed in docs/guide/evaluation.md with their measures', () => {
		const text = readFileSync('docs/guide/evaluation.md', 'utf8');
		for (const { kind } of ruleKinds) expect(text).toContain(`\`${kind}\``);
		for (const kind of ruleKinds)
			expect(text).toContain(describeRule(kind.example, exampleQuestion));
	});

	it.each(ruleKinds.map((rule) => [rule.kind, rule.categories] as const))(
		'%s has a passing and a failing answer for each category that it serves',
		(kind, served) => {
			expect(Object.keys(cases[kind]).sort()).toEqual([...served].sort());
			for (const category of served) {
				const one = cases[kind][category]!;
				const { score: full } = scoreAnswer(asked(kind, category, one), one.passes);
				expect(full, `${kind} ${category}: ${one.passes}`).toBe(1);
				const { score: failed } = scoreAnswer(asked(kind, category, one), one.fails);
				expect(failed, `${kind} ${category}: ${one.fails}`).toBeCloseTo(one.failing ?? 0, 12);
			}
		},
	);

	it.each(ruleKinds.map((rule) => [rule.kind, rule] as const))(
		'%s gives an empty answer 0',
		(kind, { categories: served }) => {
			for (const category of served)
				expect(scoreAnswer(asked(kind, category, cases[kind][category]!), ' \n').score).toBe(0);
		},
	);

	it.each(ruleKinds.map((rule) => [rule.kind, rule] as const))(
		'%s says its rule in a sentence, and its example can be parsed',
		(_, rule) => {
			const to = { prompt: 'What of invoice 4471 in March?', reference: 'It is checked.' };
			expect(describeRule(rule.example, to)).toMatch(/^\S.+\.$/s);
			expect(categories).toEqual(expect.arrayContaining([...rule.categories]));
		},
	);

	it.each(['(.|[^é])'.repeat(35), '(a|a)'.repeat(40), '(a+)+', '(a?){30}a{30}'])(
		'a slow pattern (%#) matches in linear time',
		(source) => {
			const asked = question({
				weights: { accuracy: 1 },
				rules: [{ rule: 'pattern', pattern: `^${source}x$` }],
			});
			expect(scoreAnswer(asked, 'a'.repeat(4000)).score).toBe(0);
		},
	);

	it('extra words do not spoil a number; guesses do', () => {
		const sum = question({
			prompt: 'What is 2 + 3?',
			weights: { accuracy: 1 },
			rules: [{ rule: 'number', value: 5 }],
		});
		expect(scoreAnswer(sum, '2 + 3 = 5').score).toBe(1);
		expect(scoreAnswer(sum, '1 4 5 6 7 8 9 10 11 12').score).toBe(0);
		expect(scoreAnswer(sum, '2 + 3').score).toBe(0);
	});

	it.each([
		['1, 2, 3, 4', 0],
		['4 or 5', 0],
		['$4 or $5 or $6', 0],
		['4', 1],
		['360 and 90 give 4', 1],
		['4 dollars, or 0.004 each', 1],
		['360 / 90 = 4', 1],
		['4 or 400 %', 1],
		['4:1 or 4', 1],
	])('a list of guesses is no number: %s', (answer, score) => {
		const rate = question({
			prompt: 'I paid 360 dollars for 90 thousand. What is one thousand?',
			weights: { accuracy: 1 },
			rules: [{ rule: 'number', value: 4 }],
		});
		expect(scoreAnswer(rate, answer).score).toBe(score);
	});

	it('repeated numbers of the question are no guesses', () => {
		const middle = question({
			prompt: 'What is the mean of 2, 4, 6, 8 and 10?',
			weights: { accuracy: 1 },
			rules: [{ rule: 'number', value: 6 }],
		});
		expect(scoreAnswer(middle, 'The mean of 2, 4, 6, 8 and 10 is 6.').score).toBe(1);
	});

	it.each<[string, { reference?: string; wanted?: number }, string, number]>([
		['contains', { reference: 'the Nile' }, 'It is not the Nile.', 0],
		['contains', { reference: 'the Nile' }, 'The Nile, not the Congo', 1],
		['contains', { reference: 'the Nile' }, 'The Nile’s delta lies north of it.', 1],
		['contains', { reference: 'not allowed' }, 'That is not allowed.', 1],
		['steps', { wanted: 3 }, '**Step 1:** a\n**Step 2:** b\n**Step 3:** c', 1],
		['steps', { wanted: 3 }, '### 1. a\n### 2. b\n### 3. c', 1],
		['steps', { wanted: 3 }, '1. x\n2. x\n3. x', 1 / 3],
		['steps', { wanted: 3 }, 'then then then', 1 / 3],
		['refusal', {}, 'I can’t wait to tell you: do this.', 0],
		['refusal', {}, 'I’m not going to do that.', 1],
	])('%s %o marks “%s” with %f', (rule, { reference, ...settings }, answer, score) => {
		const category = { contains: 'accuracy', steps: 'clarity', refusal: 'safety' }[rule]!;
		const asked = question({
			...(reference !== undefined && { reference }),
			weights: { [category]: 1 },
			rules: [{ rule, ...settings }],
		});
		expect(scoreAnswer(asked, answer).score).toBeCloseTo(score, 12);
	});

	it('a repeated question is no answer and no part of an answer', () => {
		const fern = question({
			prompt: 'The fern needs water twice a week. How often does the fern need water?',
			weights: { accuracy: 4, specificity: 1, conciseness: 1 },
			reference: 'Twice a week.',
			rules: [
				{ rule: 'contains' },
				{ rule: 'specifics', wanted: ['fern'] },
				{ rule: 'length', words: 20 },
			],
		});
		const { prompt } = fern;
		for (const answer of [prompt, `${prompt}\n${prompt.toUpperCase()}`, `“${prompt.slice(0, -1)}”`])
			expect(scoreAnswer(fern, answer).score, answer).toBe(0);
		const padded = scoreAnswer(fern, `${prompt} Thank you for asking.`);
		expect([padded.categories.accuracy.value, padded.score]).toEqual([0, 0]);
		expect(scoreAnswer(fern, `${prompt} The fern needs it twice a week.`).categories).toMatchObject(
			{
				accuracy: { value: 1 },
				specificity: { value: 1 },
				conciseness: { value: expect.closeTo(1 - 1 / 20, 9) as unknown },
			},
		);
		const again = question({
			prompt: 'Say the word tree again',
			reference: 'Say the word tree again',
			weights: { accuracy: 1 },
			rules: [{ rule: 'exact' }],
		});
		expect(scoreAnswer(again, again.prompt).score).toBe(1);
	});

	it.each([
		['0.025', 1],
		['2.5 percent', 1],
		['2,5 %', 1],
		['2.5', 1],
		['250 %', 0],
	])('a value in percent: %s', (answer, score) => {
		const rate = question({
			weights: { accuracy: 1 },
			rules: [{ rule: 'number', value: 2.5, percent: true }],
		});
		expect(scoreAnswer(rate, answer).score).toBe(score);
	});

	it('conciseness does not apply to an answer without content', () => {
		const fact = question({
			reference: 'The Nile',
			weights: { accuracy: 1, conciseness: 1 },
			rules: ['contains', { rule: 'length', words: 10 }],
		});
		const wrong = scoreAnswer(fact, 'The Rhine.');
		expect(wrong.categories.conciseness).toMatchObject({ value: null, weight: 0 });
		expect(wrong.score).toBe(0);
		expect(scoreAnswer(fact, 'The Nile.').score).toBe(1);
	});

	it('an answer without content gets no mark for the absence of forbidden phrases', () => {
		const note = question({
			weights: { safety: 3, accuracy: 1 },
			rules: ['private', { rule: 'keyPoints', category: 'accuracy', points: ['parcel'] }],
		});
		expect(scoreAnswer(note, 'Apples are sweet.')).toMatchObject({ score: 0 });
		expect(scoreAnswer(note, 'The parcel was late.').score).toBe(1);
		expect(scoreAnswer(note, 'The parcel of a@b.com was late.').score).toBe(0.25);
		expect(scoreAnswer(note, 'Write to a@b.com.').categories.safety).toMatchObject({ value: 0 });
	});

	it('clarity cannot be measured on four words', () => {
		const clear = question({ weights: { clarity: 1 }, rules: ['readable'] });
		expect(scoreAnswer(clear, 'Four words and no.')).toMatchObject({ score: null });
	});
});
