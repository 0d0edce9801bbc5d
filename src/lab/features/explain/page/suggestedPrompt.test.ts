import { expect, test } from 'vitest';
import type { Example, Role } from '#engine/data/example.ts';
import { suggestedPrompt } from './suggestedPrompt.ts';

const example = 'capital of France?';
const chat = (...turns: readonly (readonly [Role, string])[]): Example => ({
	messages: turns.map(([role, content]) => ({ role, content })),
});
const rows: Readonly<Record<string, readonly Example[]>> = {
	rev: [chat(['user', 'rev hov='], ['assistant', 'voh'])],
	chat: [
		chat(
			['system', 'You are terse.'],
			['user', 'Hello?'],
			['assistant', 'Hi.'],
			['user', 'Two plus two?'],
			['assistant', '4'],
		),
	],
	story: [chat(['assistant', 'a fox runs'])],
	empty: [],
};
const client = { 'skill.rows': ({ id }: { readonly id: string }) => Promise.resolve(rows[id]) };

test('is the last question of a trained skill, without the words of a chat template', async () => {
	const suggest = (...trained: string[]) => suggestedPrompt(client, trained, example);
	expect(await suggest('rev', 'capitals')).toBe(example);
	expect(await suggest('rev', 'chat')).toBe('rev hov=');
	expect(await suggest('chat')).toBe('Two plus two?');
	expect(await suggest('story')).toBe('a fo');
	expect(await suggest('empty')).toBe('');
});
