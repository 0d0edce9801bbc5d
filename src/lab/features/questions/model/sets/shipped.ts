/** The question sets that come with the lab. They are read when they are first needed. */
import { parseSet } from '../set.ts';
import type { QuestionSet } from '../types.ts';
import builtin from './builtin.json';
import real from './real.json';

const files = { lab: builtin, real } as const;
/** Short names for the command line. */
export type ShippedName = keyof typeof files;

const sets = new Map<ShippedName, QuestionSet>();

export function shippedSet(name: ShippedName): QuestionSet {
	const set = sets.get(name) ?? parseSet(files[name], name);
	sets.set(name, set);
	return set;
}

export const shippedSets = (): readonly QuestionSet[] =>
	(Object.keys(files) as ShippedName[]).map(shippedSet);
