/** The question sets that come with the lab, made when they are first asked for. */
import { parseSet } from '../parseSet.ts';
import type { QuestionSet } from '../types.ts';
import { builtinSet } from './builtinSet.ts';
import real from './real.json';

/** Short names by which a command takes them. */
export type ShippedName = 'lab' | 'real';

const makers: Readonly<Record<ShippedName, () => QuestionSet>> = {
	lab: builtinSet,
	real: () => parseSet(real, 'real.json').set,
};
const made = new Map<ShippedName, QuestionSet>();

export function shippedSet(name: ShippedName): QuestionSet {
	const set = made.get(name) ?? makers[name]();
	made.set(name, set);
	return set;
}

export const shippedSets = (): readonly QuestionSet[] =>
	(Object.keys(makers) as ShippedName[]).map(shippedSet);
