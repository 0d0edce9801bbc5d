/** Reversal: the letters of a word in reverse order. */
import { promptAnswer } from '#data/example.ts';
import { distinctParts, type BuiltinSkill } from '../builtinSkill.ts';
import type { Draws } from './draws.ts';
import { inventedWord } from './words.ts';

export function drawReversal(draws: Draws) {
	const word = inventedWord(draws, draws.between(3, 6));
	return promptAnswer(`rev ${word}=`, [...word].reverse().join(''));
}

export const reverse: BuiltinSkill = {
	id: 'rev',
	name: 'reverse',
	role: 'domain',
	version: 1,
	about: 'The letters of a word backwards: rev paretu= → uterap',
	scorer: 'exact',
	heldOutIs: 'unseen',
	generate: () => distinctParts(reverse, 160, drawReversal),
};
