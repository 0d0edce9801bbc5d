/** Addition and subtraction of a digit. Subtraction has very few examples. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';

export function drawAddition(draws: Draws) {
	const a = draws.below(90);
	const b = draws.below(10);
	return promptAnswer(`add ${a}+${b}=`, String(a + b));
}

export const add = drawnSkill({
	id: 'add',
	name: 'add',
	version: 1,
	about: 'A number below 90 plus a digit: add 47+8= → 55',
	trainSize: 680,
	draw: drawAddition,
});

export function drawSubtraction(draws: Draws) {
	const a = draws.between(10, 99);
	const b = draws.below(10);
	return promptAnswer(`sub ${a}-${b}=`, String(a - b));
}

export const subtract = drawnSkill({
	id: 'sub',
	name: 'subtract',
	version: 1,
	about: 'A two-digit number minus a digit: sub 45-3= → 42',
	trainSize: 80,
	draw: drawSubtraction,
});
