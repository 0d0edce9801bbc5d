import { describe, expect, test } from 'vitest';
import { InputError } from '#engine/core/errors.ts';
import { englishText } from '#engine/core/message.ts';
import { describeRule } from './rules/registry.ts';
import {
	checkEdited,
	editedText,
	newSetText,
	setSha256,
	withNewQuestion,
	type ParsedSet,
} from './parseSet.ts';
import { shippedSets } from './sets/shipped.ts';

const parsed = (text: string): ParsedSet => {
	const checked = checkEdited(text);
	if (checked instanceof InputError) throw checked;
	return checked;
};

const findFault = (text: string) => {
	const checked = checkEdited(text);
	return checked instanceof InputError ? checked.message : null;
};

describe('the text of the editor', () => {
	test.each(shippedSets().map((set) => [set.name, set] as const))(
		'of “%s” is the same set when it is read again',
		(_name, set) => {
			expect(setSha256(parsed(editedText(set)).set)).toBe(setSha256(set));
		},
	);
	test('keeps braces and brackets inside strings', () => {
		const { set } = parsed(newSetText('{[ name ]}'));
		expect(parsed(editedText(set)).set).toEqual(set);
		expect(set.name).toBe('{[ name ]}');
	});
	test('of a new set has one question; more get free ids', () => {
		const text = withNewQuestion(withNewQuestion(newSetText('Mine')));
		expect(parsed(text).set.questions.map(({ id }) => id)).toEqual(['new-1', 'new-2', 'new-3']);
	});
});

describe('the check names', () => {
	test('the question and the field', () => {
		const broken = newSetText('Mine').replace('"clarity": 1', '"clarity": -1');
		expect(findFault(broken)).toContain('(“new-1”).weights.clarity: must be a number of 0 or more');
	});
	test('a rule that is not known', () => {
		const text = newSetText('Mine').replace('"rule": "contains"', '"rule": "cover"');
		expect(findFault(text)).toMatch(/rules\[\d\]\.rule: there is no rule “cover”/);
	});
	test('text that is not JSON', () => {
		expect(findFault('{"name": ')).toContain('This is not JSON');
		const deep = `{"name":${'['.repeat(5000)}${']'.repeat(5000)}}`;
		expect(findFault(deep)).toContain('This is nested more than 100 levels deep');
	});
});

test('each rule of a question has its measure in a sentence', () => {
	const [{ rules, ...question }] = parsed(
		JSON.stringify({ questions: [{ id: 'a', prompt: 'What is 2 + 3?', reference: '5' }] }),
	).set.questions;
	expect(englishText(describeRule(rules[0], question))).toMatch(/\b5\b/);
});
