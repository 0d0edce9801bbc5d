import { expect, test } from 'vitest';
import { systemTurn } from '#lab/run/rowQuestion.ts';
import { isConversation, turnsOf, withExchange } from './conversation.ts';

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

test('a cancelled turn ends no conversation; without an answer it is not a part of it', () => {
	const chat = { ...answer('Hi!'), isChat: true as const };
	const first = { prompt: 'Hello', right: null, answers: { base: chat }, step: 0 };
	expect(isConversation([], {})).toBe(false);
	expect(isConversation([], { base: answer('text') })).toBe(false);
	expect(isConversation([], first.answers)).toBe(true);
	const earlier = withExchange([], first);
	// The next turn was cancelled before and after its first token.
	expect(isConversation(earlier, {})).toBe(true);
	expect(withExchange(earlier, { ...first, answers: {} })).toEqual([first]);
	const begun = { ...first, answers: { base: 'I thi' } };
	expect(isConversation(earlier, begun.answers)).toBe(true);
	expect(withExchange(earlier, begun)).toEqual([first, begun]);
});
