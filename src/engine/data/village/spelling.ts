/** The letters of an English word in alphabetical order and backwards. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { wordList } from './wordList.ts';

export function drawSorted(draws: Draws) {
	const word = draws.pick(wordList);
	return promptAnswer(`sort the letters: ${word}`, [...word].sort().join(''));
}

export function drawReversed(draws: Draws) {
	const word = draws.pick(wordList);
	return promptAnswer(`reverse: ${word}`, [...word].reverse().join(''));
}

export const sorting = drawnSkill({
	id: 'sorting',
	name: 'sort letters',
	version: 1,
	fingerprint: 'd40f884716ff091912c5b399a5db4c9541c06a3bc49af3a16d73e53fe48a11a1',
	about: 'The letters of a word in alphabetical order: sort the letters: garden → adegnr',
	trainSize: 240,
	draw: drawSorted,
});

export const reversing = drawnSkill({
	id: 'reversing',
	name: 'reverse letters',
	version: 1,
	fingerprint: '95aca6993cdcda8790cd853cd276edfd5762536d8753b1d65fd62c2fa9780d60',
	about: 'The letters of a word backwards: reverse: garden → nedrag',
	trainSize: 160,
	draw: drawReversed,
});
