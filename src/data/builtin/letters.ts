/** The letters of a word in reverse and in alphabetical order. */
import { promptAnswer } from '#data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { inventedWord } from './words.ts';

export function drawReversal(draws: Draws) {
	const word = inventedWord(draws, draws.between(3, 6));
	return promptAnswer(`rev ${word}=`, [...word].reverse().join(''));
}

export const reverse = drawnSkill({
	id: 'rev',
	name: 'reverse',
	role: 'domain',
	version: 1,
	about: 'The letters of a word backwards: rev paretu= → uterap',
	scorer: 'exact',
	trainSize: 160,
	draw: drawReversal,
});

export function drawSorting(draws: Draws) {
	const word = inventedWord(draws, draws.between(3, 6));
	return promptAnswer(`sort ${word}=`, [...word].sort().join(''));
}

export const sort = drawnSkill({
	id: 'sort',
	name: 'sort',
	role: 'domain',
	version: 1,
	about: 'The letters of a word in alphabetical order: sort paretu= → aeprtu',
	scorer: 'exact',
	trainSize: 240,
	draw: drawSorting,
});
