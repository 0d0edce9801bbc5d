import { describe, expect, it } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { questionSet } from '../../../../../tests/support/question.ts';
import { toLines } from './lines.ts';
import { parseSet, parseSetText, setFile, setInfo, setSha256 } from './set.ts';
import { shippedSets } from './sets/shipped.ts';

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

describe('a question set from a file', () => {
	it('needs id, prompt and reference; defaults are filled in', () => {
		const set = parseSetText(toLines([{ ...good, id: 7 }]), 'folder/mine.questions.jsonl');
		expect(set).toMatchObject({ version: 1, name: 'mine', about: '', language: 'en' });
		expect(set.questions).toEqual([
			{
				...good,
				id: '7',
				scope: 'general',
				weights: expect.objectContaining({ accuracy: 3, conciseness: 1, politeness: 0 }) as unknown,
				rules: [
					{ rule: 'contains', category: 'accuracy', settings: {} },
					{ rule: 'length', category: 'conciseness', settings: { words: 30 } },
				],
				rubric: {},
			},
		]);
		// A saved set is read again, and its name has at most 200 characters.
		const long = parseSetText(toLines([good]), `${'x'.repeat(240)}.jsonl`);
		expect(parseSet(long).name).toHaveLength(200);
	});

	it('can begin with its name, its purpose and its language', () => {
		const described = { name: 'Flüsse', about: 'Geografie', language: 'de' };
		expect(parseSetText(toLines([described, good]), 'x.jsonl')).toMatchObject(described);
		const named = { name: 'A' };
		expect(parseSetText(`\ufeff${toLines([named, good])}`, 'x.jsonl')).toMatchObject(named);
		expect(parseSetText(toLines([{ language: 'de' }, good]), 'x.jsonl').name).toBe('x');
	});

	it('is the same after export and import, also as the value in a backup', () => {
		const rules = [{ rule: 'contains', settings: { wrong: ['a', 'b'] } }];
		const other = { ...good, id: 'b', paraphraseOf: 'a', rubric: { clarity: 'Clear.' }, rules };
		const set = questionSet(good, other);
		for (const each of [set, ...shippedSets()]) {
			const { name, text } = setFile(each);
			expect(name).toMatch(/\.questions\.jsonl$/);
			expect(parseSetText(text, name)).toEqual(each);
			expect(parseSetText(JSON.stringify(each), 'backup.json')).toEqual(each);
		}
		expect(setInfo(set, false, 5)).toMatchObject({ questions: 2, general: 2, savedAt: 5 });
	});

	it('has a hash that depends only on the content', () => {
		const shuffled = { reference: 'The Nile', prompt: 'Which river?', id: 'a' };
		expect(setSha256(questionSet(shuffled))).toBe(setSha256(questionSet(good)));
		expect(setSha256(questionSet({ ...good, impact: 0.6 }))).not.toBe(setSha256(questionSet(good)));
	});
});

describe('errors name the line, the field and the fix', () => {
	const rule = (rule: string, settings = {}) => ({ rules: [{ rule, settings }] });
	it.each([
		['no id', { id: undefined }, '.id'],
		['an id that JSON.parse changes', { id: 2 ** 60 }, '.id'],
		['no prompt', { prompt: undefined }, '.prompt'],
		['an empty prompt', { prompt: ' ' }, '.prompt'],
		['nothing to score by', { reference: undefined }, '.weights'],
		['alternatives alone', { reference: undefined, alternatives: ['So'] }, '.reference'],
		[
			'a rule without its reference',
			{ reference: undefined, ...rule('exact') },
			'.rules[0].settings',
		],
		['an unknown category', { weights: { wit: 1 } }, '.weights.wit'],
		['a negative weight', { weights: { accuracy: -1 } }, '.weights.accuracy'],
		['a weight in words', { weights: { accuracy: '1' } }, '.weights.accuracy'],
		['weights that are all 0', { weights: { accuracy: 0 } }, '.weights'],
		['an empty object of weights', { weights: {} }, '.weights'],
		['a list of weights', { weights: [1, 1, 1, 1, 1, 1, 1, 1] }, '.weights.0'],
		['a paraphrase of an unknown question', { paraphraseOf: 'z' }, '.paraphraseOf'],
		['a paraphrase of itself', { paraphraseOf: 'b' }, '.paraphraseOf'],
		['an unknown scope', { scope: 'ads' }, '.scope'],
		['an impact above 1', { impact: 2 }, '.impact'],
		['an impact in words', { impact: 'high' }, '.impact'],
		['a field of another program', { question: 'Why?' }, '.question'],
		['an unknown rule', rule('magic'), '.rules[0].rule'],
		['a rule in a word', { rules: ['exact'] }, '.rules[0]'],
		[
			'a category that the rule cannot measure',
			{ rules: [{ rule: 'length', category: 'safety' }] },
			'.rules[0].category',
		],
		['a rule for no weight', { weights: { accuracy: 1 }, ...rule('private') }, '.rules[0]'],
		[
			'an unknown setting',
			rule('number', { value: 1, tolernce: 2 }),
			'.rules[0].settings.tolernce',
		],
		['a setting of another type', rule('number', { value: 'x' }), '.rules[0].settings.value'],
		['no budget', rule('length'), '.rules[0].settings'],
		['an invalid regular expression', rule('pattern', { pattern: '(' }), '.rules[0].settings'],
		['one that looks ahead', rule('pattern', { pattern: '(?=a)b' }), '.rules[0].settings'],
		['one without an end', rule('pattern', { pattern: 'a'.repeat(1001) }), '.rules[0].settings'],
	])('%s', (_, fields, field) => {
		const text = toLines([good, { ...good, id: 'b', ...fields }]);
		expect(faultyField(() => parseSetText(text, 'x.jsonl'))).toBe(`x.jsonl: line 2${field}`);
	});

	it.each([
		['an empty file', ' \n', 'x.jsonl'],
		['a head alone', '{"name": "x"}', 'x.jsonl'],
		['an unknown field of the head', '{"nam": "x"}', 'x.jsonl: line 1.nam'],
		['a line that was cut off', `${JSON.stringify(good)}\n{"id": "b", `, 'x.jsonl: line 2'],
		['JSON of several lines', JSON.stringify([good], null, '\t'), 'x.jsonl: line 1'],
		['a list', JSON.stringify([good]), 'x.jsonl: line 1'],
		['an id twice', toLines([good, good]), 'x.jsonl: line 2.id'],
		[
			'a set of a later version',
			'{"version": 2, "name": "x", "questions": []}',
			'x.jsonl: line 1.version',
		],
		['a backup', JSON.stringify({ name: 'x', questions: [{}] }), 'x.jsonl: line 1.questions[0].id'],
		['thousands of levels', `{"id": ${'['.repeat(5000)}${']'.repeat(5000)}}`, 'x.jsonl: line 1'],
	])('%s', (_, text, field) => {
		expect(faultyField(() => parseSetText(text, 'x.jsonl'))).toBe(field);
	});
});
