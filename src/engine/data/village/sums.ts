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
	fingerprint: '5f2d80f513bd1794a7fc6ba85f7f339def7501dc0a96439a29632c1d7ee1af92',
	about: 'A number below 90 plus a digit: 47 + 8 = → 55',
	trainSize: 680,
	draw: drawSum,
});

export const subtraction = drawnSkill({
	id: 'subtraction',
	name: 'subtraction',
	version: 1,
	fingerprint: '4e79f93c5f73553bcb7bd121c8fd1f0a0b0a9d9ceca2d151aedb8ba1811e9ecf',
	about: 'A two-digit number minus a digit: 45 - 8 = → 37',
	trainSize: 80,
	draw: drawDifference,
});
