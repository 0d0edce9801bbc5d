/** Addition and subtraction of a digit, as a person types them. */
import { promptAnswer } from '#engine/data/example.ts';
import { drawnSkill, type Draws } from '../builtinSkill.ts';

export function drawSum(draws: Draws) {
	const [a, b] = [draws.below(90), draws.below(10)];
	return promptAnswer(`${a} + ${b} =`, String(a + b));
}

export function drawDifference(draws: Draws) {
	const [a, b] = [draws.between(10, 99), draws.below(10)];
	return promptAnswer(`${a} - ${b} =`, String(a - b));
}

export const addition = drawnSkill({
	id: 'addition',
	name: 'addition',
	version: 1,
	about: 'A number below 90 plus a digit: 47 + 8 = → 55',
	trainSize: 680,
	draw: drawSum,
});

export const subtraction = drawnSkill({
	id: 'subtraction',
	name: 'subtraction',
	version: 1,
	about: 'A two-digit number minus a digit: 45 - 8 = → 37',
	trainSize: 80,
	draw: drawDifference,
});
