/** The pool: every training example that a policy may choose, in an order that the order of the skills does not change. */
import type { ExampleRef, MixSkill } from '../policy.ts';
import { indicesById } from '../rows.ts';

export interface ExamplePool {
	readonly size: number;
	/** Of each member: its skill, as an index of MixContext.skills, and its training row. */
	readonly skills: Uint16Array;
	readonly rows: Uint32Array;
}

/** Skills by id, rows by number. `withheld`: by skill, rows that are not to be chosen. */
export function poolOf(
	skills: readonly MixSkill[],
	withheld: ReadonlyMap<number, ReadonlySet<number>> = new Map(),
): ExamplePool {
	const owners: number[] = [];
	const rows: number[] = [];
	for (const skill of indicesById(skills))
		for (let row = 0; row < skills[skill].size; row++)
			if (!withheld.get(skill)?.has(row)) {
				owners.push(skill);
				rows.push(row);
			}
	return { size: rows.length, skills: Uint16Array.from(owners), rows: Uint32Array.from(rows) };
}

/** The members at these places, as a pool of their own. */
export const subPool = ({ skills, rows }: ExamplePool, places: Uint32Array): ExamplePool => ({
	size: places.length,
	skills: Uint16Array.from(places, (place) => skills[place]),
	rows: Uint32Array.from(places, (place) => rows[place]),
});

export const refAt = ({ skills, rows }: ExamplePool, place: number): ExampleRef => ({
	skill: skills[place],
	part: 'train',
	index: rows[place],
});

/** The share of each skill among these members. */
export function sharesAmong(
	pool: ExamplePool,
	places: ArrayLike<number>,
	skills: number,
): number[] {
	const counts = Array.from({ length: skills }, () => 0);
	for (let i = 0; i < places.length; i++) counts[pool.skills[places[i]]]++;
	return counts.map((count) => count / places.length);
}
