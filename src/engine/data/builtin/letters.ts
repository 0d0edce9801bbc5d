/** The letters of a word in reverse and in alphabetical order. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { inventedWord } from './words.ts';

export function drawReversal(draws: Draws) {
	const word = inventedWord(draws, draws.between(3, 6));
	return promptAnswer(`rev ${word}=`, [...word].reverse().join(''));
}

export const reverse = drawnSkill({
	id: 'rev',
	name: 'reverse',
	version: 1,
	about: 'The letters of a word backwards: rev paretu= → uterap',
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
	version: 1,
	about: 'The letters of a word in alphabetical order: sort paretu= → aeprtu',
	trainSize: 240,
	draw: drawSorting,
});
