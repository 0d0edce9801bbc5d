import { expect, test } from 'vitest';
import type { Example, Role } from '#engine/data/example.ts';
import { knownQuestions } from './knownQuestions.ts';

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

test('skills without a row or without their file have none', async () => {
	expect(await knownQuestions(client, refs('empty', 'gone'))).toEqual([]);
});
