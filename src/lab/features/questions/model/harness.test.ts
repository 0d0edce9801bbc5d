/** Samples of lm-evaluation-harness, in and out. */
import { expect, it } from 'vitest';
import { harnessText } from './harness.ts';
import { parseAnswers } from './parseAnswers.ts';
import { answerSet, questionSet } from '../../../../../tests/support/question.ts';

const set = questionSet(
	{ id: 'sum', prompt: 'What is 2 + 2?', reference: '4', weights: { accuracy: 1 } },
	{ id: 'city', prompt: 'Capital of Italy?', reference: 'Rome', weights: { accuracy: 1 } },
);
const read = (...rows: readonly object[]) =>
	parseAnswers(rows.map((row) => JSON.stringify(row)).join('\n'), 'samples.jsonl', set).answers;
const sample = (id: number, text: unknown, more = {}) => ({
	doc_id: id,
	doc: { question: '…' },
	resps: [[text]],
	filtered_resps: ['cut'],
	...more,
});

it('reads the whole answer of each question once, whatever its filter', () => {
	const rows = [0, 1].map((id) => sample(id, `Step 1.\nAnswer: ${id}`, { filter: 'strict' }));
	const others = rows.map((row) => ({ ...row, filter: 'flexible' }));
	expect(read(...rows, ...others)).toEqual([
		{ id: 'sum', text: 'Step 1.\nAnswer: 0' },
		{ id: 'city', text: 'Step 1.\nAnswer: 1' },
	]);
});

it('an id can be a number', () => {
	const numbered = questionSet({ id: '7', prompt: 'Capital of Italy?', reference: 'Rome' });
	const rows = ['strict', 'flexible'].map((filter) =>
		sample(0, 'Rome', { doc: { id: 7 }, filter }),
	);
	const text = rows.map((row) => JSON.stringify(row)).join('\n');
	expect(parseAnswers(text, 'samples.jsonl', numbered).answers).toEqual([
		{ id: '7', text: 'Rome' },
	]);
});

it('finds a question by the id of its document', () => {
	expect(read(sample(0, 'Rome', { doc: { id: 'city' } }))).toEqual([{ id: 'city', text: 'Rome' }]);
});

it('refuses a second answer, a number past the set, and answers that are no text', () => {
	expect(() => read(sample(0, '4'), sample(0, '5'))).toThrow();
	expect(() => read(sample(2, '4'))).toThrow();
	expect(() => read(sample(0, [-1.5, false]))).toThrow();
});

it('writes what it reads, with the score of the rules', () => {
	const answers = answerSet('a', { sum: '4', city: 'Milan or Rome' });
	const text = harnessText(set, answers);
	expect(parseAnswers(text, 'samples.jsonl', set).answers).toEqual(answers.answers);
	const rows = text.trim().split('\n');
	expect(rows.map((row) => (JSON.parse(row) as { score: unknown }).score)).toEqual([1, null]);
});
