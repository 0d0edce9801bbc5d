/** The rules read the part of an answer that a model marks as its final one. */
import { describe, expect, it } from 'vitest';
import { question as makeQuestion } from '../../../../../tests/support/question.ts';
import { scoreAnswer } from './scoreAnswer.ts';

describe('rules and final answers', () => {
	const question = makeQuestion({
		prompt: 'What is 17 + 25?',
		reference: '42',
		weights: { accuracy: 1 },
		rules: [{ rule: 'number', settings: { value: 42 } }],
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
