import { expect, it } from 'vitest';
import { finalAnswer } from './finalAnswer.ts';

it.each([
	['after its label', 'Step 1: 2 + 2.\nAnswer: 4', ' 4'],
	['after a bold label', 'I add.\n\n**Final Answer:** Rome', ' Rome'],
	['in Chinese', '先算一下。\n答案：4', '4'],
	['in fenced JSON', 'Here:\n```json\n{"answer": 4, "why": "sum"}\n```\nDone.', '4'],
	['JSON without the field', 'So:\n```json\n{"a": 1}\n```', '{"a": 1}'],
	['in the last box', 'Not \\boxed{3}, but \\boxed{\\frac{1}{2}}.', '\\frac{1}{2}'],
	['after a thought', '<think>Answer: 4</think>\nAnswer: 5', ' 5'],
	['before the next question', 'Answer: 4\n\nQuestion: 5?\nAnswer: 6', ' 4'],
	['before a question without a mark', 'Answer: 4\n\nHow many are 5?\nAnswer: 6', ' 4'],
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
