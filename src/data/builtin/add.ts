/** Addition: a number below 90 and a digit. */
import { promptAnswer } from '#data/example.ts';
import { distinctParts, type BuiltinSkill } from '../builtinSkill.ts';
import type { Draws } from './draws.ts';

export function drawAddition(draws: Draws) {
	const a = draws.below(90);
	const b = draws.below(10);
	return promptAnswer(`add ${a}+${b}=`, String(a + b));
}

export const add: BuiltinSkill = {
	id: 'add',
	name: 'add',
	role: 'domain',
	version: 1,
	about: 'A number below 90 plus a digit: add 47+8= → 55',
	scorer: 'exact',
	heldOutIs: 'unseen',
	generate: () => distinctParts(add, 680, drawAddition),
};
