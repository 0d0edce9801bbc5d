/** Extraction: a name and an age out of three wordings, into one record. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';
import { inventedWord } from './words.ts';

const wordings: readonly ((name: string, age: number) => string)[] = [
	(name, age) => `${name} is ${age}`,
	(name, age) => `${age} for ${name}`,
	(name, age) => `age ${age} of ${name}`,
];

export function drawExtraction(draws: Draws) {
	const name = inventedWord(draws, draws.between(3, 5));
	const age = draws.between(10, 89);
	return promptAnswer(`get ${draws.pick(wordings)(name, age)}=`, `{${name}:${age}}`);
}

export const extract = drawnSkill({
	id: 'json',
	name: 'extract',
	version: 1,
	about: 'A name and an age out of three wordings: get age 51 of cop= → {cop:51}',
	trainSize: 400,
	draw: drawExtraction,
});
