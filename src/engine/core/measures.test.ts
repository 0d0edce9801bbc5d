/** What each measure reads of an answer, and which one an import's answers suit. */
import { describe, expect, it } from 'vitest';
import { checkedBy } from './fields.ts';
import { measureIds, measureSource, measureUnit } from './measureKinds.ts';
import {
	AnswerReview,
	chooseMeasure,
	measureSchema,
	openMeasure,
	readChoice,
	type Measure,
} from './measures.ts';
import { readNumber } from './readNumber.ts';

describe('number', () => {
	it.each<[string, number, string]>([
		['1,200', 1200, '1,200'],
		['$18', 18, '18'],
		['-3.5', -3.5, '-3.5'],
		['−3.5', -3.5, '-3.5'],
		['-$5', -5, '-5'],
		['$-5', -5, '-5'],
		['1/2', 0.5, '1/2'],
		['2 1/2', 2.5, '2 1/2'],
		['.5', 0.5, '.5'],
		['1.250', 1.25, '1.250'],
		['1.234,50 €', 1234.5, '1.234,50'],
		['3,5', 3.5, '3,5'],
		['6.02e23', 6.02e23, '6.02e23'],
		['18 apples', 18, '18'],
		['18.', 18, '18'],
		['18%', 18, '18'],
		['\\boxed{\\frac{1}{2}}', 0.5, '1/2'],
		['So \\boxed{-\\dfrac{3}{4}} and not 7.', -0.75, '-3/4'],
		['Thus $\\boxed{1{,}200}$.', 1200, '1,200'],
		['\\boxed{\\$18.90}', 18.9, '18.90'],
		['He has 48/2 = <<48/2=24>>24 clips.\n#### 72', 72, '72'],
		['#### 12 \n\nQuestion: 3 apples\n#### 15', 12, '12'],
		['#### $1,200 dollars', 1200, '1,200'],
		['I add 17 and 3.\nAnswer: 20 apples\nHe had 5 before.', 20, '20'],
		['It takes 3 days.\n**Final answer:** 3', 3, '3'],
		['There are 5 - 3 = 2 left.', 2, '2'],
		['先算 17+3。\n答案：２０ 个', 20, '20'],
		['一共有18个苹果。', 18, '18'],
		['paper A4 costs 7', 7, '7'],
		['12\u00a0000 people', 12_000, '12,000'],
	])('%s is %d', (text, value, written) => {
		expect(readNumber(text)).toMatchObject({ value, written });
	});

	it.each(['', 'none', 'A4', 'H2O', '####'])('“%s” has none', (text) => {
		expect(readNumber(text)).toBeNull();
	});

	it.each<[string, string, boolean]>([
		['The answer is $1,200.00', '#### 1200', true],
		['Step 3: 0.1 + 0.2\n#### 0.30', '#### 0.3', true],
		['#### 3/6', '\\boxed{\\frac{1}{2}}', true],
		['#### 73', '#### 72', false],
		['#### -72', '#### 72', false],
		['I do not know', '#### 72', false],
		['#### 18\n\nQuestion: a\n#### 5', '18', true],
		['#### 18\n\nQuestion: a\n#### 5', '#### 5', false],
		['9*2=18\n#### 18\n\nTom has 5 pens and 3 books. How many?\n5+3=8\n#### 8', '#### 18', true],
		['#### Step 1: Add 3 and 4\n7\n#### Step 2: Double\n14\n#### 14', '14', true],
		['<think>#### 5', '5', false],
		['\\boxed{x^2+4}', '\\boxed{x^2+4}', true],
		['\\boxed{(3, 4)}', '\\boxed{(3,4)}', true],
		['\\boxed{(3,4)}', '\\boxed{(2,4)}', false],
		['\\boxed{\\{1,2\\}}', '\\boxed{\\{1,3\\}}', false],
		['\\boxed{2\\sqrt{3}}', '\\boxed{3\\sqrt{3}}', false],
		['\\boxed{2\\sqrt{3}}', '\\boxed{2\\sqrt3}', true],
		['\\boxed{\\frac{3}{4}}', '\\boxed{0.75}', true],
		['\\boxed{2\\frac{1}{2}}', '\\boxed{2.5}', true],
		['\\boxed{x=5}', '\\boxed{5}', true],
		['\\boxed{x=5}', '\\boxed{x=6}', false],
		['\\boxed{3 \\times 10^5}', '\\boxed{300000}', true],
		['\\boxed{x \\ge 5}', '\\boxed{5}', false],
		['\\boxed{12\\text{ cm}^2}', '\\boxed{12}', true],
		['\\boxed{3y}', '\\boxed{3}', false],
		['\\boxed{\\text{Evelyn}}', '\\boxed{\\text{Evelyn}}', true],
		['\\boxed{\\text{Evelyn}}', '\\boxed{\\text{Anna}}', false],
		['Answer: 10:45', 'Answer: 10:45', true],
		['The answer is 10:45.', '#### 10:45', true],
		['Answer: Monday, June 5', 'Answer: Monday, July 5', false],
		['Answer: March 5, 2024', 'Answer: April 5, 2024', false],
		['18<end_of_turn>\n<start_of_turn>user\nAnd 5?', '18', true],
		['Answer: 3–5 years', 'Answer: 4–5 years', false],
		['Answer: 5 feet 3 inches', 'Answer: 6 feet 3 inches', false],
		['Answer: 12 345', 'Answer: 12345', true],
		['Answer: 12 apples (3 in each box)', 'Answer: 12', true],
		['Answer: 12 apples (3 in each box)', 'Answer: 3', false],
		['Answer: 18 because 9*2 = 18', 'Answer: 18', true],
		['The answer is -5.', '#### 5', false],
		['Answer: 3 million', 'Answer: 3', false],
		['Answer: 3 million', 'Answer: 3000000', true],
		['Answer: She sells 9 eggs for $18', 'Answer: 18', true],
		['The point is (3, 4).', '4', false],
		['She has 3 cats and 4 dogs, so 7 pets.', '7', true],
		['La réponse est 18 euros.', '18', true],
		['Antwort: 18 Euro', '18', true],
		['答案是18个。', '18', true],
		['It is 1/3.', '0.3333', false],
		['12% of 50 is 6', '6', true],
		['x = 3 or x = 4', '4', false],
		['答案：3月5日', '5', false],
		['The answer is 25, which is 5 squared.', '25', true],
		['\\boxed{x^2+4}', '\\boxed{3y+4}', false],
		['\\boxed{[1,5]}', '\\boxed{(2,5)}', false],
		['Answer: 10:45', 'Answer: 11:45', false],
		['\\boxed{5!}', '5', false],
		['I got 18!', '18', true],
		['It takes 3 hours and 20 minutes.', '20', false],
		['{"answer": 18, "steps": 3}', '18', true],
		['The ratio is 3:2', '3:2', true],
		['\\boxed{f(3)}', '3', false],
		['Answer: May 5', '5', false],
		['7, not 8', '7', true],
		['The answer is not 8 but 7.', '7', true],
		['not 8', '8', false],
		['<<3+4=7>>7', '7', true],
		['Answer: 1.000.000', '1000000', true],
		['Ans. 42', '42', true],
		['Answer: 12 345', 'Answer: 99 345', false],
	])('%s against %s: %s', async (answer, right, isRight) => {
		expect((await openMeasure({ kind: 'number' })).isRight(answer, right)).toBe(isRight);
	});
});

describe('choice', () => {
	it.each([
		['B', 'B'],
		['b', 'B'],
		['(B)', 'B'],
		['B.', 'B'],
		['**B**', 'B'],
		['Answer: B', 'B'],
		['B. Paris', 'B'],
		['(b) Paris', 'B'],
		['B: Paris', 'B'],
		['B\nBecause it rains.', 'B'],
		['The answer is B.', 'B'],
		['The correct option is (C), not A.', 'C'],
		['I exclude (A) and (D), so it must be (C)', 'C'],
		['\\boxed{D}', 'D'],
		['A is wrong.\n答案：Ｂ', 'B'],
		['答案是B。', 'B'],
		['选 B', 'B'],
		['A dog barks', null],
		['I do not know', null],
		['The answer is a dog', null],
		['', null],
	])('%s is %s', (text, letter) => {
		expect(readChoice(text)).toBe(letter);
	});

	it.each<[string, string, boolean]>([
		['The answer is (B) because A and C are out.', 'B', true],
		['Die Antwort lautet D, weil A falsch ist.', 'D', true],
		['La réponse est la B.', 'B', true],
		['因此选B。', 'B', true],
		['答案是B，因为A不对。', 'B', true],
		['不选A，选C。', 'C', true],
		['The correct answer is b', 'B', true],
		['Answer: A dog barks', 'A', false],
		['The answer is not B.', 'B', false],
		['The answer is B or C.', 'B', false],
		['B, C', 'B', false],
		['Is the answer B? I am not sure.', 'B', false],
		['Option A is wrong. Option B is correct.', 'B', true],
		['The answer is D because option A fails.', 'D', true],
		['It is C because option A fails and B is too small.', 'C', true],
		['Final Answer: The final answer is $C$. I hope it is correct.', 'C', true],
		['\\boxed{\\textbf{(C)}\\ 12}', 'C', true],
		['Answer: $\\text{C}$', 'C', true],
		['<think>\nMaybe A or B, so A', 'A', false],
		['<answer>C</answer>', 'C', true],
		['<think>Answer: A</think>\nAnswer: D', 'D', true],
		['The answer is (B).\n\nQ: Which?\nA: The answer is (A).', 'B', true],
		['Answer: B\n\nWhat is the capital of Spain?\nA. x\nB. y\nAnswer: A', 'B', true],
		['At first I thought the answer is A, but the answer is B.', 'B', true],
		['Vitamin C is needed.', 'C', false],
		['Let me restate the problem:\nQuestion: x?\nA. 1\nB. 2\nAnswer: B', 'B', true],
		['The answer is I think B.', 'I', false],
		['Neither A nor B is right, so C.', 'C', true],
		['**Final Answer**\nB', 'B', true],
		['A, because B is wrong', 'A', true],
		['ans: C', 'C', true],
		['We eliminate A, B, and D, leaving C.', 'C', true],
		['A - a safe choice', 'A', true],
		['答案不是C。', 'C', false],
		['The correct answer is C. Option D looks right, but choice D ignores friction.', 'C', true],
		['Option C fits best, unlike option A.', 'C', true],
		['Unlike option A, option C fits best.', 'C', true],
		['Option C is better than option A.', 'C', true],
		['Option C fits best, whereas option A ignores gravity.', 'C', true],
		['Option C fits best; option A and option B do not.', 'C', true],
		['Option C fits best, and option A comes second.', 'C', true],
		['I chose option C. I did not choose option A.', 'C', true],
		['C, not A.', 'C', true],
		['The answer is not A but C.', 'C', true],
		['Option C im Gegensatz zu Option A.', 'C', true],
		['选项C最合适，不像选项A。', 'C', true],
		['It cannot be option A.', 'A', false],
		['D fits best since the others are wrong.', 'D', true],
		['E is the only one that works', 'E', true],
		['Not A. Not C. It has to be B.', 'B', true],
		['Wahrscheinlich ist B richtig.', 'B', true],
		['Ans. C', 'C', true],
		['{"answer": "C", "reason": "A is wrong"}', 'C', true],
		["{'answer': 'D'}", 'D', true],
		['A: wrong\nB: wrong\nC: right', 'A', false],
		['A. Paris\nB. Rome', 'A', false],
		['答：B', 'B', true],
		['I’d say B', 'B', true],
		['<|im_start|>assistant\nB<|im_end|>', 'B', true],
		['Only B satisfies both conditions.', 'B', true],
		['We have \\boxed{\\langle H\\rangle \\ll \\Delta E}.\n**Answer: D**', 'D', true],
	])('%s against %s: %s', async (answer, right, isRight) => {
		expect((await openMeasure({ kind: 'choice' })).isRight(answer, right)).toBe(isRight);
	});
});

it('contains: the right answer stands in it as whole words', async () => {
	const { isRight } = await openMeasure({ kind: 'contains' });
	const answers = ['It flows from the Nile.', 'nilometer', 'Das ist der Nile, oder?', 'C++'];
	expect(answers.map((answer) => isRight(answer, 'The Nile'))).toEqual([true, false, true, false]);
	expect(isRight('尼罗河流经开罗', '尼罗河')).toBe(true);
	expect(isRight('C++', 'C')).toBe(false);
});

describe('pattern', () => {
	it('compares what its group matches last', async () => {
		const { isRight, read } = await openMeasure({ kind: 'pattern', pattern: '<r>(.*?)</r>' });
		expect(read('<r>1</r> no: <r> Two </r>')).toBe('Two');
		expect(isRight('<r>1</r><r>two</r>', 'so <r>Two</r>')).toBe(true);
		expect(isRight('<r>3</r>', '<r>2</r>')).toBe(false);
		expect(isRight('2', '<r>2</r>')).toBe(false);
		expect(isRight('<r>2</r>', '2')).toBe(false);
	});

	it('without a group, asks for the form only', async () => {
		const { isRight } = await openMeasure({ kind: 'pattern', pattern: '^def \\w+\\(' });
		expect([isRight('def f(x): 1', 'def g(): 2'), isRight('x = 1', 'def g(): 2')]).toEqual([
			true,
			false,
		]);
	});

	it.each([
		...['^(a+)+$', '(a|aa)+$', '(?:a?){400}b|a', '.?'.repeat(60) + '!', '(a?)'.repeat(120) + 'b'],
		...[
			'(a{0,450}x)|(a)',
			'(?:(?:a?){10}){10}b|a',
			'.*'.repeat(40) + 'x',
			'(|a){99}',
			'(.*?,){99}',
		],
	])('%s is quick: all its matches are found in one pass', async (source) => {
		const { isRight, read } = await openMeasure({ kind: 'pattern', pattern: source });
		// A pass per match would take hours: the runner's own limit ends it.
		isRight(`${'a'.repeat(2000)}b`, 'a');
		read('a'.repeat(2000));
	});

	it.each(['(?:a?){1000}b|a', '(a{30}){33}x', 'a{999}'.repeat(99), '(.?){900}', '[^b]{0,800}'])(
		'%s is refused: its program is too long',
		async (source) => {
			await expect(openMeasure({ kind: 'pattern', pattern: source })).rejects.toThrow(
				'measure.pattern: the pattern repeats too much',
			);
		},
	);

	it('names the field of a pattern with a fault', async () => {
		await expect(openMeasure({ kind: 'pattern', pattern: '(?=a)' })).rejects.toThrow(
			'measure.pattern: the pattern cannot be used',
		);
	});
});

describe('json', () => {
	// Python's json.loads of both texts is equal where the last column is true.
	it.each([
		['{"b": 2, "a": 1.0}', '{"a":1,"b":2}', [1, 1, 1], true],
		['```json\n{"a": [1, 2]}\n```', '{"a": [1, 2]}', [1, 1, 1], true],
		['Here: {"a": "}"} as asked. {"a": 2}', '{"a": "}"}', [1, 1, 1], true],
		['{"a": 1, "b": 3}', '{"a": 1, "b": 2}', [1, 1, 0.5], false],
		['{"a": 1}', '{"a": 1, "b": 2}', [1, 0, 0.5], false],
		['{"a": 1, "c": 2}', '{"a": 1}', [1, 0, 0.5], false],
		['{"a": "1"}', '{"a": 1}', [1, 1, 0], false],
		['{"a": [2, 1]}', '{"a": [1, 2]}', [1, 1, 0], false],
		['{"a": {}}', '{"a": []}', [1, 1, 0], false],
		['[]', '[]', [1, 1, 1], true],
		['null', 'null', [1, 1, 1], true],
		['{"a": 1', '{"a": 1}', [0, 0, 0], false],
		["{'a': 1}", '{"a": 1}', [0, 0, 0], false],
		['', '{"a": 1}', [0, 0, 0], false],
		[`${'['.repeat(5000)}${']'.repeat(5000)}`, '[]', [0, 0, 0], false],
	])('%s against %s', async (answer, right, [valid, keys, fields], isRight) => {
		const reader = await openMeasure({ kind: 'json' });
		expect(reader.scoreFields!(answer, right)).toEqual({ valid, keys, fields });
		expect(reader.isRight(answer, right)).toBe(isRight);
	});
});

describe('the choice for an import', () => {
	const review = (answers: readonly string[]) => {
		const read = new AnswerReview();
		for (const answer of answers) read.add(answer);
		return read.facts();
	};
	const reasoning = 'Natalia sold 48/2 = 24 clips in May, so she sold 72 clips altogether.';
	const code = 'def add(a, b):\n\treturn a + b';
	const repeated = (answer: string, times: number) => Array<string>(times).fill(answer);
	it.each<[string, readonly string[], Measure['kind'], number | undefined]>([
		['letters', ['B', '(C)', 'D.'], 'choice', 1],
		['labels', ['up', 'down', 'up', 'up', 'up', 'down', 'up', 'up'], 'labels', 1],
		['short texts that seldom repeat', ['up', 'down', 'up', 'left'], 'exact', 1],
		['JSON', ['{"a": 1}', '[{"b": null}]'], 'json', 1],
		['marked numbers', [`${reasoning}\n#### 72`, '#### 1', 'so \\boxed{3}'], 'number', 1],
		['numbers in most', [...repeated('x\n#### 1', 9), reasoning], 'number', 0.9],
		['numbers in too few', [...repeated('x\n#### 1', 8), code, code], 'tokens', undefined],
		['Chinese', ['先算。\n答案：18', '再算。\n答案：20 元'], 'number', 1],
		['short ones', ['51.0', 'Paris', '{"name": "Ann"}'], 'exact', 1],
		['long ones', [reasoning, code], 'tokens', undefined],
		['numbers without a mark', [reasoning, reasoning], 'tokens', undefined],
		['raw text', [], 'loss', undefined],
	])('%s', (_what, answers, kind, share) => {
		const facts = review(answers);
		expect(chooseMeasure(facts)).toEqual({ kind });
		expect(facts.shares[kind]).toBe(share);
	});

	it('numbers do not suit boxes with expressions, whose texts are compared', async () => {
		const boxes = ['2', '\\frac{3}{4}', '(3, 4)', '[1,5]', 'x^2+4', '3\\pi', '10\\%'];
		const answers = boxes.map((box) => `We compute. Thus the answer is $\\boxed{${box}}$.`);
		const measure = chooseMeasure(review(answers));
		expect(measure.kind).toBe('pattern');
		const { isRight } = await openMeasure(measure);
		expect([isRight('\\boxed{(3, 4)}', answers[2]), isRight('\\boxed{4}', answers[2])]).toEqual([
			true,
			false,
		]);
	});
});

it('a stored measure comes back, and a wrong one names its field', () => {
	for (const kind of measureIds) {
		const measure = kind === 'pattern' ? { kind, pattern: 'a' } : { kind };
		expect(checkedBy(measureSchema, measure)).toEqual(measure);
		expect(measureSource(measure)).toBeTypeOf('string');
		expect(measureUnit(measure)).toBeTypeOf('string');
	}
	expect(() => checkedBy(measureSchema, { kind: 'bleu' })).toThrow(/must be one of choice, number/);
	expect(() => checkedBy(measureSchema, { kind: 'pattern' })).toThrow(/missing/);
	expect(() => checkedBy(measureSchema, { kind: 'exact', pattern: 'a' })).toThrow(/not a field/);
});
