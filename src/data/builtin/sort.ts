/** Sorting: the letters of a word in alphabetical order. */
import { promptAnswer } from '#data/example.ts';
import { distinctParts, type BuiltinSkill } from '../builtinSkill.ts';
import type { Draws } from './draws.ts';
import { inventedWord } from './words.ts';

export function drawSorting(draws: Draws) {
	const word = inventedWord(draws, draws.between(3, 6));
	return promptAnswer(`sort ${word}=`, [...word].sort().join(''));
}

export const sort: BuiltinSkill = {
	id: 'sort',
	name: 'sort',
	role: 'domain',
	version: 1,
	about: 'The letters of a word in alphabetical order: sort paretu= → aeprtu',
	scorer: 'exact',
	heldOutIs: 'unseen',
	generate: () => distinctParts(sort, 240, drawSorting),
};
