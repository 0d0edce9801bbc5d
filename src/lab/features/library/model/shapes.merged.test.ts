/** Rows of merged tables, which have the columns of all their parts. */
import { describe, expect, test } from 'vitest';
import { recogniseShape, toRow } from './shapes.ts';
import { failure } from '#engine/core/failure.test-support.ts';
import type { Json } from '#engine/core/json.ts';

const read = (value: Json) => {
	const row = toRow(value);
	const shape = recogniseShape([row])!;
	const [{ messages }] = shape.toExamples(row);
	return [shape.id, ...messages.map(({ content }) => content)];
};

describe('an empty column leaves its text to another one', () => {
	test.each([
		[{ instruction: 'q', input: '', context: 'c', output: 'a' }, ['alpaca', 'q\nc', 'a']],
		[{ instruction: 'q', input: null, context: 'c', output: 'a' }, ['alpaca', 'q\nc', 'a']],
		[{ instruction: 'q', output: ' ', response: 'a' }, ['alpaca', 'q', 'a']],
		[{ question: 'q', answer: null, solution: 's' }, ['questionAnswer', 'q', 's']],
		[{ messages: null, conversations: [user('q'), assistant('a')] }, ['openAiMessages', 'q', 'a']],
		[
			{ conversations: null, conversation: [turn('human', 'q'), turn('gpt', 'a')] },
			['shareGpt', 'q', 'a'],
		],
	] satisfies [Json, string[]][])('%j', (row, expected) => expect(read(row)).toEqual(expected));
});

test('a context that is a list or an object is in the prompt', () => {
	const answer = { question: 'q', answer: 'a' };
	expect(read({ ...answer, context: ['p1', '', 'p2'] })).toContain('p1\np2\nq');
	expect(read({ ...answer, context: { page: 3 } })).toContain('{"page":3}\nq');
	expect(read({ instruction: 'q', input: ['x', 'y'], output: 'a' })).toContain('q\nx\ny');
});

test('0 and 1 are labels beside a prompt and a completion, and nowhere else', () => {
	const row = (label: Json) => toRow({ prompt: 'q', completion: 'a', label });
	for (const label of [0, '0', 1, '1']) expect(recogniseShape([row(label)])?.id).toBe('labelled');
	const shape = recogniseShape([row(0)])!;
	expect(() => shape.toExamples(row(0))).toThrow(
		failure('The label is false: the lab does not train on bad answers.'),
	);
	expect(shape.toExamples(row(1))).toHaveLength(1);
	const classes = toRow({ instruction: 'q', output: 'a', label: 1 });
	expect(recogniseShape([classes])?.id).toBe('alpaca');
	expect(recogniseShape([row(2)])?.id).toBe('promptCompletion');
});

function user(content: string) {
	return { role: 'user', content };
}
function assistant(content: string) {
	return { role: 'assistant', content };
}
function turn(from: string, value: string) {
	return { from, value };
}
