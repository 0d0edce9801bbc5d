import { describe, expect, it, test } from 'vitest';
import { failure } from '../../../../../tests/support/failure.ts';
import { InputError } from '#engine/core/errors.ts';
import { englishText } from '#engine/core/message.ts';
import { checkEdited, parseSet, parseSetText, setFile, setInfo, setSha256 } from './parseSet.ts';
import { shippedSets } from './sets/shipped.ts';
import { questionSet } from '../../../../../tests/support/question.ts';

const good = { id: 'a', prompt: 'Which river?', reference: 'The Nile' };
/** The field that the InputError of this call names. */
const faultyField = (read: () => unknown) => {
	try {
		read();
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return (error as InputError).data['field'];
	}
	throw new Error('There is no error.');
};

describe('a question set from elsewhere', () => {
	it('needs id, prompt and reference; defaults are filled in', () => {
		const { set, notes } = parseSetText(
			'{"id": 7, "prompt": "Which river?", "reference": "The Nile"}\n',
			'mine.jsonl',
		);
		expect(set).toMatchObject({ version: 1, name: 'mine', language: 'en' });
		expect(set.questions).toEqual([
			{
				id: '7',
				scope: 'general',
				prompt: 'Which river?',
				reference: 'The Nile',
				weights: expect.objectContaining({ accuracy: 3, conciseness: 1, politeness: 0 }) as unknown,
				rules: [
					{ rule: 'contains', category: 'accuracy', settings: {} },
					{ rule: 'length', category: 'conciseness', settings: { words: 30 } },
				],
				rubric: {},
			},
		]);
		expect(notes).toHaveLength(3);
		// A saved set is read again, and its name has at most 200 characters.
		const long = parseSetText(JSON.stringify([good]), `${'x'.repeat(240)}.json`);
		expect(parseSet(long.set).set.name).toHaveLength(200);
	});

	it('can have other field names; the notes name the unread fields', () => {
		const { set, notes } = parseSet([
			{
				id: 'a',
				question: 'Why?',
				answer: ['Because', 'So'],
				scope: 'in-domain',
				impact: 'high',
				difficulty: 3,
			},
		]);
		expect(set.questions[0]).toMatchObject({
			prompt: 'Why?',
			reference: 'Because',
			alternatives: ['So'],
			scope: 'domain',
			impact: 1,
		});
		expect(englishText(notes.at(-1)!)).toBe('The field “difficulty” is not read (once).');
	});

	it.each([
		['mask', 'base_weights'],
		['applicability', 'baseWeights'],
		['category applicability mask', 'base weight vector'],
		['A', 'U'],
		['Applies', 'WEIGHTS'],
	])('can name the mask %s and the weights %s', (mask, weights) => {
		const question = {
			ID: 1,
			Scope: 'in domain',
			Prompt: 'Why?',
			Rubric: 'Right.',
			[mask]: [1, 1, 0, 0, 0, 0, 0, 0],
			[weights]: [1, 3, 5, 0, 0, 0, 0, 0],
		};
		const { set, notes } = parseSet([question]);
		expect(set.questions[0]).toMatchObject({ id: '1', scope: 'domain' });
		expect(Object.values(set.questions[0].weights)).toEqual([1, 3, 0, 0, 0, 0, 0, 0]);
		expect(
			notes
				.map(englishText)
				.filter((note) => note.includes('not read') || note.includes('weights by')),
		).toEqual([]);
	});

	it('can have options under the letters A and B', () => {
		const question = {
			id: 1,
			prompt: 'Capital of France?',
			A: 'Paris',
			B: 'Rome',
			answer: 'Paris',
		};
		const { set, notes } = parseSet([question]);
		expect(set.questions[0].reference).toBe('Paris');
		expect(notes.map(englishText)).toContain('The field “A” is not read (once).');
	});

	it('can have an instruction with its input; a second reference is noted', () => {
		const { set, notes } = parseSet([
			{ id: 1, instruction: 'Translate into German.', input: 'Two', output: 'Zwei' },
			{ id: 2, question: 'Why?', expected: 'So', answer: 'Because' },
		]);
		expect(set.questions.map(({ prompt, reference }) => [prompt, reference])).toEqual([
			['Translate into German.\n\nTwo', 'Zwei'],
			['Why?', 'So'],
		]);
		expect(notes.map(englishText)).toContain('The field “answer” is not read (once).');
		const fieldOf = (question: object) => faultyField(() => parseSet([{ ...good, ...question }]));
		expect(fieldOf({ ideal: 'x' })).toMatch(/\.ideal$/);
		expect(fieldOf({ categories: { accuracy: 3 } })).toMatch(/\.categories$/);
	});

	it('can have weights and masks by name or as lists of eight', () => {
		const readWeights = (fields: Readonly<Record<string, unknown>>) =>
			Object.values(questionSet({ ...good, rules: [], ...fields }).questions[0].weights);
		expect(readWeights({ weights: [1, 2, 0, 0, 0, 0, 0, 3] })).toEqual([1, 2, 0, 0, 0, 0, 0, 3]);
		const weights = { clarity: 1, accuracy: 2, politeness: 3 };
		expect(readWeights({ weights, applies: ['accuracy'] })).toEqual([0, 2, 0, 0, 0, 0, 0, 0]);
		expect(readWeights({ weights, applies: [1, 0, 0, 0, 0, 0, 0, 1] })).toEqual([
			1, 0, 0, 0, 0, 0, 0, 3,
		]);
		expect(readWeights({ applies: { accuracy: true, safety: true } })).toEqual([
			0, 3, 0, 0, 1, 0, 0, 0,
		]);
	});

	it('can have rule settings inside or beside, and one rubric for all categories', () => {
		const [a, b] = ['category', 'settings'].map(
			(how) =>
				questionSet({
					...good,
					weights: { accuracy: 1, safety: 2 },
					rubric: 'Be right.',
					rules: [
						'contains',
						how === 'settings'
							? { kind: 'refusal', settings: { gives: ['no'] } }
							: { rule: 'refusal', category: 'safety', gives: ['no'] },
					],
				}).questions[0],
		);
		expect(a).toEqual(b);
		expect(a.rubric).toEqual({ accuracy: 'Be right.', safety: 'Be right.' });
	});
});

describe('errors name the field and the fix', () => {
	it.each([
		['a set without questions', [], 'set.json'],
		['questions that are no list', 'all', 'set.json: questions'],
		['no object', [3], 'set.json: questions[0]'],
		['no id', [{ prompt: 'Why?', reference: 'So' }], 'set.json: questions[0].id'],
		['an id that JSON.parse changes', [{ ...good, id: 2 ** 60 }], 'set.json: questions[0].id'],
		['no prompt', [{ id: 'a', reference: 'So' }], 'set.json: questions[0] (“a”).prompt'],
		['nothing to score by', [{ id: 'a', prompt: 'Why?' }], 'set.json: questions[0] (“a”)'],
		['an id twice', [good, { ...good, id: 'b' }, good], 'set.json: questions[2] (“a”).id'],
		[
			'a rule without its reference',
			[{ id: 'a', prompt: 'Why?', rules: ['exact'] }],
			'set.json: questions[0] (“a”).rules[0]',
		],
		[
			'alternatives without a reference',
			[{ id: 'a', prompt: 'Why?', alternatives: ['So'] }],
			'set.json: questions[0] (“a”).reference',
		],
	])('%s', (_, questions, field) => {
		expect(faultyField(() => parseSet({ questions }, 'set.json'))).toBe(field);
	});

	it.each([
		['an empty prompt', { prompt: ' ' }, '.prompt'],
		['an unknown category', { weights: { wit: 1 } }, '.weights.wit'],
		['a negative weight', { weights: { accuracy: -1 } }, '.weights.accuracy'],
		['a weight that is not a number', { weights: { accuracy: NaN } }, '.weights.accuracy'],
		['a weight in words', { weights: { accuracy: '1' } }, '.weights.accuracy'],
		['weights that are all 0', { weights: { accuracy: 0 } }, '.weights'],
		['an empty object of weights', { weights: {} }, '.weights'],
		['seven weights', { weights: [1, 1, 1, 1, 1, 1, 1] }, '.weights'],
		['a mask that leaves nothing', { weights: { accuracy: 1 }, applies: ['clarity'] }, '.applies'],
		['a mask with other values', { applies: { accuracy: 'yes' } }, '.applies.accuracy'],
		['a paraphrase of an unknown question', { paraphraseOf: 'z' }, '.paraphraseOf'],
		['a paraphrase of itself', { paraphraseOf: 'a' }, '.paraphraseOf'],
		['an unknown scope', { scope: 'ads' }, '.scope'],
		['an impact above 1', { impact: 2 }, '.impact'],
		['an unknown word for an impact', { impact: 'huge' }, '.impact'],
		['a field name with a typing error', { weight: { accuracy: 1 } }, '.weight'],
		['an unknown rule', { rules: [{ rule: 'magic' }] }, '.rules[0].rule'],
		[
			'a category that the rule cannot measure',
			{ rules: [{ rule: 'length', category: 'safety', words: 3 }] },
			'.rules[0].category',
		],
		[
			'a rule for a category without a weight',
			{ weights: { accuracy: 1 }, rules: [{ rule: 'private' }] },
			'.rules[0]',
		],
		[
			'an unknown setting',
			{ rules: [{ rule: 'number', value: 1, tolernce: 2 }] },
			'.rules[0].tolernce',
		],
		['a setting of another type', { rules: [{ rule: 'number', value: 'x' }] }, '.rules[0].value'],
		['no budget', { rules: [{ rule: 'length' }] }, '.rules[0]'],
		['an invalid regular expression', { rules: [{ rule: 'pattern', pattern: '(' }] }, '.rules[0]'],
		[
			'a regular expression that looks ahead',
			{ rules: [{ rule: 'pattern', pattern: '(?=a)b' }] },
			'.rules[0]',
		],
		[
			'a regular expression without an end',
			{ rules: [{ rule: 'pattern', pattern: 'a'.repeat(1001) }] },
			'.rules[0]',
		],
	])('%s', (_, fields, field) => {
		const questions = [{ ...good, ...fields }];
		const named = `set.json: questions[0] (“a”)${field}`;
		expect(faultyField(() => parseSet({ questions }, 'set.json'))).toBe(named);
	});

	it.each([
		['', 'set.json'],
		['{"version": 2, "questions": []}', 'set.json: version'],
		['{"name": "x"}', 'set.json: questions'],
		[`${JSON.stringify(good)}\n{"id": "b", `, 'set.json: line 2'],
		[JSON.stringify({ questions: [good] }, null, '\t').slice(0, 40), 'set.json'],
		[`${JSON.stringify(good)}\n${JSON.stringify(good)}`, 'set.json: line 2 (“a”).id'],
	])('the file %j', (text, field) => {
		expect(faultyField(() => parseSetText(text, 'set.json'))).toBe(field);
	});
});

describe('MT-bench’s question.jsonl', () => {
	const row = { question_id: 101, category: 'reasoning', turns: ['Who wins?', 'And then?'] };
	it('is a question set of first turns; the notes say what happens with the others', () => {
		const rows = [
			{ ...row, reference: ['The second.', 'Nobody.'] },
			{ ...row, question_id: 102, turns: ['Why?'] },
		];
		const text = rows.map((line) => JSON.stringify(line)).join('\n');
		const { set, notes } = parseSetText(text, 'question.jsonl');
		expect(set.questions).toMatchObject([
			{ id: '101', topic: 'reasoning', prompt: 'Who wins?', reference: 'The second.' },
			{ id: '102', prompt: 'Why?', rules: [], weights: { clarity: 1, accuracy: 3, safety: 0 } },
		]);
		expect(set.questions[0]).not.toHaveProperty('alternatives');
		expect(notes.map(englishText)).toContain(
			'1 of 2 questions were given their first turn only; further turns are not asked.',
		);
		expect(notes.map(englishText).join()).not.toContain('is not read');
		expect(parseSetText(JSON.stringify(row), 'one.jsonl').set.questions).toHaveLength(1);
	});
	it('names a row without a turn', () => {
		const text = [row, { ...row, question_id: 102, turns: [] }].map((line) => JSON.stringify(line));
		expect(() => parseSetText(text.join('\n'), 'question.jsonl')).toThrow(
			'question.jsonl: line 2.turns[0]: ',
		);
	});
});

test.each([
	[
		'a set',
		(deep: string) => `{"questions": [{"id": "a", "prompt": ${deep}}]}`,
		failure('nested more than {maxDepth} levels deep', { field: 'x.json' }),
	],
	[
		'lines',
		(deep: string) => `${JSON.stringify(good)}\n{"id": ${deep}}`,
		'x.json: line 2: is nested',
	],
])('JSON that is nested thousands of levels deep: %s', (_, around, message) => {
	for (const levels of [5000, 100_000]) {
		const text = around('['.repeat(levels) + ']'.repeat(levels));
		const read = () => parseSetText(text, 'x.json');
		expect(read).toThrow(InputError);
		expect(read).toThrow(message);
		expect(read).toThrow(failure('is {fault}. Give objects with fewer levels.'));
		expect(checkEdited(text)).toMatchObject({
			message: expect.stringMatching(/nested more than 100 levels|not JSON/) as unknown,
		});
	}
});

describe('the identity of a set', () => {
	it('is its hash, which depends only on the content', () => {
		const set = questionSet({ ...good, impact: 0.5 });
		const shuffled = parseSet({
			questions: [{ impact: 0.5, reference: 'The Nile', prompt: 'Which river?', id: 'a' }],
			name: 'Test',
		}).set;
		expect(setSha256(shuffled)).toBe(setSha256(set));
		expect(setSha256(questionSet({ ...good, impact: 0.6 }))).not.toBe(setSha256(set));
	});

	it('is the same after export and import', () => {
		const set = questionSet(good, {
			...good,
			id: 'b',
			paraphraseOf: 'a',
			rubric: { clarity: 'Clear.' },
			rules: [{ rule: 'contains', category: 'accuracy', wrong: ['a', 'b'] }],
		});
		const { name, text } = setFile(set);
		expect(name).toBe('Test.questions.json');
		expect(parseSetText(text, name)).toEqual({ set, notes: [] });
		for (const shipped of shippedSets())
			expect(parseSetText(setFile(shipped).text, name).set).toEqual(shipped);
		expect(setInfo(set, false, 5)).toMatchObject({
			questions: 2,
			general: 2,
			domain: 0,
			savedAt: 5,
		});
	});
});
