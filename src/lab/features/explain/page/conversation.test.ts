import { expect, test } from 'vitest';
import { systemTurn } from '#lab/run/rowQuestion.ts';
import { turnsOf } from './conversation.ts';

const answer = (text: string) => ({ text, tokens: 1, ended: true });

test('each model remembers its own answers, and only complete ones', () => {
	const exchanges = [
		{ prompt: 'Hello', answers: { base: answer('hm'), tuned: answer('Hi!') } },
		{ prompt: 'And now?', answers: { base: answer('?'), tuned: 'cancel' } },
	];
	expect(turnsOf(exchanges, 'base').map(({ content }) => content)).toEqual([
		'Hello',
		'hm',
		'And now?',
		'?',
	]);
	expect(turnsOf(exchanges, 'tuned')).toEqual([
		{ role: 'user', content: 'Hello' },
		{ role: 'assistant', content: 'Hi!' },
	]);
	expect(turnsOf(exchanges, 'best')).toEqual([]);
});

test('a conversation has a system turn only if it says something', () => {
	expect(systemTurn('Be terse.')).toEqual([{ role: 'system', content: 'Be terse.' }]);
	expect(systemTurn(' \n')).toEqual([]);
});
