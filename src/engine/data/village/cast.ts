/** The village's people, things, colours and places, and the pronouns of its people. */
import type { Draws } from '../builtinSkill.ts';

export const women = ['Anna', 'Mia', 'Lily', 'Rosa'] as const;
export const men = ['Tom', 'Ben', 'Sam', 'Max'] as const;
export const people: readonly string[] = [...women, ...men];
export const things = ['ball', 'hat', 'book', 'cup', 'kite', 'boat', 'doll', 'drum'] as const;
/** All begin with a consonant, so the article is always "a". */
export const colours = ['red', 'blue', 'green', 'white', 'black'] as const;
export const places = ['garden', 'kitchen', 'park', 'shop', 'school', 'barn'] as const;

interface Pronouns {
	readonly He: string;
	readonly he: string;
	readonly him: string;
}
const feminine: Pronouns = { He: 'She', he: 'she', him: 'her' };
const masculine: Pronouns = { He: 'He', he: 'he', him: 'him' };
const womenSet: ReadonlySet<string> = new Set(women);

export const pronouns = (person: string): Pronouns => (womenSet.has(person) ? feminine : masculine);

/** `count` different elements in a random order. */
export function pickSome<T>(draws: Draws, list: readonly T[], count: number): T[] {
	const left = [...list];
	return Array.from({ length: count }, () => left.splice(draws.below(left.length), 1)[0]);
}
