import { describe, expect, it } from 'vitest';
import { finalAnswer } from './finalAnswer.ts';
import { question as makeQuestion } from './question.test-support.ts';
import { scoreAnswer } from './scoreAnswer.ts';

it.each([
	['after its label', 'Step 1: 2 + 2.\nAnswer: 4', ' 4'],
	['after a bold label', 'I add.\n\n**Final Answer:** Rome', ' Rome'],
	['in Chinese', '先算一下。\n答案：4', '4'],
	['in fenced JSON', 'Here:\n```json\n{"answer": 4, "why": "sum"}\n```\nDone.', '4'],
	['JSON without the field', 'So:\n```json\n{"a": 1}\n```', '{"a": 1}'],
	['in JSON after the label', 'Answer:\n```json\n{"answer": "Rome"}\n```', 'Rome'],
])('is found %s', (_what, text, final) => {
	expect(finalAnswer(text)).toBe(final);
});

it.each([
	['two labels', 'Answer: 4\nAnswer: 5'],
	['two blocks', '```json\n{"answer": 4}\n```\n```json\n{"answer": 5}\n```'],
	['a label inside a line', 'The wrong answer: 4'],
	['a block that is no JSON', '```\nanswer = 4\n```'],
	['no mark', 'It is 4.'],
])('is the whole text with %s', (_what, text) => {
	expect(finalAnswer(text)).toBe(text);
});

describe('the rules read it', () => {
	const question = makeQuestion({
		prompt: 'What is 17 + 25?',
		reference: '42',
		weights: { accuracy: 1 },
		rules: [{ rule: 'number', category: 'accuracy', value: 42 }],
	});
	const score = (text: string) => scoreAnswer(question, text).score;

	it('marks a right and a wrong one after a reasoning', () => {
		expect(score('17 and 3 are 20, and 22 more.\nAnswer: 42')).toBe(1);
		expect(score('17 and 3 are 20, and 22 more.\nAnswer: 41')).toBe(0);
		expect(score('I see.\n```json\n{"answer": 42}\n```')).toBe(1);
	});

	it('leaves what is said about it to a reader', () => {
		expect(score('Answer: 42, but I am not sure.')).toBeNull();
		expect(score('Answer: 42\nAnswer: 41')).toBeNull();
	});
});
