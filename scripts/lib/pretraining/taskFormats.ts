/** Generators for each task format. They teach a base model the formats, but not the skills. */
import { promptAnswer, type Example } from '#engine/data/example.ts';
import { drawAddition, drawSubtraction } from '#engine/data/builtin/arithmetic.ts';
import type { Draws } from '#engine/data/builtinSkill.ts';
import { drawExtraction } from '#engine/data/builtin/extract.ts';
import { factWordings } from '#engine/data/builtin/facts.ts';
import { drawReversal, drawSorting } from '#engine/data/builtin/letters.ts';
import { drawStory } from '#engine/data/builtin/story.ts';
import { drawTranslation } from '#engine/data/builtin/translate.ts';
import { freshWord, opinions } from './webText.ts';
import { inventedWord, vowels } from '#engine/data/builtin/words.ts';

function largest(draws: Draws) {
	const numbers = Array.from({ length: 3 }, () => draws.below(100));
	return promptAnswer(`max ${numbers.join(' ')}=`, String(Math.max(...numbers)));
}

function copy(draws: Draws) {
	const word = freshWord(draws);
	return promptAnswer(`copy ${word}=`, word);
}

function descending(draws: Draws) {
	const word = freshWord(draws);
	return promptAnswer(`desc ${word}=`, [...word].sort().reverse().join(''));
}

/** Each letter becomes the next one; z becomes a. */
function code(draws: Draws) {
	const word = freshWord(draws);
	const shifted = [...word].map((letter) =>
		String.fromCharCode(97 + ((letter.charCodeAt(0) - 97 + 1) % 26)),
	);
	return promptAnswer(`code ${word}=`, shifted.join(''));
}

function sentiment(draws: Draws) {
	const side = draws.pick(['good', 'bad'] as const);
	const [first, second] = [draws.pick(opinions[side]), draws.pick(opinions[side])];
	return promptAnswer(`mood the ${draws.pick(opinions.things)} is ${first} and ${second}=`, side);
}

function countVowels(draws: Draws) {
	const word = freshWord(draws);
	const count = [...word].filter((letter) => vowels.includes(letter)).length;
	return promptAnswer(`count ${word}=`, String(count));
}

/** The next number of a sequence with a constant step. */
function next(draws: Draws) {
	const first = draws.below(50);
	const step = draws.between(1, 9);
	const shown = [0, 1, 2].map((i) => first + i * step);
	return promptAnswer(`next ${shown.join(' ')}=`, String(first + 3 * step));
}

const inventedFact = (wording: (entity: string) => string) => (draws: Draws) =>
	promptAnswer(wording(freshWord(draws)), inventedWord(draws, 3));

/** All have equal shares. The facts have one entry per wording, about words without a fact. */
export const taskFormats: readonly ((draws: Draws) => Example)[] = [
	drawAddition,
	drawSubtraction,
	largest,
	copy,
	drawReversal,
	drawSorting,
	descending,
	code,
	drawTranslation,
	drawExtraction,
	sentiment,
	countVowels,
	next,
	...factWordings.map(inventedFact),
	drawStory,
];
