import { expect, test } from 'vitest';
import type { Example, Role } from '#engine/data/example.ts';
import { findQuestion, isBeyondModel, knownQuestions } from './knownQuestions.ts';

const chat = (...turns: readonly (readonly [Role, string])[]): Example => ({
	messages: turns.map(([role, content]) => ({ role, content })),
});
const rows: Readonly<Record<string, readonly Example[]>> = {
	reverse: [chat(['user', 'reverse: hov'], ['assistant', 'voh'])],
	chat: [
		chat(
			['system', 'You are terse.'],
			['user', 'Hello?'],
			['assistant', 'Hi.'],
			['user', 'Two plus two?'],
			['assistant', '4'],
		),
	],
	tales: [chat(['assistant', 'a fox runs'])],
	empty: [],
};
const client = {
	'skill.rows': ({ id }: { readonly id: string }) =>
		id in rows ? Promise.resolve(rows[id]) : Promise.reject(new Error('no file')),
};
const refs = (...ids: string[]) => ids.map((id) => ({ id, version: 1 }));

test('a question of each skill: the first one of its first row, with its answer', async () => {
	expect(await knownQuestions(client, refs('reverse', 'chat', 'tales'))).toEqual([
		{ skill: 'reverse', system: '', prompt: 'reverse: hov', answer: 'voh' },
		{ skill: 'chat', system: 'You are terse.', prompt: 'Hello?', answer: 'Hi.' },
		{ skill: 'tales', system: '', prompt: 'a', answer: null },
	]);
});

test('a small model of the lab cannot know what begins like no question of a skill', async () => {
	const questions = await knownQuestions(client, refs('reverse', 'chat'));
	const sums = [...questions, { prompt: '57 + 8 =' }];
	const builtin = { source: 'builtin' } as const;
	expect(isBeyondModel(builtin, sums, 'Who are you?')).toBe(true);
	for (const prompt of ['reverse: house', 'Reverse: hov', '9 + 3 =', 'Hello?'])
		expect(isBeyondModel(builtin, sums, prompt)).toBe(false);
	expect(isBeyondModel({ source: 'file' }, sums, 'Who are you?')).toBe(false);
	expect(isBeyondModel(undefined, sums, 'Who are you?')).toBe(false);
	expect(findQuestion(questions, { prompt: 'reverse: hov', system: '' })?.answer).toBe('voh');
	expect(findQuestion(questions, { prompt: 'Hello?', system: '' })).toBeUndefined();
});
