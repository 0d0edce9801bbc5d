/** Subtraction: a digit from a two-digit number, from very few examples. */
import { promptAnswer } from '#data/example.ts';
import { distinctParts, type BuiltinSkill } from '../builtinSkill.ts';
import type { Draws } from './draws.ts';

export function drawSubtraction(draws: Draws) {
	const a = draws.between(10, 99);
	const b = draws.below(10);
	return promptAnswer(`sub ${a}-${b}=`, String(a - b));
}

export const subtract: BuiltinSkill = {
	id: 'sub',
	name: 'subtract',
	role: 'domain',
	version: 1,
	about: 'A two-digit number minus a digit: sub 45-3= → 42',
	scorer: 'exact',
	heldOutIs: 'unseen',
	generate: () => distinctParts(subtract, 80, drawSubtraction),
};
