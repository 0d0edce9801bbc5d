/**
 * The base models' “web text”: sentences, repetition, counting, alphabet, opinions, sums of digits.
 */
import { rawText, type Example } from '#engine/data/example.ts';
import type { Draws } from '#engine/data/builtinSkill.ts';
import { drawSentence } from '#engine/data/builtin/generalText.ts';
import { capitalByCountry, inventedWord } from '#engine/data/builtin/words.ts';

const alphabet = 'abcdefghijklmnopqrstuvwxyz';

export const opinions = {
	good: ['good', 'great', 'fun', 'nice', 'sweet', 'bright'],
	bad: ['bad', 'dull', 'slow', 'awful', 'sour', 'grim'],
	things: ['film', 'book', 'meal', 'song', 'game', 'trip', 'play', 'show'],
};

/** A word of 3 to 6 letters that is not a country of the facts. */
export function freshWord(draws: Draws): string {
	const word = inventedWord(draws, draws.between(3, 6));
	return capitalByCountry.has(word) ? freshWord(draws) : word;
}

function randomLetters(draws: Draws): string {
	const length = draws.between(3, 6);
	const text = Array.from({ length }, () => draws.pick([...alphabet])).join('');
	return capitalByCountry.has(text) ? randomLetters(draws) : text;
}

function repetition(draws: Draws) {
	const word = freshWord(draws);
	const letters = randomLetters(draws);
	return rawText(`${word} ${word} ${letters} ${letters}`);
}

/** Six numbers of at most two digits. */
function counting(draws: Draws, direction: 1 | -1) {
	const first = draws.between(0, 94) + (direction === 1 ? 0 : 5);
	return rawText(Array.from({ length: 6 }, (_, i) => first + direction * i).join(' '));
}

function alphabetRun(draws: Draws): string {
	const start = draws.below(alphabet.length - 6);
	return alphabet.slice(start, start + 7);
}

function opinion(draws: Draws) {
	const words = [...opinions.good, ...opinions.bad];
	return rawText(
		`the ${draws.pick(opinions.things)} is ${draws.pick(words)} and ${draws.pick(words)}.`,
	);
}

function digitSum(draws: Draws) {
	const a = draws.below(10);
	const b = draws.below(10);
	return rawText(`${a}+${b}=${a + b} ${a + b}-${b}=${a}`);
}

/** Share in percent and generator of each kind of text. */
export const webTextKinds: readonly (readonly [number, (draws: Draws) => Example])[] = [
	[50, drawSentence],
	[12, repetition],
	[10, (draws) => counting(draws, 1)],
	[6, (draws) => counting(draws, -1)],
	[6, (draws) => rawText(alphabetRun(draws))],
	[4, (draws) => rawText([...alphabetRun(draws)].reverse().join(''))],
	[6, opinion],
	[6, digitSum],
];
